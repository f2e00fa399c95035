package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.tradewind.unit.InputException;

/// Sound in the RIFF WAVE format: one channel of 16-bit numbers, as Speech Commands and the Free
/// Spoken Digits have it. Equal to itself only, as it holds an array.
public record Wav(int sampleHz, short[] samples) {
  private static final int PCM = 1;

  /// A minute of CD quality and more.
  private static final int MAX_BYTES = 1 << 24;

  /// @param where the file's name, for errors
  public static Wav read(String where, InputStream in) throws IOException {
    ByteBuffer header = chunk(where, in, 12);
    if (!tag(header).equals("RIFF") || !tag(header.position(8)).equals("WAVE")) {
      throw new InputException(where, "is no WAV file; it does not begin with RIFF…WAVE");
    }
    int sampleHz = 0;
    while (true) {
      ByteBuffer start = chunk(where, in, 8);
      String name = tag(start);
      int length = start.getInt(4);
      if (length < 0 || length > MAX_BYTES) {
        throw new InputException(
            where,
            "has a chunk '"
                + name
                + "' of "
                + Integer.toUnsignedString(length)
                + " bytes; at most "
                + MAX_BYTES
                + " are read");
      }
      switch (name) {
        case "fmt " -> {
          ByteBuffer format = chunk(where, in, length);
          if (length < 16
              || format.getShort(0) != PCM
              || format.getShort(2) != 1
              || format.getShort(14) != 16) {
            throw new InputException(
                where,
                "is not one channel of 16-bit numbers (format 1); convert it, for example with"
                    + " sox IN -c 1 -b 16 OUT");
          }
          sampleHz = format.getInt(4);
        }
        case "data" -> {
          if (sampleHz <= 0) {
            throw new InputException(where, "has its samples before their format, or no rate");
          }
          short[] samples = new short[length / 2];
          chunk(where, in, length).asShortBuffer().get(samples);
          return new Wav(sampleHz, samples);
        }
        default -> chunk(where, in, length);
      }
      if (length % 2 == 1) {
        chunk(where, in, 1);
      }
    }
  }

  private static String tag(ByteBuffer from) {
    byte[] tag = new byte[4];
    from.get(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  private static ByteBuffer chunk(String where, InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new InputException(where, "ends before its samples do; it is cut off");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
