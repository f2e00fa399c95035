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

  static Optimiser.Adam read(Words from) {
    double rate = from.nextDouble();
    double decay = from.nextDouble();
    double beta1 = from.nextDouble();
    double beta2 = from.nextDouble();
    double epsilon = from.nextDouble();
    double l2 = from.nextDouble();
    return new Optimiser.Adam(rate, decay, beta1, beta2, epsilon, from.nextFlag(), l2);
  }
}
