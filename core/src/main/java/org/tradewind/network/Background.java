package org.tradewind.network;

import org.tradewind.random.PoissonTable;
import org.tradewind.unit.InputException;

/// Poisson noise that every neuron of a population makes for itself: what stands for thousands of
/// synapses from outside the network, each of which would be a packet if a source sent it.
///
/// In step s a neuron adds `count * weight` to the weights that arrive in step s, where `count` is
/// Poisson distributed with the mean given here and independent of all others: a superposition of
/// independent Poisson processes is one again, so that this is exact where sources are Poisson. No
/// delay is counted, since noise has no beginning.
///
/// The draw is [PoissonTable#draw] for (seed, `Network.owner(Use.BACKGROUND, population, n)`, step,
/// neuron), n the background's place in its population.
///
/// @param meanPerStep events that a neuron expects in a step: rate times timestep
/// @param weight of each event, in the population's own units; negative: inhibitory
public record Background(double meanPerStep, double weight) {
  public Background {
    if (!(meanPerStep >= 0 && meanPerStep <= PoissonTable.MOST_MEAN)) {
      throw new InputException(
          "background",
          "%s events a step cannot be drawn; 0 to %d can; choose a shorter timestep, or fewer events of more weight"
              .formatted(meanPerStep, PoissonTable.MOST_MEAN));
    }
    if (!Float.isFinite((float) weight)) {
      throw new InputException(
          "background",
          "its weight is " + weight + "; at most " + Float.MAX_VALUE + " can be held");
    }
  }
}
