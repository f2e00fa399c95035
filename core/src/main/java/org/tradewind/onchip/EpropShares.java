package org.tradewind.onchip;

import java.util.Arrays;
import org.tradewind.learn.EpropTraining;
import org.tradewind.learn.SingleAdam;

/// Which of a network's weights, with their moments and feedback, which core of an [EpropOnChip]
/// has, and in which order: neurons all that end at them, by sources; the readouts' core theirs, a
/// row of [EpropSettings#stride] for each neuron.
///
/// @param firstOutput number of the first weight onto readouts
record EpropShares(EpropSettings settings, int firstOutput) {
  // ── neurons ──

  SingleAdam.State ofNeurons(EpropTraining.State all, int core) {
    return new SingleAdam.State(
        ofNeurons(all.weights(), core),
        ofNeurons(all.m(), core),
        ofNeurons(all.v(), core),
        all.steps());
  }

  private float[] ofNeurons(float[] all, int core) {
    int size = settings.size(core);
    float[] part = new float[settings.sources() * size];
    for (int source = 0; source < settings.sources(); source++) {
      System.arraycopy(all, row(source, core), part, source * size, size);
    }
    return part;
  }

  /// Writes what a core has learned over what was.
  void takeNeurons(SingleAdam.State part, int core, EpropTraining.State all) {
    takeNeurons(part.weights(), core, all.weights());
    takeNeurons(part.m(), core, all.m());
    takeNeurons(part.v(), core, all.v());
  }

  private void takeNeurons(float[] part, int core, float[] all) {
    int size = settings.size(core);
    for (int source = 0; source < settings.sources(); source++) {
      System.arraycopy(part, source * size, all, row(source, core), size);
    }
  }

  private int row(int source, int core) {
    return source * settings.neurons() + settings.from(core);
  }

  /// B of a core's neurons.
  float[] feedback(EpropTraining.State all, int core) {
    return Arrays.copyOfRange(
        feedback(all),
        settings.from(core) * settings.stride(),
        settings.from(core + 1) * settings.stride());
  }

  // ── readouts ──

  SingleAdam.State ofReadouts(EpropTraining.State all) {
    return new SingleAdam.State(
        padded(all.weights(), firstOutput),
        padded(all.m(), firstOutput),
        padded(all.v(), firstOutput),
        all.steps());
  }

  void takeReadouts(SingleAdam.State part, EpropTraining.State all) {
    unpadded(part.weights(), all.weights(), firstOutput);
    unpadded(part.m(), all.m(), firstOutput);
    unpadded(part.v(), all.v(), firstOutput);
  }

  /// B of all neurons.
  float[] feedback(EpropTraining.State all) {
    return padded(all.feedback(), 0);
  }

  /// @param rows of B, or of the weights that it follows
  void takeFeedback(float[] rows, EpropTraining.State all) {
    unpadded(rows, all.feedback(), 0);
  }

  private float[] padded(float[] values, int first) {
    float[] rows = new float[settings.neurons() * settings.stride()];
    for (int j = 0; j < settings.neurons(); j++) {
      System.arraycopy(
          values, first + j * settings.outputs(), rows, j * settings.stride(), settings.outputs());
    }
    return rows;
  }

  private void unpadded(float[] rows, float[] values, int first) {
    for (int j = 0; j < settings.neurons(); j++) {
      System.arraycopy(
          rows, j * settings.stride(), values, first + j * settings.outputs(), settings.outputs());
    }
  }
}
