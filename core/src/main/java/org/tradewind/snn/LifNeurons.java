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
  public NeuronEquation start(float[][] p, float[][] s, Excess excess) {
    return new Running(bySubtraction, p[0], p[1], p[2], p[3], s[0], excess);
  }

  private record Running(
      boolean bySubtraction,
      float[] alphaDecay,
      float[] iOffset,
      float[] threshold,
      float[] vReset,
      float[] v,
      Excess excess)
      implements NeuronEquation {
    @Override
    public int update(float[] excitatory, float[] inhibitory, int[] spiking) {
      int n = v.length;
      integrate(alphaDecay, iOffset, threshold, v, excess.of, excitatory, n);
      int spikes = excess.above(n, spiking);
      for (int s = 0; s < spikes; s++) {
        int i = spiking[s];
        v[i] = bySubtraction ? v[i] - threshold[i] : vReset[i];
      }
      return spikes;
    }

    private static void integrate(
        float[] alphaDecay,
        float[] iOffset,
        float[] threshold,
        float[] v,
        float[] excess,
        float[] excitatory,
        int n) {
      for (int i = 0; i < n; i++) {
        float next = alphaDecay[i] * v[i] + excitatory[i] + iOffset[i];
        v[i] = next;
        float over = next - threshold[i];
        excess[i] = over + Math.abs(over);
      }
    }

    @Override
    public float[] variable(int channel) {
      return v;
    }
  }
}
