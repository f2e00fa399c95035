package org.tradewind.network;

import java.util.List;
import java.util.Optional;

/// What a neuron does in a timestep. Closed: the compiler lists what a new one needs (a loop in
/// `reference`, a program in `snn`).
///
/// Symbols: `sum(w)` is the sum over spikes that arrive in this step; a spike emitted in step s
/// over a synapse with delay field d arrives in step s + d + 1. Comparison with the threshold is
/// strict. Within a step: receive, decay, integrate, spike, reset, send (hardware.md 12.4 and
/// algorithms.md 1: reproduced from published recordings).
public sealed interface NeuronModel {
  /// State variables that can be recorded, in the order in which a program numbers its trace
  /// channels.
  List<Variable> variables();

  /// Whether synapses may end here.
  default boolean receives() {
    return true;
  }

  /// The numbers that its packets carry; empty where they are spikes.
  default Optional<Graded> numbers() {
    return Optional.empty();
  }

  /// Whether it is a source of what the run's [Stimulus] lists.
  default boolean isListed() {
    return false;
  }

  /// Whether a source sends what is listed for a step one step ahead, so that it arrives in it.
  default boolean ahead() {
    return false;
  }

  /// What happens to v after a spike.
  enum Reset {
    /// v -= threshold
    BY_SUBTRACTION,
    /// v = v_reset
    TO_V_RESET,
    /// One step later, without leak: v -= threshold. Of [AdaptiveLif] alone, as the next.
    NEXT_BY_THRESHOLD,
    /// One step later, without leak: v -= threshold + beta*u, as it is by then.
    NEXT_BY_BOUND;

    /// Whether it comes one step after the spike.
    public boolean isNext() {
      return this == NEXT_BY_THRESHOLD || this == NEXT_BY_BOUND;
    }
  }

  /// Leaky integrate-and-fire with delta synapses: the chip's `lif` and `lif_no_delay`,
  /// `charge_and_spike` where alpha_decay is 1, `lif_conv2d` behind a convolution.
  ///
  /// `v = alpha_decay*v + sum(w) + i_offset; spike if v > threshold; reset`
  record Lif(
      Values alphaDecay, Values iOffset, Values threshold, Values vReset, Values vInit, Reset reset)
      implements NeuronModel {
    /// Neurons that start at 0, have no offset and are reset to 0.
    ///
    /// @param threshold in the unit of the weights that end here
    public static Lif of(double alphaDecay, double threshold) {
      return new Lif(
          Values.of(alphaDecay),
          Values.of(0),
          Values.of(threshold),
          Values.of(0),
          Values.of(0),
          Reset.TO_V_RESET);
    }

    @Override
    public List<Variable> variables() {
      return List.of(Variable.V);
    }
  }

  /// Leaky integrate-and-fire with two exponentially decaying currents: `lif_curr_exp` and
  /// `lif_curr_exp_no_delay`.
  ///
  /// `I_exc = exc_decay*I_exc + sum(w | w > 0); I_inh = inh_decay*I_inh + sum(|w| | w < 0); v =
  /// alpha_decay*v + I_exc - I_inh + i_offset; spike if v > threshold; reset`
  ///
  /// @param tRefracSteps after a spike v is held for so many steps while the currents go on
  ///   decaying (how the chip counts them is not determined: ASSUMED, hardware.md 15.1)
  record CurrExpLif(
      Values alphaDecay,
      Values excDecay,
      Values inhDecay,
      Values iOffset,
      Values threshold,
      Values vReset,
      Values vInit,
      Values tRefracSteps,
      Reset reset)
      implements NeuronModel {
    @Override
    public List<Variable> variables() {
      return List.of(Variable.V, Variable.I_EXC, Variable.I_INH);
    }
  }

  /// `lif` with a threshold that rises with each spike: `lif_adaptive_threshold` (its equation is
  /// not published; this is ALIF of Bellec et al. 2020: ASSUMED).
  ///
  /// `u = threshold_decay*u + (1 - threshold_decay)*z_old; v = alpha_decay*v + sum(w) + i_offset;
  /// spike if v > threshold + beta*u; reset` (by subtraction: of `threshold + beta*u`)
  ///
  /// With a reset that comes next, `v = alpha_decay*v + sum(w) + i_offset - z_old*r`, where r is
  /// threshold or `threshold + beta*u` of this step: what e-prop trains (Bellec et al. 2020,
  /// equations 6 and 8; Rostami et al. 2022).
  record AdaptiveLif(
      Values alphaDecay,
      Values iOffset,
      Values threshold,
      Values thresholdDecay,
      Values beta,
      Values vReset,
      Values vInit,
      Reset reset)
      implements NeuronModel {
    @Override
    public List<Variable> variables() {
      return List.of(Variable.V, Variable.U);
    }
  }

  /// Izhikevich 2003 ("Simple model of spiking neurons", eq. 1-3 and its published program): v in
  /// mV, one step is 1 ms.
  ///
  /// `I = input_scale*sum(w) + i_offset; twice: v += 0.5*(0.04*v*v + 5*v + 140 - u + I); u +=
  /// recovery_decay*(recovery_sensitivity*v - u); spike if v > 30; v = v_reset, u +=
  /// reset_recovery_increment`
  ///
  /// The initial u is recovery_sensitivity * v_init.
  ///
  /// @param inputScale 1 in a network as written; 1 / scale after quantisation, because no
  ///   threshold can absorb the scale of the weights here
  record Izhikevich(
      Values recoveryDecay,
      Values recoverySensitivity,
      Values vReset,
      Values resetRecoveryIncrement,
      Values iOffset,
      Values vInit,
      double inputScale)
      implements NeuronModel {
    @Override
    public List<Variable> variables() {
      return List.of(Variable.V, Variable.U);
    }
  }

  /// Spikes in each step with probability p, independently: `poisson` (a Bernoulli process, as on
  /// the chip). The draw is `Philox.uniform(seed, owner, step, neuron) < p`.
  ///
  /// @param p per step, in [0, 1]
  /// @param fromStep first step, inclusive
  /// @param untilStep last step, exclusive
  record Poisson(Values p, int fromStep, int untilStep) implements NeuronModel {
    /// All along.
    ///
    /// @param p per step, in [0, 1]
    public static Poisson withProbability(double p) {
      return new Poisson(Values.of(p), 0, Integer.MAX_VALUE);
    }

    @Override
    public List<Variable> variables() {
      return List.of();
    }

    @Override
    public boolean receives() {
      return false;
    }
  }

  /// Emits the spikes of the run's [Stimulus]: `spike_list`.
  ///
  /// @param ahead false: a listed spike is *emitted* at its step, as on the chip, and arrives one
  ///   step later. True: it is sent one step ahead, so that it *arrives* in its step, as NIR's
  ///   input does; those of step 0 leave at the start interrupt
  record SpikeList(boolean ahead) implements NeuronModel {
    @Override
    public boolean isListed() {
      return true;
    }

    @Override
    public List<Variable> variables() {
      return List.of();
    }

    @Override
    public boolean receives() {
      return false;
    }
  }

  /// A rectified linear unit, which sends numbers and keeps nothing from step to step: `rectified`,
  /// a program of ours.
  ///
  /// `v = input_scale*sum(w x) + bias; send min(v, most) if it is above 0`
  ///
  /// where x is the number of each packet that arrives in this step, 1 of a spike's.
  ///
  /// @param inputScale 1 in a network as written; in one of whole numbers what turns the sum into
  ///   units of what is sent, as bias is
  record Rectified(Values bias, double inputScale, Graded graded) implements NeuronModel {
    /// @param most the greatest number that is sent
    public static Rectified of(Values bias, double most) {
      return new Rectified(bias, 1, Graded.upTo(most));
    }

    @Override
    public List<Variable> variables() {
      return List.of(Variable.V);
    }

    @Override
    public Optional<Graded> numbers() {
      return Optional.of(graded);
    }
  }

  /// Sends the numbers of the run's [Stimulus]: `value_list`, a program of ours.
  ///
  /// @param ahead as of [SpikeList]
  record ValueList(boolean ahead, Graded graded) implements NeuronModel {
    @Override
    public boolean isListed() {
      return true;
    }

    @Override
    public List<Variable> variables() {
      return List.of();
    }

    @Override
    public boolean receives() {
      return false;
    }

    @Override
    public Optional<Graded> numbers() {
      return Optional.of(graded);
    }
  }

  /// Spikes in every step in which at least one spike with positive weight arrives: `relay`.
  record Relay() implements NeuronModel {
    @Override
    public List<Variable> variables() {
      return List.of();
    }
  }
}
