package org.tradewind.snn;

import org.tradewind.cost.Action;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Values;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// Neurons that receive: what they are, their parameters, and the state that they start with. Those
/// of a population or of a slice of it.
///
/// @param state for each state variable 1 or `size` numbers
record Neurons(Kind kind, int size, Parameters parameters, Parameters state) {
  static final String STATE = "state";

  /// A neuron model as a program: an equation, one file each. Float arithmetic, each operation
  /// rounded once, in the order in which [NeuronModel] writes it.
  interface Kind {
    /// What one neuron's step is counted as.
    ///
    /// @param each whether any parameter has one number a neuron
    Action update(boolean each);

    int parameters();

    int stateVariables();

    /// Whether excitatory and inhibitory weights are summed apart.
    default boolean split() {
      return false;
    }

    /// Whether their packets carry numbers.
    default boolean graded() {
      return false;
    }

    /// What sending a packet is counted as.
    default Action sending() {
      return graded() ? Action.NUMBER : Action.SPIKE;
    }

    /// @param p parameters x neurons
    /// @param s state variables x neurons, the running state from now on
    /// @param excess for at least as many neurons; others may work in it too, at other times
    NeuronEquation start(float[][] p, float[][] s, Excess excess);
  }

  /// The neurons of a quantised population, whose values are all explicit.
  static Neurons of(Population population) {
    int n = population.size();
    return switch (population.model()) {
      case NeuronModel.Lif m ->
          of(
              new LifNeurons(m.reset() == NeuronModel.Reset.BY_SUBTRACTION),
              n,
              new Values[] {m.alphaDecay(), m.iOffset(), m.threshold(), m.vReset()},
              new Values[] {m.vInit()});
      case NeuronModel.CurrExpLif m ->
          of(
              new CurrExpNeurons(m.reset() == NeuronModel.Reset.BY_SUBTRACTION),
              n,
              new Values[] {
                m.alphaDecay(),
                m.excDecay(),
                m.inhDecay(),
                m.iOffset(),
                m.threshold(),
                m.vReset(),
                m.tRefracSteps()
              },
              new Values[] {m.vInit(), Values.of(0), Values.of(0), Values.of(0)});
      case NeuronModel.AdaptiveLif m ->
          of(
              new AdaptiveNeurons(m.reset()),
              n,
              new Values[] {
                m.alphaDecay(), m.iOffset(), m.threshold(), m.thresholdDecay(), m.beta(), m.vReset()
              },
              new Values[] {m.vInit(), Values.of(0), Values.of(0)});
      case NeuronModel.Izhikevich m ->
          of(
              new IzhikevichNeurons(),
              n,
              new Values[] {
                m.recoveryDecay(), m.recoverySensitivity(), m.vReset(),
                m.resetRecoveryIncrement(), m.iOffset(), Values.of(m.inputScale())
              },
              new Values[] {m.vInit(), recovery(m, n)});
      case NeuronModel.Rectified m ->
          of(
              new RectifiedNeurons(),
              n,
              new Values[] {m.bias(), Values.of(m.inputScale()), Values.of(m.graded().limit())},
              new Values[] {Values.of(0)});
      case NeuronModel.Relay() -> of(new RelayNeurons(), n, new Values[0], new Values[0]);
      case NeuronModel.Poisson _, NeuronModel.SpikeList _, NeuronModel.ValueList _ ->
          throw new IllegalStateException(population.name() + " receives nothing");
    };
  }

  /// u starts at recovery_sensitivity * v_init.
  private static Values recovery(NeuronModel.Izhikevich m, int n) {
    double[] b = explicit(m.recoverySensitivity(), n);
    double[] v = explicit(m.vInit(), n);
    var u = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = (float) b[i] * (float) v[i];
    }
    return new Values.Listed(u);
  }

  private static Neurons of(Kind kind, int n, Values[] parameters, Values[] state) {
    return new Neurons(kind, n, packed(parameters, n), packed(state, n));
  }

  private static Parameters packed(Values[] all, int n) {
    var packed = new float[all.length][];
    for (int i = 0; i < all.length; i++) {
      packed[i] = Parameters.packed(explicit(all[i], n));
    }
    return new Parameters(n, packed);
  }

  /// Values that draw nothing.
  static double[] explicit(Values values, int n) {
    return switch (values) {
      case Values.Constant _, Values.Listed _ -> values.resolve(n, 0, 0);
      case Values.Uniform _, Values.Normal _, Values.Rounded _ ->
          throw new IllegalStateException("a quantised network draws nothing: " + values);
    };
  }

  /// Neurons [from, to).
  Neurons slice(int from, int to) {
    return new Neurons(kind, to - from, parameters.slice(from, to), state.slice(from, to));
  }

  /// Fills the regions `parameters` and `state`.
  void write(Layout layout, Sram into) {
    parameters.write(layout, into);
    try (Sram.Writer region = into.writer(layout.region(STATE))) {
      for (float[] variable : state.values()) {
        for (int i = 0; i < size; i++) {
          region.putFloat(variable.length == 1 ? variable[0] : variable[i]);
        }
      }
    }
  }

  /// Reads the state back that [#write] or [#writeBack] wrote.
  ///
  /// @return state variables x neurons
  static float[][] state(Kind kind, int size, Layout layout, Sram sram) {
    var state = new float[kind.stateVariables()][size];
    int at = layout.region(STATE).offset();
    for (float[] variable : state) {
      for (int i = 0; i < size; i++) {
        variable[i] = sram.getFloat(at);
        at += 4;
      }
    }
    return state;
  }

  static void writeBack(float[][] state, Layout layout, Sram sram) {
    int at = layout.region(STATE).offset();
    for (float[] variable : state) {
      for (float value : variable) {
        sram.putFloat(at, value);
        at += 4;
      }
    }
  }
}
