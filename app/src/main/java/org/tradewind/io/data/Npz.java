package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.tradewind.unit.InputException;

/// A zip of NumPy arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
final class Npz {
  private static final int MAX_ARRAYS = 64;

  /// What takes the arrays, each before the next is read.
  interface Visitor {
    void array(String name, Npy array) throws IOException;
  }

  private Npz() {}

  static void read(String where, InputStream in, Visitor visitor) throws IOException {
    Map<String, Boolean> seen = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(in)) {
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        String file = entry.getName();
        if (!file.endsWith(".npy") || seen.size() == MAX_ARRAYS || seen.put(file, true) != null) {
          throw new InputException(
              where,
              "holds '"
                  + Csv.shortened(file)
                  + "'; an NPZ holds at most "
                  + MAX_ARRAYS
                  + " arrays, each a .npy of its own name");
        }
        String name = file.substring(0, file.length() - ".npy".length());
        InputStream unpacked = new Bounded(where, zip, Samples.MAX_UNPACKED);
        visitor.array(name, Npy.open(where + ": " + name, unpacked));
        if (zip.read() >= 0) {
          throw new InputException(where + ": " + name, "goes on after the end of its array");
        }
      }
    } catch (ZipException e) {
      throw new InputException(where, "is a damaged zip: " + e.getMessage(), e);
    }
    if (seen.isEmpty()) {
      throw new InputException(where, "is no NPZ file: no zip with arrays in it");
    }
  }
}
