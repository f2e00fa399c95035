package org.tradewind.snn;

import java.util.List;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Rows;
import org.tradewind.unit.InputException;

/// How fine the numbers are that a network's packets carry. As fine as 16 bits allow, and no finer
/// than lets every neuron's sum of a step fit 32 bits whatever arrives in it:
///
/// ```
/// one * ( sum over synapses of numbers |w| most  +  sum over synapses of spikes |w| ) < 2^31
/// ```
///
/// with w whole, each sender sending once a step and a synapse bringing what it brings in one step.
/// So a sum cannot overflow, and nothing looks for it while the machine runs.
final class FixedPoint {
  /// Numbers that are all small are not made finer than float32 is.
  private static final int FINEST = 1 << 24;

  private FixedPoint() {}

  /// What stands for 1.
  ///
  /// @param network with whole weights
  /// @throws InputException naming a population whose sums might overflow even if numbers were
  ///   rounded to whole ones
  static int one(Network network, long seed) {
    double finest = FINEST;
    for (Population population : network.populations()) {
      List<Graded> sent = population.model().numbers().stream().toList();
      for (Graded numbers : sent) {
        finest = Math.min(finest, Graded.LARGEST / numbers.most());
      }
      if (network.takesNumbers(population.name())) {
        double most = mostSum(network, population, seed);
        double fits = Integer.MAX_VALUE / most;
        if (fits < 1) {
          throw new InputException(
              "population '" + population.name() + "'",
              "what may arrive in a step adds up to %.3g times the smallest weight, and a sum has 31 bits; "
                      .formatted(most)
                  + "use a smaller `most` where numbers are sent, `word: no_delay`, or fewer synapses");
        }
        finest = Math.min(finest, fits);
      }
    }
    return Integer.highestOneBit((int) finest);
  }

  /// The greatest sum of any neuron, if 1 is 1.
  private static double mostSum(Network network, Population population, long seed) {
    var sums = new double[population.size()];
    for (Projection projection : Quantiser.incoming(network, population)) {
      double number =
          network.population(projection.pre()).model().numbers().map(Graded::most).orElse(1.0);
      Rows.Reader reader = Rows.of(network, projection, seed).reader();
      for (int row = 0; row < network.population(projection.pre()).size(); row++) {
        int count = reader.all(row);
        for (int k = 0; k < count; k++) {
          sums[reader.post()[k]] += Math.abs(reader.weight()[k]) * number;
        }
      }
    }
    double most = 0;
    for (double sum : sums) {
      most = Math.max(most, sum);
    }
    return most;
  }
}
