package org.tradewind.network;

import java.lang.reflect.RecordComponent;

/// What is wrong with a model's parameters for a population of a given size.
final class Parameters {
  /// A float counts so far without a gap.
  private static final int MAX_REFRACTORY_STEPS = 1 << 24;

  private Parameters() {}

  /// A sentence, or empty where nothing is. All parameters of all models are found by looking at
  /// the record's components, so that none can be forgotten.
  static String wrong(NeuronModel model, int size) {
    for (RecordComponent component : model.getClass().getRecordComponents()) {
      if (component.getType() == Values.class) {
        String wrong = wrongCount(snakeCase(component.getName()), values(model, component), size);
        if (!wrong.isEmpty()) {
          return wrong;
        }
      }
    }
    return switch (model) {
      case NeuronModel.Poisson(Values p, int fromStep, int untilStep) ->
          fromStep < 0 || untilStep < fromStep
              ? "spikes from step %d until step %d; these must be in order and not negative"
                  .formatted(fromStep, untilStep)
              : outside("p", p, 0, 1, false);
      case NeuronModel.Lif lif -> notNext(lif.reset());
      case NeuronModel.CurrExpLif lif when lif.reset().isNext() -> notNext(lif.reset());
      case NeuronModel.CurrExpLif lif ->
          outside("t_refrac_steps", lif.tRefracSteps(), 0, MAX_REFRACTORY_STEPS, true);
      case NeuronModel.Izhikevich izhikevich ->
          Double.isFinite(izhikevich.inputScale())
              ? ""
              : "input_scale is " + izhikevich.inputScale() + "; it must be finite";
      case NeuronModel.Rectified rectified ->
          Double.isFinite(rectified.inputScale())
              ? ""
              : "input_scale is " + rectified.inputScale() + "; it must be finite";
      case NeuronModel.AdaptiveLif _,
          NeuronModel.SpikeList _,
          NeuronModel.ValueList _,
          NeuronModel.Relay _ ->
          "";
    };
  }

  private static String notNext(NeuronModel.Reset reset) {
    return reset.isNext()
        ? "resets one step after a spike; only lif_adaptive_threshold does (with beta 0 it is lif)"
        : "";
  }

  /// A sentence where a list does not have a value for each neuron, else empty.
  static String wrongCount(String parameter, Values values, int size) {
    return values.count() < 0 || values.count() == size
        ? ""
        : "lists %d values of %s for %d neurons; list one for each, or give a single one"
            .formatted(values.count(), parameter, size);
  }

  /// @param whole whether it counts something; drawn values are rounded then
  private static String outside(
      String parameter, Values values, double low, double high, boolean whole) {
    boolean drawn = values instanceof Values.Uniform || values instanceof Values.Normal;
    double[] extremes =
        switch (values) {
          case Values.Constant(double value) -> new double[] {value};
          case Values.Listed(double[] listed) -> listed;
          case Values.Uniform(double from, double to) -> new double[] {from, to};
          case Values.Normal(double _, double _, double from, double to) -> new double[] {from, to};
          case Values.Rounded(Values _, double _, double from, double to) ->
              new double[] {from, to};
        };
    for (double value : extremes) {
      if (value < low || value > high || (whole && !drawn && value != Math.rint(value))) {
        return "%s is %s; it must be a %s in [%s, %s]"
            .formatted(parameter, value, whole ? "whole number" : "number", low, high);
      }
    }
    return "";
  }

  private static Values values(NeuronModel model, RecordComponent component) {
    try {
      return (Values) component.getAccessor().invoke(model);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }
}
