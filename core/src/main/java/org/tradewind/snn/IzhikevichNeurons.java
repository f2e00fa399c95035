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
  public NeuronUpdate start(float[][] p, float[][] s) {
    return new Running(p[0], p[1], p[2], p[3], p[4], p[5], s[0], s[1]);
  }

  private record Running(
      float[] recoveryDecay,
      float[] recoverySensitivity,
      float[] vReset,
      float[] resetRecoveryIncrement,
      float[] iOffset,
      float[] inputScale,
      float[] v,
      float[] u)
      implements NeuronUpdate {
    @Override
    public int update(int[] sum, int at, int inhibitoryAt, int[] spiking) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        float current = inputScale[i] * sum[at + i] + iOffset[i];
        sum[at + i] = 0;
        float next = halfStep(halfStep(v[i], u[i], current), u[i], current);
        float recovery = u[i] + recoveryDecay[i] * (recoverySensitivity[i] * next - u[i]);
        if (next > 30) {
          next = vReset[i];
          recovery += resetRecoveryIncrement[i];
          spiking[spikes++] = i;
        }
        v[i] = next;
        u[i] = recovery;
      }
      return spikes;
    }

    private static float halfStep(float v, float u, float current) {
      return v + 0.5f * (0.04f * v * v + 5 * v + 140 - u + current);
    }

    @Override
    public float[] variable(int channel) {
      return channel == 0 ? v : u;
    }
  }
}
