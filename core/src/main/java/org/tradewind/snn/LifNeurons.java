package org.tradewind.snn;

import org.tradewind.cost.Action;

/// `v = alpha_decay*v + sum(w) + i_offset; spike if v > threshold; reset`
///
/// Parameters: alpha_decay, i_offset, threshold, v_reset. State: v.
///
/// @param bySubtraction v -= threshold instead of v = v_reset
record LifNeurons(boolean bySubtraction) implements Neurons.Kind {
  @Override
  public Action update(boolean each) {
    return each ? Action.LIF_EACH_UPDATE : Action.LIF_UPDATE;
  }

  @Override
  public int parameters() {
    return 4;
  }

  @Override
  public int stateVariables() {
    return 1;
  }

  @Override
  public NeuronUpdate start(float[][] p, float[][] s) {
    return new Running(bySubtraction, p[0], p[1], p[2], p[3], s[0]);
  }

  private record Running(
      boolean bySubtraction,
      float[] alphaDecay,
      float[] iOffset,
      float[] threshold,
      float[] vReset,
      float[] v)
      implements NeuronUpdate {
    @Override
    public int update(int[] sum, int at, int inhibitoryAt, int[] spiking) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        float next = alphaDecay[i] * v[i] + sum[at + i] + iOffset[i];
        sum[at + i] = 0;
        if (next > threshold[i]) {
          next = bySubtraction ? next - threshold[i] : vReset[i];
          spiking[spikes++] = i;
        }
        v[i] = next;
      }
      return spikes;
    }

    @Override
    public float[] variable(int channel) {
      return v;
    }
  }
}
