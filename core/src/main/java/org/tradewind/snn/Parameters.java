package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// Float32 parameters of a core's neurons: one number where all neurons of the population share it,
/// else one a neuron.
///
/// Region `parameters`: a word whose bit p says that parameter p has one number a neuron, then the
/// numbers.
///
/// @param values for each parameter 1 or `neurons` numbers
record Parameters(int neurons, float[][] values) {
  static final String REGION = "parameters";

  /// One number for all if they are all the same.
  static float[] packed(double[] all) {
    for (double value : all) {
      if ((float) value != (float) all[0]) {
        var each = new float[all.length];
        for (int i = 0; i < all.length; i++) {
          each[i] = (float) all[i];
        }
        return each;
      }
    }
    return new float[] {(float) all[0]};
  }

  /// Whether there are numbers, and all have the same bits.
  static boolean same(float[] all) {
    for (float value : all) {
      if (Float.floatToRawIntBits(value) != Float.floatToRawIntBits(all[0])) {
        return false;
      }
    }
    return all.length > 0;
  }

  /// Those of neurons [from, to).
  Parameters slice(int from, int to) {
    var part = new float[values.length][];
    for (int p = 0; p < part.length; p++) {
      part[p] = values[p].length == 1 ? values[p] : Arrays.copyOfRange(values[p], from, to);
    }
    return new Parameters(to - from, part);
  }

  /// Whether any has one number a neuron.
  boolean each() {
    return Arrays.stream(values).anyMatch(parameter -> parameter.length > 1);
  }

  /// The same of what [#write] wrote.
  static boolean each(Layout layout, Sram sram) {
    return sram.getInt(layout.region(REGION).offset()) != 0;
  }

  int bytes() {
    return bytes(neurons);
  }

  /// What `n` of these neurons need.
  int bytes(int n) {
    int bytes = 4;
    for (float[] parameter : values) {
      bytes += parameter.length == 1 ? 4 : 4 * n;
    }
    return bytes;
  }

  void write(Layout layout, Sram into) {
    int each = 0;
    for (int p = 0; p < values.length; p++) {
      each |= values[p].length == 1 ? 0 : 1 << p;
    }
    try (Sram.Writer region = into.writer(layout.region(REGION))) {
      region.putInt(each);
      for (float[] parameter : values) {
        for (float value : parameter) {
          region.putFloat(value);
        }
      }
    }
  }

  /// Reads them back, one number a neuron.
  ///
  /// @return parameters x neurons
  static float[][] read(int parameters, int neurons, Layout layout, Sram sram) {
    int at = layout.region(REGION).offset();
    int each = sram.getInt(at);
    var values = new float[parameters][neurons];
    for (int p = 0; p < parameters; p++) {
      boolean own = (each >>> p & 1) != 0;
      for (int i = 0; i < neurons; i++) {
        if (own || i == 0) {
          at += 4;
        }
        values[p][i] = sram.getFloat(at);
      }
    }
    return values;
  }
}
