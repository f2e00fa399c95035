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
/// @param backgrounds noise that each neuron makes for itself; empty: none
public record Population(
    String name,
    List<Integer> shape,
    NeuronModel model,
    SynapseWord word,
    int maxPerCore,
    OptionalDouble expectedRateHz,
    boolean recordSpikes,
    Set<Variable> record,
    Values vUnit,
    List<Background> backgrounds) {
  /// What is assumed of a population whose rate nobody gave and nobody measured.
  public static final double DEFAULT_RATE_HZ = 10;

  /// More than the largest machine holds at 1,000 neurons a core would overflow an array.
  public static final int MAX_SIZE = 1 << 30;

  public Population {
    shape = List.copyOf(shape);
    record = Set.copyOf(record);
    backgrounds = List.copyOf(backgrounds);
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
    if (!backgrounds.isEmpty() && !model.receives()) {
      throw new InputException(
          "population '" + name + "'",
          "has a background, but is a source, which takes no input; give it to those that receive");
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
        Values.of(1),
        List.of());
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
        vUnit,
        backgrounds);
  }

  public Population recordingSpikes(boolean kept) {
    return new Population(
        name, shape, model, word, maxPerCore, expectedRateHz, kept, record, vUnit, backgrounds);
  }

  public Population stored(SynapseWord as) {
    return new Population(
        name,
        shape,
        model,
        as,
        maxPerCore,
        expectedRateHz,
        recordSpikes,
        record,
        vUnit,
        backgrounds);
  }

  public Population atMost(int neuronsPerCore) {
    return new Population(
        name,
        shape,
        model,
        word,
        neuronsPerCore,
        expectedRateHz,
        recordSpikes,
        record,
        vUnit,
        backgrounds);
  }

  public Population with(NeuronModel other) {
    return new Population(
        name,
        shape,
        other,
        word,
        maxPerCore,
        expectedRateHz,
        recordSpikes,
        record,
        vUnit,
        backgrounds);
  }

  /// @param unit see the component of that name
  public Population inUnits(Values unit) {
    return new Population(
        name,
        shape,
        model,
        word,
        maxPerCore,
        expectedRateHz,
        recordSpikes,
        record,
        unit,
        backgrounds);
  }

  /// The same with noise of its own.
  public Population under(List<Background> noise) {
    return new Population(
        name, shape, model, word, maxPerCore, expectedRateHz, recordSpikes, record, vUnit, noise);
  }

  /// The same, of which the modeller says how often its neurons spike.
  public Population expecting(double rateHz) {
    return new Population(
        name,
        shape,
        model,
        word,
        maxPerCore,
        OptionalDouble.of(rateHz),
        recordSpikes,
        record,
        vUnit,
        backgrounds);
  }
}
