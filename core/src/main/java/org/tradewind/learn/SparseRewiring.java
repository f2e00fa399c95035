package org.tradewind.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;

/// [DeepRewiring] with one slot for each active connection: source, target, sign and θ side by
/// side. A connection that becomes dormant leaves its slot to the one that takes its place.
final class SparseRewiring implements RewiredNetwork {
  /// One layer's slots.
  private static final class Slots {
    final int targets;
    final int[] source;
    final int[] target;
    final double[] sign;
    final double[] theta;
    final double[] weight;
    final double[] gradient;

    /// The positions that are active; a slot whose position is not is empty.
    final BitSet active;

    /// The empty slots, the first `empties` of them.
    final int[] empty;

    int empties;

    Slots(DeepRewiring rewiring, long seed, int layer) {
      int count = rewiring.active().get(layer);
      targets = rewiring.sizes().get(layer + 1);
      source = new int[count];
      target = new int[count];
      sign = new double[count];
      theta = new double[count];
      weight = new double[count];
      gradient = new double[count];
      empty = new int[count];
      active = new BitSet(rewiring.possible(layer));
      for (int slot = 0, n = 0; slot < count; slot++) {
        int position;
        do {
          position = rewiring.place(seed, layer, n++);
        } while (active.get(position));
        fill(slot, position, rewiring.sign(seed, layer, position));
        theta[slot] = rewiring.initial(seed, layer, position);
        weight[slot] = sign[slot] * theta[slot];
      }
    }

    void fill(int slot, int position, double itsSign) {
      active.set(position);
      source[slot] = position / targets;
      target[slot] = position % targets;
      sign[slot] = itsSign;
      theta[slot] = 0;
      weight[slot] = 0;
    }

    int position(int slot) {
      return source[slot] * targets + target[slot];
    }

    void forward(double[] in, double[] out) {
      int[] source = this.source;
      int[] target = this.target;
      double[] weight = this.weight;
      for (int c = 0; c < weight.length; c++) {
        out[target[c]] += weight[c] * in[source[c]];
      }
    }

    /// @param deltaIn what to send back to the sources; none for the first layer
    void backward(double[] in, double[] deltaOut, double[] deltaIn) {
      int[] source = this.source;
      int[] target = this.target;
      double[] weight = this.weight;
      double[] gradient = this.gradient;
      for (int c = 0; c < weight.length; c++) {
        gradient[c] += in[source[c]] * deltaOut[target[c]];
      }
      if (deltaIn != null) {
        for (int c = 0; c < weight.length; c++) {
          deltaIn[source[c]] += weight[c] * deltaOut[target[c]];
        }
      }
    }
  }

  private final DeepRewiring rewiring;
  private final long seed;
  private final Slots[] layers;
  private final double[][] units;
  private final double[][] deltas;
  private int samples;
  private int steps;
  private long rewired;
  private long rewiringNanos;

  SparseRewiring(DeepRewiring rewiring, long seed) {
    this.rewiring = rewiring;
    this.seed = seed;
    layers = new Slots[rewiring.layers()];
    units = new double[layers.length + 1][];
    deltas = new double[layers.length + 1][];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new Slots(rewiring, seed, l);
      units[l + 1] = new double[rewiring.sizes().get(l + 1)];
      deltas[l + 1] = new double[rewiring.sizes().get(l + 1)];
    }
  }

  private double[] forward(double[] input) {
    units[0] = input;
    for (int l = 0; l < layers.length; l++) {
      Rectified.clear(units[l + 1]);
      layers[l].forward(units[l], units[l + 1]);
      if (l + 1 < layers.length) {
        Rectified.apply(units[l + 1]);
      }
    }
    return units[layers.length];
  }

  @Override
  public double learn(double[] input, int label) {
    double[] y = forward(input);
    SoftmaxCrossEntropy.derivative(y, label, deltas[layers.length]);
    for (int l = layers.length - 1; l >= 0; l--) {
      if (l > 0) {
        Rectified.clear(deltas[l]);
      }
      layers[l].backward(units[l], deltas[l + 1], deltas[l]);
      if (l > 0) {
        Rectified.mask(units[l], deltas[l]);
      }
    }
    samples++;
    return SoftmaxCrossEntropy.loss(y, label);
  }

  @Override
  public void step(double epoch) {
    double rate = rewiring.rate(epoch);
    for (int l = 0; l < layers.length; l++) {
      descend(l, rate);
    }
    samples = 0;
    steps++;
    if (steps % rewiring.rewireEvery() == 0) {
      long start = System.nanoTime();
      for (int l = 0; l < layers.length; l++) {
        rewire(l);
      }
      rewiringNanos += System.nanoTime() - start;
    }
  }

  private void descend(int l, double rate) {
    Slots layer = layers[l];
    for (int c = 0; c < layer.theta.length; c++) {
      int position = layer.position(c);
      if (!layer.active.get(position)) {
        layer.gradient[c] = 0;
        continue;
      }
      double slope = layer.sign[c] * (layer.gradient[c] / samples);
      double noise = rewiring.noise(seed, l, steps, position);
      double theta = layer.theta[c] - rate * (slope + rewiring.l1()) + rate * noise;
      layer.theta[c] = theta;
      layer.gradient[c] = 0;
      if (theta < 0) {
        layer.active.clear(position);
        layer.weight[c] = 0;
        layer.empty[layer.empties++] = c;
      } else {
        layer.weight[c] = layer.sign[c] * theta;
      }
    }
  }

  private void rewire(int l) {
    Slots layer = layers[l];
    for (int e = 0, n = 0; e < layer.empties; e++) {
      int position;
      do {
        position = rewiring.rewire(seed, l, steps, n++);
      } while (layer.active.get(position));
      layer.fill(layer.empty[e], position, rewiring.sign(seed, l, position));
    }
    rewired += layer.empties;
    layer.empties = 0;
  }

  @Override
  public int classify(double[] input) {
    return Rectified.greatest(forward(input));
  }

  @Override
  public boolean isActive(int layer, int position) {
    return layers[layer].active.get(position);
  }

  @Override
  public double weight(int layer, int position) {
    Slots slots = layers[layer];
    for (int c = 0; c < slots.weight.length; c++) {
      if (slots.position(c) == position && slots.weight[c] != 0) {
        return slots.weight[c];
      }
    }
    return 0;
  }

  @Override
  public int active(int layer) {
    return layers[layer].active.cardinality();
  }

  @Override
  public long rewired() {
    return rewired;
  }

  @Override
  public long rewiringNanos() {
    return rewiringNanos;
  }

  @Override
  public void save(DataOutput to) throws IOException {
    to.writeInt(steps);
    to.writeLong(rewired);
    for (Slots layer : layers) {
      to.writeInt(layer.empties);
      for (int e = 0; e < layer.empties; e++) {
        to.writeInt(layer.empty[e]);
      }
      for (int c = 0; c < layer.theta.length; c++) {
        to.writeInt(layer.position(c));
        to.writeDouble(layer.theta[c]);
      }
    }
  }

  @Override
  public void restore(DataInput from) throws IOException {
    steps = from.readInt();
    rewired = from.readLong();
    for (int l = 0; l < layers.length; l++) {
      Slots layer = layers[l];
      layer.active.clear();
      layer.empties = from.readInt();
      for (int e = 0; e < layer.empties; e++) {
        layer.empty[e] = from.readInt();
      }
      for (int c = 0; c < layer.theta.length; c++) {
        int position = from.readInt();
        layer.fill(c, position, rewiring.sign(seed, l, position));
        layer.theta[c] = from.readDouble();
        layer.weight[c] = layer.sign[c] * layer.theta[c];
      }
      for (int e = 0; e < layer.empties; e++) {
        layer.active.clear(layer.position(layer.empty[e]));
        layer.weight[layer.empty[e]] = 0;
      }
    }
  }
}
