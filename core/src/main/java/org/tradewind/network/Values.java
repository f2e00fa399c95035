package org.tradewind.network;

import org.tradewind.random.Philox;

/// Numbers for the neurons of a population or the synapses of a projection: the same for all,
/// listed, or drawn.
///
/// A drawn value depends on (seed, owner, index) alone.
public sealed interface Values {
  /// The value of element `index`.
  ///
  /// @param seed the run's seed
  /// @param owner who draws, so that two owners never share draws: see [Network#owner]
  double at(long seed, long owner, int index);

  record Constant(double value) implements Values {
    public Constant {
      requireFinite(value);
    }

    @Override
    public double at(long seed, long owner, int index) {
      return value;
    }
  }

  /// One value an element. Identity equality: it holds an array, which nobody may change.
  record Listed(double[] values) implements Values {
    public Listed {
      for (double value : values) {
        requireFinite(value);
      }
    }

    @Override
    public double at(long seed, long owner, int index) {
      return values[index];
    }
  }

  /// Uniform in [low, high).
  record Uniform(double low, double high) implements Values {
    public Uniform {
      requireFinite(low);
      requireFinite(high);
      if (low > high) {
        throw new IllegalArgumentException("uniform: low " + low + " is above high " + high);
      }
    }

    @Override
    public double at(long seed, long owner, int index) {
      return low + (high - low) * Philox.uniform(seed, owner, index, 0);
    }
  }

  /// Normal, redrawn until inside [low, high]; at most 1000 times, then clipped.
  record Normal(double mean, double std, double low, double high) implements Values {
    public Normal {
      requireFinite(mean);
      requireFinite(std);
      if (std < 0 || !(low <= high)) {
        throw new IllegalArgumentException(
            "normal: std " + std + " must not be negative, and low " + low + " not above " + high);
      }
    }

    @Override
    public double at(long seed, long owner, int index) {
      double value = mean;
      for (int attempt = 0; attempt < 1000; attempt++) {
        value = mean + std * Philox.normal(seed, owner, index, 2 * attempt);
        if (value >= low && value <= high) {
          return value;
        }
      }
      return Math.clamp(value, low, high);
    }
  }

  /// Others multiplied by a factor, rounded to the nearest whole number (halves to even), and kept
  /// within [low, high]: a network in the chip's integers draws what the one in real numbers draws.
  ///
  /// @param scale the factor, positive
  record Rounded(Values values, double scale, double low, double high) implements Values {
    public Rounded {
      if (!(scale > 0) || !(low <= high) || values instanceof Rounded) {
        throw new IllegalArgumentException(
            "rounded: " + values + " times " + scale + ", within " + low + " and " + high);
      }
    }

    @Override
    public double at(long seed, long owner, int index) {
      return Math.clamp(Math.rint((float) values.at(seed, owner, index) * scale), low, high);
    }
  }

  static Values of(double value) {
    return new Constant(value);
  }

  static Values of(double[] values) {
    return new Listed(values.clone());
  }

  /// How many elements it lists, or -1 where it has a value for any number of them.
  default int count() {
    return switch (this) {
      case Listed(double[] values) -> values.length;
      case Rounded(Values of, double _, double _, double _) -> of.count();
      case Constant _, Uniform _, Normal _ -> -1;
    };
  }

  /// All of them at once.
  default double[] resolve(int size, long seed, long owner) {
    var all = new double[size];
    for (int i = 0; i < size; i++) {
      all[i] = at(seed, owner, i);
    }
    return all;
  }

  private static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "a value is " + value + "; only finite numbers are allowed");
    }
  }
}
