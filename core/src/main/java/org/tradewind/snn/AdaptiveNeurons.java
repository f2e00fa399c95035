package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.network.NeuronModel.Reset;

/// `u = threshold_decay*u + (1 - threshold_decay)*z_old; v = alpha_decay*v + sum(w) + i_offset;
/// spike if v > threshold + beta*u; reset` (by subtraction: of `threshold + beta*u`)
///
/// Parameters: alpha_decay, i_offset, threshold, threshold_decay, beta, v_reset. State: v, u, z (1
/// after a step with a spike).
///
/// Where the reset comes next, `z r` is taken from v before it is compared, r by the reset.
record AdaptiveNeurons(Reset reset) implements Neurons.Kind {
  @Override
  public Action update(boolean each) {
    if (reset.isNext()) {
      return each ? Action.LIF_ADAPTIVE_NEXT_EACH_UPDATE : Action.LIF_ADAPTIVE_NEXT_UPDATE;
    }
    return each ? Action.LIF_ADAPTIVE_EACH_UPDATE : Action.LIF_ADAPTIVE_UPDATE;
  }

  @Override
  public int parameters() {
    return 6;
  }

  @Override
  public int stateVariables() {
    return 3;
  }

  @Override
  public NeuronEquation start(float[][] p, float[][] s, Excess excess) {
    return new Running(reset, p[0], p[1], p[2], p[3], p[4], p[5], s[0], s[1], s[2], excess);
  }

  private record Running(
      Reset reset,
      float[] alphaDecay,
      float[] iOffset,
      float[] threshold,
      float[] thresholdDecay,
      float[] beta,
      float[] vReset,
      float[] v,
      float[] u,
      float[] z,
      Excess excess)
      implements NeuronEquation {
    @Override
    public int update(float[] excitatory, float[] inhibitory, int[] spiking) {
      int n = v.length;
      adapt(thresholdDecay, u, z, n);
      if (reset.isNext()) {
        boolean byBound = reset == Reset.NEXT_BY_BOUND;
        resetAndIntegrate(
            alphaDecay, iOffset, threshold, beta, u, z, byBound, v, excess.of, excitatory, n);
      } else {
        integrate(alphaDecay, iOffset, threshold, beta, u, v, excess.of, excitatory, n);
      }
      Arrays.fill(z, 0);
      int spikes = excess.above(n, spiking);
      for (int s = 0; s < spikes; s++) {
        int i = spiking[s];
        v[i] =
            switch (reset) {
              case BY_SUBTRACTION -> v[i] - (threshold[i] + beta[i] * u[i]);
              case TO_V_RESET -> vReset[i];
              case NEXT_BY_THRESHOLD, NEXT_BY_BOUND -> v[i];
            };
        z[i] = 1;
      }
      return spikes;
    }

    private static void adapt(float[] thresholdDecay, float[] u, float[] z, int n) {
      for (int i = 0; i < n; i++) {
        u[i] = thresholdDecay[i] * u[i] + (1 - thresholdDecay[i]) * z[i];
      }
    }

    private static void integrate(
        float[] alphaDecay,
        float[] iOffset,
        float[] threshold,
        float[] beta,
        float[] u,
        float[] v,
        float[] excess,
        float[] excitatory,
        int n) {
      for (int i = 0; i < n; i++) {
        float next = alphaDecay[i] * v[i] + excitatory[i] + iOffset[i];
        v[i] = next;
        float over = next - (threshold[i] + beta[i] * u[i]);
        excess[i] = over + Math.abs(over);
      }
    }

    private static void resetAndIntegrate(
        float[] alphaDecay,
        float[] iOffset,
        float[] threshold,
        float[] beta,
        float[] u,
        float[] z,
        boolean byBound,
        float[] v,
        float[] excess,
        float[] excitatory,
        int n) {
      for (int i = 0; i < n; i++) {
        float bound = threshold[i] + beta[i] * u[i];
        float taken = byBound ? bound : threshold[i];
        float next = alphaDecay[i] * v[i] + excitatory[i] + iOffset[i] - z[i] * taken;
        v[i] = next;
        float over = next - bound;
        excess[i] = over + Math.abs(over);
      }
    }

    @Override
    public float[] variable(int channel) {
      return channel == 0 ? v : u;
    }
  }
}
