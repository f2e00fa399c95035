package org.tradewind.network;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.tradewind.unit.InputException;

/// Neurons of one model under one name.
///
/// @param name unique in its network
/// @param shape neurons along each axis, such as (channels, rows, columns); their product is the
///   size
/// @param word how incoming synapses are stored
/// @param maxPerCore at most so many neurons on a core; 0: as many as fit
/// @param expectedRateHz rate that the cores' time is planned with, as the modeller gave it; empty:
///   measured where it can be, else [#DEFAULT_RATE_HZ]
/// @param recordSpikes whether spikes are kept
/// @param record variables whose traces are kept; the model must have them
/// @param vUnit a recorded v is multiplied by it, neuron by neuron: NIR import keeps the weights as
///   they are and scales thresholds instead, so that one unit of v is not one of the file's
public record Population(
    String name,
    List<Integer> shape,
    NeuronModel model,
    SynapseWord word,
    int maxPerCore,
    OptionalDouble expectedRateHz,
    boolean recordSpikes,
    Set<Variable> record,
    Values vUnit) {
  /// What is assumed of a population whose rate nobody gave and nobody measured.
  public static final double DEFAULT_RATE_HZ = 10;

  /// More than the largest machine holds at 1,000 neurons a core would overflow an array.
  public static final int MAX_SIZE = 1 << 30;

  public Population {
    shape = List.copyOf(shape);
    record = Set.copyOf(record);
    long neurons = 1;
    for (int extent : shape) {
      neurons = extent < 1 || neurons > MAX_SIZE ? -1 : neurons * extent;
    }
    if (shape.isEmpty() || neurons < 1 || neurons > MAX_SIZE) {
      throw new InputException(
          "population '" + name + "'",
          "has the shape " + shape + "; it needs 1 to " + MAX_SIZE + " neurons");
    }
    if (maxPerCore < 0) {
      throw new InputException(
          "population '" + name + "'",
          "allows " + maxPerCore + " neurons on a core; give 1 or more, or 0: as many as fit");
    }
    double rate = expectedRateHz.orElse(0);
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new InputException(
          "population '" + name + "'", "expects " + rate + " Hz; give a rate of 0 Hz or more");
    }
    String wrong = Parameters.wrong(model, (int) neurons);
    wrong = wrong.isEmpty() ? Parameters.wrongCount("v_unit", vUnit, (int) neurons) : wrong;
    if (!wrong.isEmpty()) {
      throw new InputException("population '" + name + "'", wrong);
    }
    for (Variable variable : record) {
      if (!model.variables().contains(variable)) {
        throw new InputException(
            "population '" + name + "'",
            "cannot record " + variable + "; its model has " + model.variables());
      }
    }
  }

  /// A population that records its spikes.
  public static Population of(String name, int size, NeuronModel model) {
    return of(name, List.of(size), model);
  }

  public static Population of(String name, List<Integer> shape, NeuronModel model) {
    return new Population(
        name,
        shape,
        model,
        SynapseWord.AUTO,
        0,
        OptionalDouble.empty(),
        true,
        Set.of(),
        Values.of(1));
  }

  /// Number of neurons.
  public int size() {
    int size = 1;
    for (int extent : shape) {
      size *= extent;
    }
    return size;
  }

  public Population recording(Variable... variables) {
    return new Population(
        name,
        shape,
        model,
        word,
        maxPerCore,
        expectedRateHz,
        recordSpikes,
        Set.of(variables),
        vUnit);
  }

  public Population recordingSpikes(boolean kept) {
    return new Population(
        name, shape, model, word, maxPerCore, expectedRateHz, kept, record, vUnit);
  }

  public Population stored(SynapseWord as) {
    return new Population(
        name, shape, model, as, maxPerCore, expectedRateHz, recordSpikes, record, vUnit);
  }

  public Population atMost(int neuronsPerCore) {
    return new Population(
        name, shape, model, word, neuronsPerCore, expectedRateHz, recordSpikes, record, vUnit);
  }

  public Population with(NeuronModel other) {
    return new Population(
        name, shape, other, word, maxPerCore, expectedRateHz, recordSpikes, record, vUnit);
  }

  /// @param unit see the component of that name
  public Population inUnits(Values unit) {
    return new Population(
        name, shape, model, word, maxPerCore, expectedRateHz, recordSpikes, record, unit);
  }
}
