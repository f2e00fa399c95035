package org.tradewind.snn;

import java.util.stream.Stream;
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
  public NeuronEquation start(float[][] p, float[][] s, Excess excess) {
    return new Running(bySubtraction, p, s, excess);
  }

  /// Neurons that are held are few; they are integrated like all others, and then put back.
  private static final class Running implements NeuronEquation {
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

    /// Whether all neurons have the same numbers, but for what a spike does.
    private final boolean alike;

    /// The neurons that are held, in any order, and the voltage of each.
    private final int[] holding;

    private final float[] heldAt;
    private int holdings;

    Running(boolean bySubtraction, float[][] p, float[][] s, Excess excess) {
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
      this.excess = excess;
      alike =
          Stream.of(alphaDecay, excDecay, inhDecay, iOffset, threshold).allMatch(Parameters::same);
      holding = new int[n];
      heldAt = new float[n];
      for (int i = 0; i < n; i++) {
        hold(i);
      }
    }

    private void hold(int i) {
      if (held[i] > 0) {
        heldAt[holdings] = v[i];
        holding[holdings++] = i;
      }
    }

    @Override
    public int update(float[] excitatory, float[] inhibitory, int[] spiking) {
      int n = v.length;
      if (alike) {
        float alpha = alphaDecay[0];
        float exc = excDecay[0];
        float inh = inhDecay[0];
        float offset = iOffset[0];
        float bound = threshold[0];
        move(alpha, exc, inh, offset, bound, v, iExc, iInh, excess.of, excitatory, inhibitory, n);
      } else {
        decay(excDecay, iExc, excitatory, n);
        decay(inhDecay, iInh, inhibitory, n);
        integrate(alphaDecay, iExc, iInh, iOffset, threshold, v, excess.of, n);
      }
      putBack();
      int spikes = excess.above(n, spiking);
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
          heldAt[still] = heldAt[h];
          holding[still++] = i;
        }
      }
      holdings = still;
    }

    /// All at once: one pass over what does not fit the host's L1 cache.
    private static void move(
        float alphaDecay,
        float excDecay,
        float inhDecay,
        float iOffset,
        float threshold,
        float[] v,
        float[] iExc,
        float[] iInh,
        float[] excess,
        float[] excitatory,
        float[] inhibitory,
        int n) {
      for (int i = 0; i < n; i++) {
        float exc = excDecay * iExc[i] + excitatory[i];
        iExc[i] = exc;
        float inh = inhDecay * iInh[i] + inhibitory[i];
        iInh[i] = inh;
        float next = alphaDecay * v[i] + exc - inh + iOffset;
        v[i] = next;
        float over = next - threshold;
        excess[i] = over + Math.abs(over);
      }
    }

    /// The same in three passes, where each neuron has its own numbers: more rows at once than C2
    /// makes vectors of.
    private static void decay(float[] decay, float[] current, float[] arriving, int n) {
      for (int i = 0; i < n; i++) {
        current[i] = decay[i] * current[i] + arriving[i];
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
