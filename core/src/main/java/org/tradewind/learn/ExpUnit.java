package org.tradewind.learn;

import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.ExpLog;
import org.tradewind.pe.Real;

/// e^x and ln as the chip's accelerator gives them ([ExpLog]), single precision and all its
/// iterations: off by at most 0.51 units in the last place.
final class ExpUnit {
  private static final int ITERATIONS = Spinnaker2.EXP_LOG_ITERATIONS.whole();

  private ExpUnit() {}

  static float exp(float x) {
    return Float.intBitsToFloat(
        ExpLog.exp(Float.floatToRawIntBits(x), Real.FLOAT32, Real.FLOAT32, ITERATIONS));
  }

  static float ln(float x) {
    return Float.intBitsToFloat(
        ExpLog.ln(Float.floatToRawIntBits(x), Real.FLOAT32, Real.FLOAT32, ITERATIONS));
  }
}
