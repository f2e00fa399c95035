package org.tradewind.learn;

import org.tradewind.pe.ExpLog;
import org.tradewind.pe.Real;

/// [SoftmaxCrossEntropy] in single precision, with a core's exp and ln unit in all its iterations:
///
/// ```
/// m = the greatest y;  e_n = exp(y_n - m);  sum = ((e_0 + e_1) + e_2) …
/// loss = ln(sum) - (y_label - m);  errors e_n / sum, less 1 at the label
/// ```
public final class SingleSoftmax {
  public static final int ITERATIONS = 16;

  private SingleSoftmax() {}

  /// @param errors become dL/dy_n
  public static float lossAndErrors(float[] y, int label, float[] errors) {
    float greatest = y[greatest(y)];
    float sum = 0;
    for (int n = 0; n < y.length; n++) {
      errors[n] = word(ExpLog.exp(bits(y[n] - greatest), Real.FLOAT32, Real.FLOAT32, ITERATIONS));
      sum += errors[n];
    }
    for (int n = 0; n < y.length; n++) {
      errors[n] /= sum;
    }
    errors[label] -= 1;
    return word(ExpLog.ln(bits(sum), Real.FLOAT32, Real.FLOAT32, ITERATIONS))
        - (y[label] - greatest);
  }

  private static int bits(float x) {
    return Float.floatToRawIntBits(x);
  }

  private static float word(int bits) {
    return Float.intBitsToFloat(bits);
  }

  /// The first of the greatest.
  public static int greatest(float[] y) {
    int greatest = 0;
    for (int n = 1; n < y.length; n++) {
      greatest = y[n] > y[greatest] ? n : greatest;
    }
    return greatest;
  }
}
