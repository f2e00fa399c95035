package org.tradewind.io.nir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.tradewind.io.nir.NirNode.Affine;
import org.tradewind.io.nir.NirNode.AvgPool2d;
import org.tradewind.io.nir.NirNode.Conv1d;
import org.tradewind.io.nir.NirNode.Conv2d;
import org.tradewind.io.nir.NirNode.CubaLI;
import org.tradewind.io.nir.NirNode.CubaLIF;
import org.tradewind.io.nir.NirNode.Delay;
import org.tradewind.io.nir.NirNode.Flatten;
import org.tradewind.io.nir.NirNode.I;
import org.tradewind.io.nir.NirNode.IF;
import org.tradewind.io.nir.NirNode.Input;
import org.tradewind.io.nir.NirNode.LI;
import org.tradewind.io.nir.NirNode.LIF;
import org.tradewind.io.nir.NirNode.Linear;
import org.tradewind.io.nir.NirNode.Output;
import org.tradewind.io.nir.NirNode.Scale;
import org.tradewind.io.nir.NirNode.SumPool2d;
import org.tradewind.io.nir.NirNode.Threshold;

/// The one place where a primitive meets its fields' names in the file: reading above, writing
/// below, line by line the same.
final class Primitives {
  private Primitives() {}

  /// Every primitive but the graph.
  ///
  /// @param type as the file names it
  static NirNode read(String type, Fields from) {
    NirNode node =
        switch (type) {
          case "Input" -> new Input(from.integers("shape"));
          case "Output" -> new Output(from.integers("shape"));
          case "Affine" -> new Affine(from.tensor("weight"), from.tensor("bias"));
          case "Linear" -> new Linear(from.tensor("weight"));
          case "Scale" -> new Scale(from.tensor("scale"));
          case "Conv1d" ->
              new Conv1d(
                  from.has("input_shape")
                      ? Optional.of(from.integer("input_shape"))
                      : Optional.empty(),
                  from.tensor("weight"),
                  from.integer("stride"),
                  from.padding("padding", 1),
                  from.integer("dilation"),
                  from.integer("groups"),
                  from.tensor("bias"));
          case "Conv2d" ->
              new Conv2d(
                  from.has("input_shape")
                      ? Optional.of(from.pair("input_shape"))
                      : Optional.empty(),
                  from.tensor("weight"),
                  from.pair("stride"),
                  from.padding("padding", 2),
                  from.pair("dilation"),
                  from.integer("groups"),
                  from.tensor("bias"));
          case "SumPool2d" ->
              new SumPool2d(from.pair("kernel_size"), from.pair("stride"), from.pair("padding"));
          case "AvgPool2d" ->
              new AvgPool2d(from.pair("kernel_size"), from.pair("stride"), from.pair("padding"));
          case "Flatten" ->
              new Flatten(
                  from.integersIfPresent("input_type"),
                  from.has("start_dim") ? from.integer("start_dim") : 1,
                  from.has("end_dim") ? from.integer("end_dim") : -1);
          case "Delay" -> new Delay(from.tensor("delay"));
          case "Threshold" -> new Threshold(from.tensor("threshold"));
          case "I" -> new I(from.tensor("r"));
          case "IF" -> {
            Tensor vThreshold = from.tensor("v_threshold");
            yield new IF(from.tensor("r"), vThreshold, vReset(from, vThreshold));
          }
          case "LI" -> new LI(from.tensor("tau"), from.tensor("r"), from.tensor("v_leak"));
          case "LIF" -> {
            Tensor vThreshold = from.tensor("v_threshold");
            yield new LIF(
                from.tensor("tau"),
                from.tensor("r"),
                from.tensor("v_leak"),
                vThreshold,
                vReset(from, vThreshold));
          }
          case "CubaLI" ->
              new CubaLI(
                  from.tensor("tau_syn"),
                  from.tensor("tau_mem"),
                  from.tensor("r"),
                  from.tensor("v_leak"),
                  from.tensorOr("w_in", Tensor.scalar(1)));
          case "CubaLIF" -> {
            Tensor vThreshold = from.tensor("v_threshold");
            yield new CubaLIF(
                from.tensor("tau_syn"),
                from.tensor("tau_mem"),
                from.tensor("r"),
                from.tensor("v_leak"),
                vThreshold,
                vReset(from, vThreshold),
                from.tensorOr("w_in", Tensor.scalar(1)));
          }
          default ->
              throw from.wrong(
                  "the type '"
                      + type
                      + "' is not a primitive of NIR"
                      + Nearest.hint(type, types())
                      + " Known are "
                      + String.join(", ", types()));
        };
    from.has("metadata");
    from.nothingElse(type);
    return node;
  }

  /// Files of versions 0.1 and 0.2 lack it and mean zero.
  private static Tensor vReset(Fields from, Tensor vThreshold) {
    return from.tensorOr("v_reset", Tensor.zerosLike(vThreshold));
  }

  /// What the file calls the primitives.
  static TreeSet<String> types() {
    var types = new TreeSet<String>();
    for (Class<?> type : NirNode.class.getPermittedSubclasses()) {
      types.add(type == NirGraph.class ? "NIRGraph" : type.getSimpleName());
    }
    return types;
  }

  /// The parameters by the names of the file: [Tensor], whole number, list of whole numbers, or
  /// [NirNode.Padding]. A graph has none.
  static Map<String, Object> fields(NirNode node) {
    var fields = new LinkedHashMap<String, Object>();
    switch (node) {
      case NirGraph _ -> {}
      case Input(List<Integer> shape) -> fields.put("shape", shape);
      case Output(List<Integer> shape) -> fields.put("shape", shape);
      case Affine(Tensor weight, Tensor bias) -> {
        fields.put("weight", weight);
        fields.put("bias", bias);
      }
      case Linear(Tensor weight) -> fields.put("weight", weight);
      case Scale(Tensor scale) -> fields.put("scale", scale);
      case Conv1d c -> {
        c.inputShape().ifPresent(n -> fields.put("input_shape", n));
        fields.put("weight", c.weight());
        fields.put("stride", c.stride());
        fields.put("padding", c.padding());
        fields.put("dilation", c.dilation());
        fields.put("groups", c.groups());
        fields.put("bias", c.bias());
      }
      case Conv2d c -> {
        c.inputShape().ifPresent(shape -> fields.put("input_shape", shape));
        fields.put("weight", c.weight());
        fields.put("stride", c.stride());
        fields.put("padding", c.padding());
        fields.put("dilation", c.dilation());
        fields.put("groups", c.groups());
        fields.put("bias", c.bias());
      }
      case SumPool2d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding) -> {
        fields.put("kernel_size", kernelSize);
        fields.put("stride", stride);
        fields.put("padding", padding);
      }
      case AvgPool2d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding) -> {
        fields.put("kernel_size", kernelSize);
        fields.put("stride", stride);
        fields.put("padding", padding);
      }
      case Flatten(Optional<List<Integer>> inputType, int startDim, int endDim) -> {
        inputType.ifPresent(shape -> fields.put("input_type", shape));
        fields.put("start_dim", startDim);
        fields.put("end_dim", endDim);
      }
      case Delay(Tensor delay) -> fields.put("delay", delay);
      case Threshold(Tensor threshold) -> fields.put("threshold", threshold);
      case I(Tensor r) -> fields.put("r", r);
      case IF(Tensor r, Tensor vThreshold, Tensor vReset) -> {
        fields.put("r", r);
        fields.put("v_threshold", vThreshold);
        fields.put("v_reset", vReset);
      }
      case LI(Tensor tau, Tensor r, Tensor vLeak) -> {
        fields.put("tau", tau);
        fields.put("r", r);
        fields.put("v_leak", vLeak);
      }
      case LIF(Tensor tau, Tensor r, Tensor vLeak, Tensor vThreshold, Tensor vReset) -> {
        fields.put("tau", tau);
        fields.put("r", r);
        fields.put("v_leak", vLeak);
        fields.put("v_threshold", vThreshold);
        fields.put("v_reset", vReset);
      }
      case CubaLI n -> {
        fields.put("tau_syn", n.tauSyn());
        fields.put("tau_mem", n.tauMem());
        fields.put("r", n.r());
        fields.put("v_leak", n.vLeak());
        fields.put("w_in", n.wIn());
      }
      case CubaLIF n -> {
        fields.put("tau_syn", n.tauSyn());
        fields.put("tau_mem", n.tauMem());
        fields.put("r", n.r());
        fields.put("v_leak", n.vLeak());
        fields.put("v_threshold", n.vThreshold());
        fields.put("v_reset", n.vReset());
        fields.put("w_in", n.wIn());
      }
    }
    return fields;
  }
}
