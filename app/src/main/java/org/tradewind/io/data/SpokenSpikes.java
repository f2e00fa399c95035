package org.tradewind.io.data;

import io.jhdf.HdfFile;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tradewind.unit.InputException;

/// Spoken words as spikes of an inner ear, in the HDF5 layout of the Spiking Heidelberg Digits and
/// Spiking Speech Commands (Cramer, Stradmann, Schemmel and Zenke, "The Heidelberg spiking data
/// sets for the systematic evaluation of spiking neural networks", IEEE TNNLS 2020): for each word
/// `spikes/times` in seconds, `spikes/units`, both as long as there are spikes, and `labels`.
///
/// @param words in the order of the file
record SpokenSpikes(List<Word> words) {
  /// jHDF reports each data set that it opens. Held here: a logger that nobody holds forgets.
  private static final Logger JHDF = Logger.getLogger("io.jhdf");

  static {
    JHDF.setLevel(Level.SEVERE);
  }

  /// Equal to itself only, as it holds arrays.
  ///
  /// @param times in seconds
  record Word(int label, double[] times, int[] units) {}

  SpokenSpikes {
    words = List.copyOf(words);
  }

  static SpokenSpikes read(Path path) {
    String where = path.toString();
    try (var file = new HdfFile(path)) {
      Object times = file.getDatasetByPath("spikes/times").getData();
      Object units = file.getDatasetByPath("spikes/units").getData();
      Object labels = file.getDatasetByPath("labels").getData();
      int count = Array.getLength(labels);
      if (Array.getLength(times) != count || Array.getLength(units) != count) {
        throw new InputException(
            where,
            "has %d labels, times of %d words and units of %d; one of each a word it must be"
                .formatted(count, Array.getLength(times), Array.getLength(units)));
      }
      List<Word> words = new ArrayList<>(count);
      for (int n = 0; n < count; n++) {
        words.add(word(where, n, labels, Array.get(times, n), Array.get(units, n)));
      }
      return new SpokenSpikes(words);
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // jHDF trusts the bytes: it throws whatever a wrong one leads to
      throw new InputException(
          where,
          "is no intact HDF5 file with spikes/times, spikes/units and labels, as SHD's are ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ")",
          e);
    }
  }

  private static Word word(String where, int n, Object labels, Object times, Object units) {
    int spikes = Array.getLength(times);
    if (Array.getLength(units) != spikes) {
      throw new InputException(
          where, "word %d has %d times and %d units".formatted(n, spikes, Array.getLength(units)));
    }
    double[] seconds = new double[spikes];
    int[] neurons = new int[spikes];
    for (int i = 0; i < spikes; i++) {
      seconds[i] = ((Number) Array.get(times, i)).doubleValue();
      neurons[i] = ((Number) Array.get(units, i)).intValue();
      if (!(seconds[i] >= 0)) {
        throw new InputException(where, "word " + n + " has a spike at " + seconds[i] + " s");
      }
    }
    return new Word(((Number) Array.get(labels, n)).intValue(), seconds, neurons);
  }
}
