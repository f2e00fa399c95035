package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tradewind.network.Population;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Ticks;

/// The events of N-MNIST (Orchard, Jayawant, Cohen and Thakor 2015, Front. Neurosci. 9:437), the
/// `.bs2` of SLAYER: 5 bytes each, `x`, `y`, then 24 bits, big-endian: bit 23 the polarity, bits
/// 22..0 the time in microseconds.
///
/// The polarity bit is the channel, as the NIR paper's network was trained with it; the step counts
/// from the first event: `(t - t_first) / dt`, rounded down. Several events of a pixel in a step
/// are several spikes.
final class EventBin {
  private static final int EVENT_BYTES = 5;

  private EventBin() {}

  /// @param input of the shape (2, rows, columns)
  static void read(
      String where, InputStream in, Population input, double dtSeconds, ListBuffer into)
      throws IOException {
    List<Integer> shape = input.shape();
    if (shape.size() != 3 || shape.get(0) != 2) {
      throw new InputException(
          where,
          "holds events of two polarities, but population '"
              + input.name()
              + "' has the shape "
              + shape
              + "; it must be [2, rows, columns], [2, 34, 34] for N-MNIST");
    }
    int rows = shape.get(1);
    int columns = shape.get(2);
    long stepTicks = Ticks.ofSeconds(dtSeconds);
    if (stepTicks < 1) {
      throw new InputException(where, "cannot be binned into steps of " + dtSeconds + " s");
    }
    var block = new byte[EVENT_BYTES * 4096];
    long offset = 0;
    long firstUs = -1;
    int got;
    while ((got = in.readNBytes(block, 0, block.length)) > 0) {
      for (int i = 0; i + EVENT_BYTES <= got; i += EVENT_BYTES) {
        int x = block[i] & 0xFF;
        int y = block[i + 1] & 0xFF;
        int channel = (block[i + 2] & 0x80) >> 7;
        int us = (block[i + 2] & 0x7F) << 16 | (block[i + 3] & 0xFF) << 8 | block[i + 4] & 0xFF;
        if (firstUs < 0) {
          firstUs = us;
        }
        if (x >= columns || y >= rows) {
          throw at(
              where,
              offset + i,
              "the event at x "
                  + x
                  + ", y "
                  + y
                  + " is outside the "
                  + columns
                  + " x "
                  + rows
                  + " pixels of population '"
                  + input.name()
                  + "'");
        }
        if (us < firstUs) {
          throw at(
              where,
              offset + i,
              "the event at "
                  + us
                  + " us is earlier than the first, at "
                  + firstUs
                  + " us; sort the events by time");
        }
        try {
          into.add(
              (us - firstUs) * Ticks.PER_MICROSECOND / stepTicks,
              (channel * rows + y) * columns + x,
              1);
        } catch (IllegalArgumentException e) {
          throw at(where, offset + i, e.getMessage());
        }
      }
      if (got % EVENT_BYTES != 0) {
        throw at(
            where,
            offset + got - got % EVENT_BYTES,
            "the last event has "
                + got % EVENT_BYTES
                + " of its 5 bytes; the file is cut off or is no N-MNIST .bin");
      }
      offset += got;
    }
    if (firstUs < 0) {
      throw new InputException(where, "is empty; an N-MNIST .bin holds events of 5 bytes");
    }
  }

  private static InputException at(String where, long offset, String sentence) {
    return new InputException(where, "byte " + offset + ": " + sentence);
  }
}
