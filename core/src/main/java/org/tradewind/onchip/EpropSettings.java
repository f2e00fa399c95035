package org.tradewind.onchip;

import org.tradewind.learn.SingleEprop;
import org.tradewind.learn.SingleSurrogate;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Sram;

/// What all cores of an e-prop training know of it, and who a spike is from.
///
/// Neurons are shared evenly: core c of so many has those from `c neurons / cores` on, rounded
/// down. The keys of each core's neurons are a block of the same size, one behind the other.
///
/// @param lif neurons with a fixed threshold, the first
/// @param cores that have neurons
/// @param firstKey of the first core's neurons
/// @param keyBits of a neuron on its core
record EpropSettings(
    SingleEprop.Constants constants,
    int inputs,
    int neurons,
    int lif,
    int outputs,
    int cores,
    int firstKey,
    int keyBits) {
  static final int WORDS = 8 + 2 + 6 + 7;

  /// @param firstVertex of the cores that have neurons
  EpropSettings withKeys(KeyLookup keys, int firstVertex) {
    int first = keys.key(firstVertex);
    int bits = Integer.numberOfTrailingZeros(keys.mask(firstVertex));
    for (int core = 1; core < cores; core++) {
      if (keys.key(firstVertex + core) != first + (core << bits)) {
        throw new IllegalStateException("the neurons' keys are not one block behind the other");
      }
    }
    return new EpropSettings(constants, inputs, neurons, lif, outputs, cores, first, bits);
  }

  int from(int core) {
    return (int) ((long) core * neurons / cores);
  }

  int size(int core) {
    return from(core + 1) - from(core);
  }

  /// How many of a core's neurons have a fixed threshold.
  int lif(int core) {
    return Math.clamp(lif - from(core), 0, size(core));
  }

  int sources() {
    return inputs + neurons;
  }

  /// Readouts' values of a neuron, in whole granules of DMA.
  int stride() {
    return SampleRecords.granules(4 * outputs) / 4;
  }

  /// Packets that carry all errors.
  int errorPackets() {
    return Math.ceilDiv(outputs, Letters.ERRORS);
  }

  /// The neuron that sent a key; negative where none did.
  int neuron(int key) {
    int core = key - firstKey >>> keyBits;
    int atom = key & (1 << keyBits) - 1;
    return core < cores && atom < size(core) ? from(core) + atom : -1;
  }

  void write(Sram.Writer to) {
    SingleEprop.Constants c = constants;
    to.putFloat(c.threshold()).putFloat(c.alpha()).putFloat(c.inputGain()).putFloat(c.rho());
    to.putFloat(c.adaptationGain())
        .putFloat(c.beta())
        .putFloat(c.kappa())
        .putFloat(c.readoutGain());
    to.putInt(c.refractorySteps()).putInt(c.resetsByBound() ? 1 : 0);
    SingleSurrogate surrogate = c.surrogate();
    to.putInt(surrogate.gaussians() ? 1 : 0);
    to.putFloat(surrogate.height()).putFloat(surrogate.steepness());
    to.putFloat(surrogate.outerHeight()).putFloat(surrogate.outerSteepness());
    to.putFloat(surrogate.shift());
    to.putInt(inputs).putInt(neurons).putInt(lif).putInt(outputs);
    to.putInt(cores).putInt(firstKey).putInt(keyBits);
  }

  static EpropSettings read(Words from) {
    return new EpropSettings(
        constants(from),
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt());
  }

  private static SingleEprop.Constants constants(Words from) {
    return new SingleEprop.Constants(
        from.nextFloat(),
        from.nextFloat(),
        from.nextFloat(),
        from.nextFloat(),
        from.nextFloat(),
        from.nextFloat(),
        from.nextFloat(),
        from.nextFloat(),
        from.nextInt(),
        from.nextFlag(),
        new SingleSurrogate(
            from.nextFlag(),
            from.nextFloat(),
            from.nextFloat(),
            from.nextFloat(),
            from.nextFloat(),
            from.nextFloat()));
  }
}
