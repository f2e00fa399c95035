package org.tradewind.io.nir;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.CurrExpLif;
import org.tradewind.network.NeuronModel.Lif;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Values;
import org.tradewind.unit.InputException;

/// A neuron of NIR, in continuous time and units of its own, as one of the chip's programs
/// (hardware.md 12.5, with a weight scale of 1).
///
/// The chip adds weights to v as they are. So v is not scaled by what the equation multiplies its
/// input with; everything else is divided by it: with `a` the decay of a step and `g = 1 - a`, a
/// LIF does `v = a v + g (v_leak + r (sum(w) + b))`, and `u = v / (g r)` does `u = a u + sum(w) + b
/// + v_leak / r`, with the threshold `v_threshold / (g r)`. `unit` is that divisor.
///
/// A CubaLIF's constant input b acts on the chip at once as the current that it would settle at, `b
/// w_in / (1 - a_syn)`, because the chip's offset bypasses the synaptic current. An IF integrates
/// `r` times its input once a step, whatever the step, as all back ends of NIR do.
///
/// @param model with the initial v 0
/// @param unit what a recorded v is multiplied by to be the file's
/// @param spikes false where the threshold is only there because the chip's programs have one
record Neurons(NeuronModel model, Values unit, boolean spikes) {
  /// The threshold of a neuron without one. Finite, so that it can be scaled, and far beyond any v
  /// that sums of weights reach.
  static final double NEVER = 1e30;

  /// @param where names the node
  /// @param size number of neurons
  /// @param bias constant input of each
  static Neurons of(
      String where, NirNode node, int size, double[] bias, NirImport.Options options) {
    return new Conversion(where, size, bias, options).convert(node);
  }

  private record Conversion(String where, int size, double[] bias, NirImport.Options options) {
    Neurons convert(NirNode node) {
      requireSteps(node);
      return switch (node) {
        case NirNode.Threshold(Tensor threshold) ->
            lif(_ -> 0, _ -> 1, threshold::at, _ -> 0, _ -> 0, Reset.TO_V_RESET);
        case NirNode.I(Tensor r) -> lif(_ -> 1, r::at, null, _ -> 0, _ -> 0, Reset.TO_V_RESET);
        case NirNode.IF(Tensor r, Tensor vThreshold, Tensor vReset) ->
            lif(_ -> 1, r::at, vThreshold::at, vReset::at, _ -> 0, options.reset());
        case NirNode.LI(Tensor tau, Tensor r, Tensor vLeak) ->
            lif(
                i -> decay(tau.at(i)),
                i -> gain(tau.at(i)) * r.at(i),
                null,
                _ -> 0,
                i -> vLeak.at(i) / r.at(i),
                Reset.TO_V_RESET);
        case NirNode.LIF(Tensor tau, Tensor r, Tensor vLeak, Tensor vThreshold, Tensor vReset) ->
            lif(
                i -> decay(tau.at(i)),
                i -> gain(tau.at(i)) * r.at(i),
                vThreshold::at,
                vReset::at,
                i -> vLeak.at(i) / r.at(i),
                options.reset());
        case NirNode.CubaLI n ->
            cuba(n.tauSyn(), n.tauMem(), n.r(), n.vLeak(), null, _ -> 0, n.wIn(), Reset.TO_V_RESET);
        case NirNode.CubaLIF n ->
            cuba(
                n.tauSyn(),
                n.tauMem(),
                n.r(),
                n.vLeak(),
                n.vThreshold()::at,
                n.vReset()::at,
                n.wIn(),
                options.reset());
        default -> throw new IllegalStateException(node.type() + " is no neuron");
      };
    }

    /// @param threshold null: none
    private Neurons lif(
        IntToDoubleFunction alpha,
        IntToDoubleFunction unit,
        IntToDoubleFunction threshold,
        IntToDoubleFunction vReset,
        IntToDoubleFunction leak,
        Reset reset) {
      return new Neurons(
          new Lif(
              values("alpha", alpha),
              values("offset", i -> leak.applyAsDouble(i) + bias[i]),
              threshold(threshold, unit),
              values("v_reset", i -> vReset.applyAsDouble(i) / unit.applyAsDouble(i)),
              Values.of(0),
              reset),
          values("r", unit),
          threshold != null);
    }

    private Neurons cuba(
        Tensor tauSyn,
        Tensor tauMem,
        Tensor r,
        Tensor vLeak,
        IntToDoubleFunction threshold,
        IntToDoubleFunction vReset,
        Tensor wIn,
        Reset reset) {
      IntToDoubleFunction unit = i -> gain(tauMem.at(i)) * r.at(i) * gain(tauSyn.at(i)) * wIn.at(i);
      Values synDecay = values("tau_syn", i -> decay(tauSyn.at(i)));
      return new Neurons(
          new CurrExpLif(
              values("tau_mem", i -> decay(tauMem.at(i))),
              synDecay,
              synDecay,
              values(
                  "offset",
                  i ->
                      gain(tauMem.at(i)) * vLeak.at(i) / unit.applyAsDouble(i)
                          + bias[i] / gain(tauSyn.at(i))),
              threshold(threshold, unit),
              values("v_reset", i -> vReset.applyAsDouble(i) / unit.applyAsDouble(i)),
              Values.of(0),
              Values.of(0),
              reset),
          values("r", unit),
          threshold != null);
    }

    private Values threshold(IntToDoubleFunction threshold, IntToDoubleFunction unit) {
      return threshold == null
          ? Values.of(NEVER)
          : values("v_threshold", i -> threshold.applyAsDouble(i) / unit.applyAsDouble(i));
    }

    private double decay(double tau) {
      double steps = options.dtSeconds() / tau;
      return switch (options.integrator()) {
        case EULER -> 1 - steps;
        case EXPONENTIAL -> Math.exp(-steps);
      };
    }

    private double gain(double tau) {
      double steps = options.dtSeconds() / tau;
      return switch (options.integrator()) {
        case EULER -> steps;
        case EXPONENTIAL -> -Math.expm1(-steps);
      };
    }

    /// Forward Euler with a step beyond the time constant overshoots: v changes its sign each step.
    private void requireSteps(NirNode node) {
      if (options.integrator() == NirImport.Integrator.EULER) {
        for (Map.Entry<String, Object> field : Primitives.fields(node).entrySet()) {
          if (field.getKey().startsWith("tau")) {
            double tau = least((Tensor) field.getValue());
            if (tau < options.dtSeconds()) {
              throw new InputException(
                  where,
                  "'"
                      + field.getKey()
                      + "' is "
                      + tau
                      + ", less than the timestep of "
                      + options.dtSeconds()
                      + ", which forward Euler cannot follow; take a smaller dt or the exponential"
                      + " integrator");
            }
          }
        }
      }
    }

    /// One number an element, or one for all where they do not differ.
    private Values values(String field, IntToDoubleFunction of) {
      var all = new double[size];
      Arrays.setAll(all, of);
      boolean same = true;
      for (double value : all) {
        if (!Double.isFinite(value)) {
          throw new InputException(
              where,
              "its '" + field + "' becomes " + value + " in machine units; check r, tau and w_in");
        }
        same &= value == all[0];
      }
      return same ? Values.of(all[0]) : Values.of(all);
    }
  }

  static double least(Tensor tensor) {
    return Arrays.stream(tensor.values()).min().orElseThrow();
  }
}
