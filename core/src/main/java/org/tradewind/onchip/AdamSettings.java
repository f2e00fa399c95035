package org.tradewind.onchip;

import org.tradewind.learn.Optimiser;
import org.tradewind.pe.Sram;

/// [Optimiser.Adam] in a core's memory: its numbers in double precision, from which a step's
/// constants are computed, and a word that says where epsilon is added.
final class AdamSettings {
  static final int WORDS = 2 * 6 + 1;

  private AdamSettings() {}

  static void write(Sram.Writer to, Optimiser.Adam adam) {
    double[] numbers = {
      adam.rate(), adam.decay(), adam.beta1(), adam.beta2(), adam.epsilon(), adam.l2()
    };
    for (double number : numbers) {
      long bits = Double.doubleToRawLongBits(number);
      to.putInt((int) bits).putInt((int) (bits >>> Integer.SIZE));
    }
    to.putInt(adam.epsilonHat() ? 1 : 0);
  }

  static Optimiser.Adam read(Sram sram, int at) {
    return new Optimiser.Adam(
        number(sram, at),
        number(sram, at + 8),
        number(sram, at + 16),
        number(sram, at + 24),
        number(sram, at + 32),
        sram.getInt(at + 48) != 0,
        number(sram, at + 40));
  }

  private static double number(Sram sram, int at) {
    return Double.longBitsToDouble(sram.getLong(at));
  }
}
