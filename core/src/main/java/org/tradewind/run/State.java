package org.tradewind.run;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The state of a machine as bytes, to and from: what is written through a [Writer] is read through
/// a [Reader] in the same order. Numbers are big-endian; arrays are preceded by their length.
final class State {
  private State() {}

  /// Writes.
  static final class Writer {
    private final DataOutputStream out;

    Writer(DataOutputStream out) {
      this.out = out;
    }

    void put(long value) {
      try {
        out.writeLong(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void put(double value) {
      put(Double.doubleToRawLongBits(value));
    }

    void put(boolean value) {
      put(value ? 1 : 0);
    }

    void put(byte[] values) {
      put(values.length);
      try {
        out.write(values);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void put(long[] values) {
      put(values, values.length);
    }

    /// The first of them.
    void put(long[] values, int count) {
      put(count);
      for (int i = 0; i < count; i++) {
        put(values[i]);
      }
    }

    void put(int[] values, int count) {
      put(count);
      try {
        for (int i = 0; i < count; i++) {
          out.writeInt(values[i]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void put(float[] values, int count) {
      put(count);
      try {
        for (int i = 0; i < count; i++) {
          out.writeFloat(values[i]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Reads. What is no state of ours throws [UncheckedIOException].
  static final class Reader {
    /// No array of a state is longer than a file that anybody would keep.
    private static final long MOST = 1 << 30;

    private final DataInputStream in;

    Reader(DataInputStream in) {
      this.in = in;
    }

    long getLong() {
      try {
        return in.readLong();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int getInt() {
      long value = getLong();
      if ((int) value != value) {
        throw broken("a number of " + value);
      }
      return (int) value;
    }

    double getDouble() {
      return Double.longBitsToDouble(getLong());
    }

    boolean getBoolean() {
      return getLong() != 0;
    }

    private int length() {
      long length = getLong();
      if (length < 0 || length > MOST) {
        throw broken("an array of " + length);
      }
      return (int) length;
    }

    private static UncheckedIOException broken(String what) {
      return new UncheckedIOException(new IOException("the file is damaged: it holds " + what));
    }

    byte[] getBytes() {
      int length = length();
      try {
        byte[] values = in.readNBytes(length);
        if (values.length < length) {
          throw new EOFException();
        }
        return values;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    long[] getLongs() {
      int length = length();
      long[] values = {};
      for (int i = 0; i < length; i++) {
        if (i == values.length) {
          values = Arrays.copyOf(values, Math.min(length, Math.max(1024, 2 * i)));
        }
        values[i] = getLong();
      }
      return values;
    }

    int[] getInts() {
      int length = length();
      int[] values = {};
      try {
        for (int i = 0; i < length; i++) {
          if (i == values.length) {
            values = Arrays.copyOf(values, Math.min(length, Math.max(1024, 2 * i)));
          }
          values[i] = in.readInt();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return values;
    }

    float[] getFloats() {
      int[] bits = getInts();
      var values = new float[bits.length];
      for (int i = 0; i < bits.length; i++) {
        values[i] = Float.intBitsToFloat(bits[i]);
      }
      return values;
    }

    /// Fills an array of a fixed length.
    void get(long[] into) {
      long[] values = getLongs();
      if (values.length != into.length) {
        throw broken(values.length + " numbers in place of " + into.length);
      }
      System.arraycopy(values, 0, into, 0, into.length);
    }
  }
}
