package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tradewind.unit.InputException;

/// Reads the files of a tar archive one after the other: POSIX ustar, with GNU and pax long names.
/// Links, devices and folders are passed over.
final class Tar {
  private static final int BLOCK = 512;
  private static final int MAX_NAME = 4096;

  private final String where;
  private final InputStream in;
  private final byte[] header = new byte[BLOCK];
  private long left;
  private long padding;
  private String name = "";

  Tar(String where, InputStream in) {
    this.where = where;
    this.in = in;
  }

  /// Goes to the next regular file.
  ///
  /// @return whether there is one
  boolean next() throws IOException {
    String longName = "";
    while (true) {
      in.skipNBytes(left + padding);
      int got = in.readNBytes(header, 0, BLOCK);
      if (got == 0 || got == BLOCK && isZero()) {
        return false;
      }
      if (got < BLOCK) {
        throw new InputException(where, "the archive ends inside a header; it is cut off");
      }
      if (number(148, 8) != checksum()) {
        throw new InputException(
            where, "after '" + name + "': is no tar header, its checksum is wrong");
      }
      left = number(124, 12);
      padding = -left & BLOCK - 1;
      switch (header[156]) {
        case 'L' -> longName = text(new String(content(), StandardCharsets.UTF_8));
        case 'x' -> longName = paxPath(new String(content(), StandardCharsets.UTF_8), longName);
        case '0', 0 -> {
          String prefix = field(257, 5).equals("ustar") ? field(345, 155) : "";
          String plain = (prefix.isEmpty() ? "" : prefix + "/") + field(0, 100);
          name = longName.isEmpty() ? plain : longName;
          if (!name.endsWith("/")) {
            return true;
          }
          longName = "";
        }
        default -> longName = "";
      }
    }
  }

  /// Of the present file, without a leading `./`.
  String name() {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /// The bytes of the present file; what is not read is skipped by [#next].
  InputStream file() {
    return new InputStream() {
      private final byte[] one = new byte[1];

      @Override
      public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        int got = in.read(to, offset, (int) Math.min(length, left));
        if (got < 0) {
          throw new InputException(where, "the archive ends inside '" + name + "'; it is cut off");
        }
        left -= got;
        return got;
      }
    };
  }

  private byte[] content() throws IOException {
    if (left > MAX_NAME) {
      throw new InputException(where, "after '" + name + "': a name of " + left + " bytes");
    }
    return file().readAllBytes();
  }

  /// `length key=value\n` lines; those without a path leave the name as it is.
  private static String paxPath(String records, String otherwise) {
    for (String line : records.split("\n")) {
      int key = line.indexOf(" path=");
      if (key > 0) {
        return line.substring(key + 6);
      }
    }
    return otherwise;
  }

  private String field(int from, int length) {
    return text(new String(header, from, length, StandardCharsets.UTF_8));
  }

  private static String text(String field) {
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }

  /// Octal, or GNU's base 256 where the first bit is set.
  private long number(int from, int length) {
    long value = 0;
    if (header[from] < 0) {
      for (int i = from + 1; i < from + length; i++) {
        value = value << 8 | header[i] & 0xFF;
      }
    } else {
      String digits = field(from, length).strip();
      try {
        value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
      } catch (NumberFormatException _) {
        value = -1;
      }
    }
    if (value < 0) {
      throw new InputException(where, "after '" + name + "': a tar header holds no number");
    }
    return value;
  }

  private long checksum() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    return sum;
  }

  private boolean isZero() {
    return Arrays.equals(header, new byte[BLOCK]);
  }
}
