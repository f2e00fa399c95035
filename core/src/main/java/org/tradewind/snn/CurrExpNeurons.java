package org.tradewind.snn;

import java.util.Arrays;
import org.tradewind.cost.Action;

/// `I_exc = exc_decay*I_exc + sum(w | w > 0); I_inh = inh_decay*I_inh + sum(|w| | w < 0); v =
/// alpha_decay*v + I_exc - I_inh + i_offset; spike if v > threshold; reset`; v is held for t_refrac
/// steps after a spike.
///
/// Parameters: alpha_decay, exc_decay, inh_decay, i_offset, threshold, v_reset, t_refrac. State: v,
/// I_exc, I_inh, steps left to hold.
///
/// @param bySubtraction v -= threshold instead of v = v_reset
record CurrExpNeurons(boolean bySubtraction) implements Neurons.Kind {
  @Override
  public Action update(boolean each) {
    return each ? Action.LIF_CURR_EXP_EACH_UPDATE : Action.LIF_CURR_EXP_UPDATE;
  }

  @Override
  public int parameters() {
    return 7;
  }

  @Override
  public int stateVariables() {
    return 4;
  }

  @Override
  public boolean split() {
    return true;
  }

  @Override
  public NeuronUpdate start(float[][] p, float[][] s) {
    return new Running(bySubtraction, p, s);
  }

  /// Neurons that are held are few; they are integrated like all others, and then put back.
  private static final class Running implements NeuronUpdate {
    private final boolean bySubtraction;
    private final float[] alphaDecay;
    private final float[] excDecay;
    private final float[] inhDecay;
    private final float[] iOffset;
    private final float[] threshold;
    private final float[] vReset;
    private final float[] tRefrac;
    private final float[] v;
    private final float[] iExc;
    private final float[] iInh;

    /// Steps that a neuron is still held.
    private final float[] held;

    private final Excess excess;

    /// The neurons that are held, in any order, and the voltage of each.
    private final int[] holding;

    private final float[] heldAt;
    private int holdings;

    Running(boolean bySubtraction, float[][] p, float[][] s) {
      this.bySubtraction = bySubtraction;
      alphaDecay = p[0];
      excDecay = p[1];
      inhDecay = p[2];
      iOffset = p[3];
      threshold = p[4];
      vReset = p[5];
      tRefrac = p[6];
      v = s[0];
      iExc = s[1];
      iInh = s[2];
      held = s[3];
      int n = v.length;
      excess = new Excess(n);
      holding = new int[n];
      heldAt = new float[n];
      for (int i = 0; i < n; i++) {
        hold(i);
      }
    }

    private void hold(int i) {
      if (held[i] > 0) {
        holding[holdings++] = i;
      }
    }

    @Override
    public int update(int[] sum, int at, int inhibitoryAt, int[] spiking) {
      int n = v.length;
      decay(excDecay, iExc, sum, at, n);
      decay(inhDecay, iInh, sum, inhibitoryAt, n);
      Arrays.fill(sum, at, at + n, 0);
      Arrays.fill(sum, inhibitoryAt, inhibitoryAt + n, 0);
      for (int h = 0; h < holdings; h++) {
        heldAt[h] = v[holding[h]];
      }
      integrate(alphaDecay, iExc, iInh, iOffset, threshold, v, excess.of, n);
      putBack();
      int spikes = excess.above(spiking);
      for (int s = 0; s < spikes; s++) {
        int i = spiking[s];
        v[i] = bySubtraction ? v[i] - threshold[i] : vReset[i];
        held[i] = tRefrac[i];
        hold(i);
      }
      return spikes;
    }

    private void putBack() {
      int still = 0;
      for (int h = 0; h < holdings; h++) {
        int i = holding[h];
        v[i] = heldAt[h];
        excess.of[i] = 0;
        held[i] -= 1;
        if (held[i] > 0) {
          holding[still++] = i;
        }
      }
      holdings = still;
    }

    private static void decay(float[] decay, float[] current, int[] sum, int at, int n) {
      for (int i = 0; i < n; i++) {
        current[i] = decay[i] * current[i] + sum[at + i];
      }
    }

    private static void integrate(
        float[] alphaDecay,
        float[] iExc,
        float[] iInh,
        float[] iOffset,
        float[] threshold,
        float[] v,
        float[] excess,
        int n) {
      for (int i = 0; i < n; i++) {
        float next = alphaDecay[i] * v[i] + iExc[i] - iInh[i] + iOffset[i];
        v[i] = next;
        float over = next - threshold[i];
        excess[i] = over + Math.abs(over);
      }
    }

    @Override
    public float[] variable(int channel) {
      return switch (channel) {
        case 0 -> v;
        case 1 -> iExc;
        case 2 -> iInh;
        default -> throw new IllegalStateException("channel " + channel);
      };
    }
  }
}
