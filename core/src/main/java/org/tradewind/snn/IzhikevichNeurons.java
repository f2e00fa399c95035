package org.tradewind.snn;

import org.tradewind.cost.Action;

/// Izhikevich 2003: `I = input_scale*sum(w) + i_offset; twice: v += 0.5*(0.04*v*v + 5*v + 140 - u +
/// I); u += recovery_decay*(recovery_sensitivity*v - u); spike if v > 30; v = v_reset, u +=
/// reset_recovery_increment`
///
/// Parameters: recovery_decay, recovery_sensitivity, v_reset, reset_recovery_increment, i_offset,
/// input_scale. State: v in mV, u.
record IzhikevichNeurons() implements Neurons.Kind {
  @Override
  public Action update(boolean each) {
    return each ? Action.IZHIKEVICH_EACH_UPDATE : Action.IZHIKEVICH_UPDATE;
  }

  @Override
  public int parameters() {
    return 6;
  }

  @Override
  public int stateVariables() {
    return 2;
  }

  @Override
  public NeuronEquation start(float[][] p, float[][] s, Excess excess) {
    var current = new float[s[0].length];
    return new Running(p[0], p[1], p[2], p[3], p[4], p[5], s[0], s[1], current, excess);
  }

  private record Running(
      float[] recoveryDecay,
      float[] recoverySensitivity,
      float[] vReset,
      float[] resetRecoveryIncrement,
      float[] iOffset,
      float[] inputScale,
      float[] v,
      float[] u,
      float[] current,
      Excess excess)
      implements NeuronEquation {
    @Override
    public int update(float[] excitatory, float[] inhibitory, int[] spiking) {
      int n = v.length;
      drive(inputScale, iOffset, current, excitatory, n);
      halfSteps(v, u, current, n);
      recover(recoveryDecay, recoverySensitivity, u, v, excess.of, n);
      int spikes = excess.above(n, spiking);
      for (int s = 0; s < spikes; s++) {
        int i = spiking[s];
        v[i] = vReset[i];
        u[i] += resetRecoveryIncrement[i];
      }
      return spikes;
    }

    private static void drive(
        float[] inputScale, float[] iOffset, float[] current, float[] excitatory, int n) {
      for (int i = 0; i < n; i++) {
        current[i] = inputScale[i] * excitatory[i] + iOffset[i];
      }
    }

    private static void halfSteps(float[] v, float[] u, float[] current, int n) {
      for (int i = 0; i < n; i++) {
        v[i] = halfStep(halfStep(v[i], u[i], current[i]), u[i], current[i]);
      }
    }

    private static float halfStep(float v, float u, float current) {
      return v + 0.5f * (0.04f * v * v + 5 * v + 140 - u + current);
    }

    private static void recover(
        float[] recoveryDecay,
        float[] recoverySensitivity,
        float[] u,
        float[] v,
        float[] excess,
        int n) {
      for (int i = 0; i < n; i++) {
        u[i] = u[i] + recoveryDecay[i] * (recoverySensitivity[i] * v[i] - u[i]);
        float over = v[i] - 30;
        excess[i] = over + Math.abs(over);
      }
    }

    @Override
    public float[] variable(int channel) {
      return channel == 0 ? v : u;
    }
  }
}
