package org.tradewind.snn;

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
    return new Running(
        bySubtraction, p[0], p[1], p[2], p[3], p[4], p[5], p[6], s[0], s[1], s[2], s[3]);
  }

  private record Running(
      boolean bySubtraction,
      float[] alphaDecay,
      float[] excDecay,
      float[] inhDecay,
      float[] iOffset,
      float[] threshold,
      float[] vReset,
      float[] tRefrac,
      float[] v,
      float[] iExc,
      float[] iInh,
      float[] held)
      implements NeuronUpdate {
    @Override
    public int update(int[] sum, int at, int inhibitoryAt, int[] spiking) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        iExc[i] = excDecay[i] * iExc[i] + sum[at + i];
        iInh[i] = inhDecay[i] * iInh[i] + sum[inhibitoryAt + i];
        sum[at + i] = 0;
        sum[inhibitoryAt + i] = 0;
        if (held[i] > 0) {
          held[i] -= 1;
          continue;
        }
        float next = alphaDecay[i] * v[i] + iExc[i] - iInh[i] + iOffset[i];
        if (next > threshold[i]) {
          next = bySubtraction ? next - threshold[i] : vReset[i];
          held[i] = tRefrac[i];
          spiking[spikes++] = i;
        }
        v[i] = next;
      }
      return spikes;
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
