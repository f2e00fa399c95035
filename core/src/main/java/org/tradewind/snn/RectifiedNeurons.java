package org.tradewind.snn;

import org.tradewind.cost.Action;

/// `v = input_scale*sum(w x) + bias; send min(v, most) if it is above 0`, rounded to a whole
/// number, halves to even.
///
/// Parameters: bias, input_scale, most, all in units of what is sent. State: v.
record RectifiedNeurons() implements Neurons.Kind {
  @Override
  public Action update(boolean each) {
    return each ? Action.RECTIFIED_EACH_UPDATE : Action.RECTIFIED_UPDATE;
  }

  @Override
  public int parameters() {
    return 3;
  }

  @Override
  public int stateVariables() {
    return 1;
  }

  @Override
  public boolean graded() {
    return true;
  }

  @Override
  public NeuronEquation start(float[][] p, float[][] s, Excess excess) {
    return new Running(p[0], p[1], p[2], s[0], new int[s[0].length]);
  }

  /// @param number that each sends; 0: none
  private record Running(float[] bias, float[] inputScale, float[] most, float[] v, int[] number)
      implements NeuronEquation {
    @Override
    public int update(float[] excitatory, float[] inhibitory, int[] spiking) {
      int n = v.length;
      rectify(bias, inputScale, most, v, number, excitatory, n);
      int sending = 0;
      for (int i = 0; i < n; i++) {
        if (number[i] > 0) {
          spiking[sending++] = i;
        }
      }
      return sending;
    }

    private static void rectify(
        float[] bias,
        float[] inputScale,
        float[] most,
        float[] v,
        int[] number,
        float[] excitatory,
        int n) {
      for (int i = 0; i < n; i++) {
        float next = inputScale[i] * excitatory[i] + bias[i];
        v[i] = next;
        number[i] = (int) Math.rint(Math.min(Math.max(next, 0), most[i]));
      }
    }

    @Override
    public int number(int neuron) {
      return number[neuron];
    }

    @Override
    public float[] variable(int channel) {
      return v;
    }
  }
}
