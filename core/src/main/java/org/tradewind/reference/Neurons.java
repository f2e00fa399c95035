package org.tradewind.reference;

import java.util.Arrays;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.Network.Use;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.random.SplitMix;

/// The state of one population, and the equations of [NeuronModel] that move it. Every operation is
/// rounded as [Arithmetic] says, in the order in which the equations are written, left to right.
sealed interface Neurons {
  /// One step of every neuron.
  ///
  /// @param excitatory sums of positive weights that arrive now, neuron i at `from + i`
  /// @param inhibitory sums of magnitudes of negative weights that arrive now, likewise
  /// @param fired receives the neurons that spike, ascending
  /// @return how many spike
  int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired);

  /// What a variable is now, for each neuron.
  default double[] state(Variable variable) {
    throw new IllegalStateException(getClass().getSimpleName() + " has no " + variable);
  }

  /// What a neuron that is among the fired sends in this step.
  default double number(int neuron) {
    return 1;
  }

  /// The most spikes that one step can have, in a population of this size.
  default int mostSpikes(int size) {
    return size;
  }

  /// @param stimulus what a list emits
  static Neurons of(
      Network network, int population, Stimulus stimulus, long seed, Arithmetic arithmetic) {
    Population described = network.populations().get(population);
    int size = described.size();
    var resolver = new Resolver(size, population, seed, arithmetic);
    return switch (described.model()) {
      case NeuronModel.Lif model -> new Lif(model, resolver);
      case NeuronModel.CurrExpLif model -> new CurrExpLif(model, resolver);
      case NeuronModel.AdaptiveLif model -> new AdaptiveLif(model, resolver);
      case NeuronModel.Izhikevich model -> new Izhikevich(model, resolver);
      case NeuronModel.Poisson model -> new Poisson(model, resolver);
      case NeuronModel.SpikeList _ -> new SpikeList(stimulus.train(described.name()));
      case NeuronModel.Rectified model -> new Rectified(model, resolver);
      case NeuronModel.ValueList(_, Graded graded) ->
          new ValueList(stimulus.values(described.name()).sent(graded), size);
      case NeuronModel.Relay() -> new Relay(size);
    };
  }

  /// Makes a number for each neuron of what the model says: a parameter is drawn under its position
  /// among the model's components.
  record Resolver(int size, int population, long seed, Arithmetic arithmetic) {
    double[] parameter(int component, Values values) {
      return rounded(
          values.resolve(size, seed, Network.owner(Use.PARAMETER, population, component)));
    }

    double[] initial(Values values) {
      return rounded(values.resolve(size, seed, Network.owner(Use.INITIAL, population, 0)));
    }

    private double[] rounded(double[] values) {
      return Arrays.stream(values).map(arithmetic::round).toArray();
    }
  }

  final class Lif implements Neurons {
    private final double[] alphaDecay;
    private final double[] iOffset;
    private final double[] threshold;
    private final double[] vReset;
    private final boolean bySubtraction;
    private final Arithmetic a;
    private final double[] v;

    private Lif(NeuronModel.Lif model, Resolver resolver) {
      alphaDecay = resolver.parameter(0, model.alphaDecay());
      iOffset = resolver.parameter(1, model.iOffset());
      threshold = resolver.parameter(2, model.threshold());
      vReset = resolver.parameter(3, model.vReset());
      v = resolver.initial(model.vInit());
      bySubtraction = model.reset() == Reset.BY_SUBTRACTION;
      a = resolver.arithmetic();
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        double sum = a.round(excitatory[from + i] - inhibitory[from + i]);
        v[i] = a.round(a.round(a.round(alphaDecay[i] * v[i]) + sum) + iOffset[i]);
        if (v[i] > threshold[i]) {
          v[i] = bySubtraction ? a.round(v[i] - threshold[i]) : vReset[i];
          fired[spikes++] = i;
        }
      }
      return spikes;
    }

    @Override
    public double[] state(Variable variable) {
      return variable == Variable.V ? v : Neurons.super.state(variable);
    }
  }

  final class CurrExpLif implements Neurons {
    private final double[] alphaDecay;
    private final double[] excDecay;
    private final double[] inhDecay;
    private final double[] iOffset;
    private final double[] threshold;
    private final double[] vReset;
    private final double[] tRefracSteps;
    private final boolean bySubtraction;
    private final Arithmetic a;
    private final double[] v;
    private final double[] iExc;
    private final double[] iInh;

    /// Steps for which v is still held.
    private final long[] held;

    private CurrExpLif(NeuronModel.CurrExpLif model, Resolver resolver) {
      alphaDecay = resolver.parameter(0, model.alphaDecay());
      excDecay = resolver.parameter(1, model.excDecay());
      inhDecay = resolver.parameter(2, model.inhDecay());
      iOffset = resolver.parameter(3, model.iOffset());
      threshold = resolver.parameter(4, model.threshold());
      vReset = resolver.parameter(5, model.vReset());
      tRefracSteps = resolver.parameter(7, model.tRefracSteps());
      v = resolver.initial(model.vInit());
      bySubtraction = model.reset() == Reset.BY_SUBTRACTION;
      a = resolver.arithmetic();
      iExc = new double[v.length];
      iInh = new double[v.length];
      held = new long[v.length];
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        iExc[i] = a.round(a.round(excDecay[i] * iExc[i]) + a.round(excitatory[from + i]));
        iInh[i] = a.round(a.round(inhDecay[i] * iInh[i]) + a.round(inhibitory[from + i]));
        if (held[i] > 0) {
          held[i]--;
          continue;
        }
        double charged = a.round(a.round(alphaDecay[i] * v[i]) + iExc[i]);
        v[i] = a.round(a.round(charged - iInh[i]) + iOffset[i]);
        if (v[i] > threshold[i]) {
          v[i] = bySubtraction ? a.round(v[i] - threshold[i]) : vReset[i];
          held[i] = Math.round(tRefracSteps[i]);
          fired[spikes++] = i;
        }
      }
      return spikes;
    }

    @Override
    public double[] state(Variable variable) {
      return switch (variable) {
        case V -> v;
        case I_EXC -> iExc;
        case I_INH -> iInh;
        case U -> Neurons.super.state(variable);
      };
    }
  }

  final class AdaptiveLif implements Neurons {
    private final double[] alphaDecay;
    private final double[] iOffset;
    private final double[] threshold;
    private final double[] thresholdDecay;
    private final double[] beta;
    private final double[] vReset;
    private final Reset reset;
    private final Arithmetic a;
    private final double[] v;
    private final double[] u;

    /// 1 where the neuron spiked in the step before, else 0.
    private final double[] z;

    private AdaptiveLif(NeuronModel.AdaptiveLif model, Resolver resolver) {
      alphaDecay = resolver.parameter(0, model.alphaDecay());
      iOffset = resolver.parameter(1, model.iOffset());
      threshold = resolver.parameter(2, model.threshold());
      thresholdDecay = resolver.parameter(3, model.thresholdDecay());
      beta = resolver.parameter(4, model.beta());
      vReset = resolver.parameter(5, model.vReset());
      v = resolver.initial(model.vInit());
      reset = model.reset();
      a = resolver.arithmetic();
      u = new double[v.length];
      z = new double[v.length];
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        double rise = a.round(1 - thresholdDecay[i]);
        u[i] = a.round(a.round(thresholdDecay[i] * u[i]) + a.round(rise * z[i]));
        double sum = a.round(excitatory[from + i] - inhibitory[from + i]);
        v[i] = a.round(a.round(a.round(alphaDecay[i] * v[i]) + sum) + iOffset[i]);
        double bound = a.round(threshold[i] + a.round(beta[i] * u[i]));
        if (reset.isNext()) {
          double taken = reset == Reset.NEXT_BY_BOUND ? bound : threshold[i];
          v[i] = a.round(v[i] - a.round(z[i] * taken));
        }
        z[i] = v[i] > bound ? 1 : 0;
        if (v[i] > bound) {
          v[i] =
              switch (reset) {
                case BY_SUBTRACTION -> a.round(v[i] - bound);
                case TO_V_RESET -> vReset[i];
                case NEXT_BY_THRESHOLD, NEXT_BY_BOUND -> v[i];
              };
          fired[spikes++] = i;
        }
      }
      return spikes;
    }

    @Override
    public double[] state(Variable variable) {
      return switch (variable) {
        case V -> v;
        case U -> u;
        case I_EXC, I_INH -> Neurons.super.state(variable);
      };
    }
  }

  final class Izhikevich implements Neurons {
    private static final double PEAK_MV = 30;

    private final double[] recoveryDecay;
    private final double[] recoverySensitivity;
    private final double[] vReset;
    private final double[] resetRecoveryIncrement;
    private final double[] iOffset;
    private final double inputScale;
    private final Arithmetic a;
    private final double[] v;
    private final double[] u;

    private Izhikevich(NeuronModel.Izhikevich model, Resolver resolver) {
      recoveryDecay = resolver.parameter(0, model.recoveryDecay());
      recoverySensitivity = resolver.parameter(1, model.recoverySensitivity());
      vReset = resolver.parameter(2, model.vReset());
      resetRecoveryIncrement = resolver.parameter(3, model.resetRecoveryIncrement());
      iOffset = resolver.parameter(4, model.iOffset());
      v = resolver.initial(model.vInit());
      a = resolver.arithmetic();
      inputScale = a.round(model.inputScale());
      u = new double[v.length];
      for (int i = 0; i < u.length; i++) {
        u[i] = a.round(recoverySensitivity[i] * v[i]);
      }
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      for (int i = 0; i < v.length; i++) {
        double sum = a.round(excitatory[from + i] - inhibitory[from + i]);
        double current = a.round(a.round(inputScale * sum) + iOffset[i]);
        v[i] = halfStep(v[i], u[i], current);
        v[i] = halfStep(v[i], u[i], current);
        double pull = a.round(a.round(recoverySensitivity[i] * v[i]) - u[i]);
        u[i] = a.round(u[i] + a.round(recoveryDecay[i] * pull));
        if (v[i] > PEAK_MV) {
          v[i] = vReset[i];
          u[i] = a.round(u[i] + resetRecoveryIncrement[i]);
          fired[spikes++] = i;
        }
      }
      return spikes;
    }

    private double halfStep(double v, double u, double current) {
      double square = a.round(a.round(a.round(0.04) * v) * v);
      double slope = a.round(square + a.round(5 * v));
      slope = a.round(slope + 140);
      slope = a.round(slope - u);
      slope = a.round(slope + current);
      return a.round(v + a.round(0.5 * slope));
    }

    @Override
    public double[] state(Variable variable) {
      return switch (variable) {
        case V -> v;
        case U -> u;
        case I_EXC, I_INH -> Neurons.super.state(variable);
      };
    }
  }

  final class Rectified implements Neurons {
    private final double[] bias;
    private final double inputScale;
    private final Graded graded;
    private final Arithmetic a;
    private final double[] v;

    private Rectified(NeuronModel.Rectified model, Resolver resolver) {
      bias = resolver.parameter(0, model.bias());
      a = resolver.arithmetic();
      inputScale = a.round(model.inputScale());
      graded = model.graded();
      v = new double[bias.length];
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int sent = 0;
      for (int i = 0; i < v.length; i++) {
        double sum = a.round(excitatory[from + i] - inhibitory[from + i]);
        v[i] = a.round(a.round(inputScale * sum) + bias[i]);
        if (number(i) > 0) {
          fired[sent++] = i;
        }
      }
      return sent;
    }

    @Override
    public double number(int neuron) {
      return graded.sent(Math.max(v[neuron], 0));
    }

    @Override
    public double[] state(Variable variable) {
      return variable == Variable.V ? v : Neurons.super.state(variable);
    }
  }

  final class ValueList implements Neurons {
    private final ValueTrain train;
    private final double[] current;
    private int next;

    private ValueList(ValueTrain train, int size) {
      this.train = train;
      current = new double[size];
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int sent = 0;
      while (next < train.size() && train.at().steps()[next] == step) {
        int neuron = train.at().neurons()[next];
        current[neuron] = train.values()[next++];
        fired[sent++] = neuron;
      }
      return sent;
    }

    @Override
    public double number(int neuron) {
      return current[neuron];
    }
  }

  final class Poisson implements Neurons {
    private final double[] p;
    private final int fromStep;
    private final int untilStep;
    private final long seed;
    private final long owner;

    private Poisson(NeuronModel.Poisson model, Resolver resolver) {
      p = resolver.parameter(0, model.p());
      fromStep = model.fromStep();
      untilStep = model.untilStep();
      seed = resolver.seed();
      owner = Network.owner(Use.SPIKE, resolver.population(), 0);
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      if (step >= fromStep && step < untilStep) {
        long begin = SplitMix.begin(seed, owner, step);
        for (int i = 0; i < p.length; i++) {
          if (SplitMix.uniform(begin, i) < p[i]) {
            fired[spikes++] = i;
          }
        }
      }
      return spikes;
    }
  }

  final class SpikeList implements Neurons {
    private final SpikeTrain train;
    private int next;

    private SpikeList(SpikeTrain train) {
      this.train = train;
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      while (next < train.size() && train.steps()[next] == step) {
        fired[spikes++] = train.neurons()[next++];
      }
      return spikes;
    }

    /// A neuron may be listed several times in a step.
    @Override
    public int mostSpikes(int size) {
      int most = 0;
      for (int i = 0, first = 0; i < train.size(); i++) {
        first = train.steps()[i] == train.steps()[first] ? first : i;
        most = Math.max(most, i - first + 1);
      }
      return most;
    }
  }

  final class Relay implements Neurons {
    private final int size;

    private Relay(int size) {
      this.size = size;
    }

    @Override
    public int update(int step, double[] excitatory, double[] inhibitory, int from, int[] fired) {
      int spikes = 0;
      for (int i = 0; i < size; i++) {
        if (excitatory[from + i] > 0) {
          fired[spikes++] = i;
        }
      }
      return spikes;
    }
  }
}
