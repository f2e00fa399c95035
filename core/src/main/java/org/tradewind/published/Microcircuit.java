package org.tradewind.published;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.Values;

/// Potjans and Diesmann, "The cell-type specific cortical microcircuit: relating structure and
/// activity in a full-scale spiking network model", Cerebral Cortex 24 (2014): the neurons under
/// one square millimetre of cortex, eight populations in four layers.
///
/// Sizes, external inputs and probabilities of connection are the paper's table 5; neuron and
/// synapses its table 4: 250 pF, tau 10 ms, tau_syn 0.5 ms, refractory 2 ms, rest and reset -65 mV,
/// threshold -50 mV; 87.8 pA with a deviation of a tenth, twice as much from L4E to L23E, g = -4;
/// delays 1.5 ms +- 0.75 ms (excitatory) and 0.75 ms +- 0.375 ms, both normal and at least a step.
/// The number of synapses of a pair of populations follows from the probability that two neurons
/// have at least one: `K = ln(1 - C) / ln(1 - 1 / (N_pre N_post))`; pre and post neurons are drawn
/// for each. Initial voltages are normal, each layer's own (van Albada et al. 2018).
///
/// Scaled down, neurons and inputs a neuron both shrink by the factor, weights grow by one over its
/// root, and a constant current makes up for the mean input that is gone, with the full network's
/// rates (van Albada, Helias and Diesmann, "Scalability of asynchronous networks is limited by
/// one-to-one mapping between effective connectivity and correlations", PLoS Computational Biology
/// 11, 2015).
final class Microcircuit {
  private static final double STEP_MS = 0.1;
  private static final List<String> NAMES =
      List.of("L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I");
  private static final int[] SIZE = {20_683, 5_834, 21_915, 5_479, 4_850, 1_065, 14_395, 2_948};
  private static final int[] EXTERNAL = {1_600, 1_500, 2_100, 1_900, 2_000, 1_900, 2_900, 2_100};

  /// Of the full network, mean of each population (its published simulation code).
  private static final double[] RATE_HZ = {0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829};

  private static final double[] V_INIT_MV = {
    -68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43
  };
  private static final double[] V_INIT_DEVIATION_MV = {
    5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48
  };

  /// Of at least one synapse; a row for each post population, a column for each pre population.
  private static final double[][] PROBABILITY = {
    {0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0000, 0.0076, 0.0000},
    {0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0000, 0.0042, 0.0000},
    {0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0000},
    {0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0000, 0.1057, 0.0000},
    {0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0000},
    {0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0000},
    {0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252},
    {0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443}
  };

  private static final double REST_MV = -65;
  private static final double THRESHOLD_ABOVE_REST_MV = 15;
  private static final double REFRACTORY_MS = 2;
  private static final double TAU_SYNAPSE_MS = 0.5;
  private static final double WEIGHT_PA = 87.81;
  private static final double DEVIATION = 0.1;
  private static final double G = -4;
  private static final double BACKGROUND_HZ = 8;
  private static final double[] DELAY_MS = {1.5, 0.75};
  private static final double[] DELAY_DEVIATION_MS = {0.75, 0.375};

  private Microcircuit() {}

  /// @param scale of neurons and of inputs a neuron, up to 1
  /// @param noisy whether the external input is Poisson; else its mean as a constant current
  static Published network(double scale, boolean noisy) {
    var exact = new ExactIntegration(STEP_MS, 10, 250);
    double gain = exact.gain(TAU_SYNAPSE_MS);
    double stronger = 1 / Math.sqrt(scale);
    var populations = new ArrayList<Population>();
    var projections = new ArrayList<Projection>();
    for (int post = 0; post < SIZE.length; post++) {
      double externalHz = EXTERNAL[post] * BACKGROUND_HZ;
      double steadyPa = currentPa(WEIGHT_PA * externalHz);
      double missing = 1 - Math.sqrt(scale);
      double currentPa = missing * currentPa(recurrent(post));
      currentPa += noisy ? missing * steadyPa : steadyPa;
      var neuron =
          exact.neuron(
              TAU_SYNAPSE_MS,
              TAU_SYNAPSE_MS,
              currentPa * exact.constantGain(),
              THRESHOLD_ABOVE_REST_MV,
              0,
              new Values.Normal(
                  V_INIT_MV[post] - REST_MV,
                  V_INIT_DEVIATION_MV[post],
                  Double.NEGATIVE_INFINITY,
                  Double.POSITIVE_INFINITY),
              REFRACTORY_MS);
      var noise = new Background(externalHz * scale * STEP_MS * 1e-3, WEIGHT_PA * stronger * gain);
      populations.add(
          Population.of(NAMES.get(post), (int) Math.round(SIZE[post] * scale), neuron)
              .stored(SynapseWord.WIDE)
              .expecting(RATE_HZ[post])
              .under(noisy ? List.of(noise) : List.of()));
      for (int pre = 0; pre < SIZE.length; pre++) {
        int synapses = (int) Math.round(synapses(pre, post) * scale * scale);
        if (synapses > 0) {
          projections.add(projection(pre, post, synapses, weightPa(pre, post) * stronger * gain));
        }
      }
    }
    String name = noisy ? "microcircuit" : "microcircuit-dc";
    return new Published(
        new Network(
            scale == 1 ? name : name + "-" + Math.round(100 * scale), populations, projections),
        Stimulus.NONE,
        STEP_MS * 1e-3,
        scale > 0.3 ? "16x16" : "board");
  }

  /// What is published for a population of the full network.
  static double rateHz(int population) {
    return RATE_HZ[population];
  }

  /// Synapses of the full network.
  static double synapses(int pre, int post) {
    double pairs = (double) SIZE[pre] * SIZE[post];
    return Math.rint(StrictMath.log(1 - PROBABILITY[post][pre]) / StrictMath.log(1 - 1 / pairs));
  }

  /// What a current of this charge a second is on average: pA, for weights times Hz that decay with
  /// tau_syn.
  private static double currentPa(double paHz) {
    return paHz * TAU_SYNAPSE_MS * 1e-3;
  }

  /// Weights times rates of all that reach a neuron of the full network.
  private static double recurrent(int post) {
    double sum = 0;
    for (int pre = 0; pre < SIZE.length; pre++) {
      sum += weightPa(pre, post) * synapses(pre, post) / SIZE[post] * RATE_HZ[pre];
    }
    return sum;
  }

  private static double weightPa(int pre, int post) {
    boolean doubled = pre == 2 && post == 0;
    return WEIGHT_PA * (pre % 2 == 1 ? G : doubled ? 2 : 1);
  }

  /// A weight keeps its sign. A delay is redrawn below half a step, which is rounded up.
  private static Projection projection(int pre, int post, int synapses, double weight) {
    double inf = Double.POSITIVE_INFINITY;
    double deviation = DEVIATION * Math.abs(weight);
    return new Projection(
        NAMES.get(pre) + "->" + NAMES.get(post),
        NAMES.get(pre),
        NAMES.get(post),
        new Connectivity.FixedTotalNumber(synapses, true),
        new Values.Normal(weight, deviation, weight > 0 ? 0 : -inf, weight > 0 ? inf : 0),
        new Values.Normal(
            DELAY_MS[pre % 2] / STEP_MS, DELAY_DEVIATION_MS[pre % 2] / STEP_MS, 0.5, inf));
  }
}
