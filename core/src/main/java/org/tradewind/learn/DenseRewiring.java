package org.tradewind.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// [DeepRewiring] in plain loops over all possible connections, active or not.
final class DenseRewiring implements RewiredNetwork {
  private final DeepRewiring rewiring;
  private final long seed;
  private final int signs;
  private final double[][] theta;
  private final double[][] weight;
  private final double[][] gradient;
  private final boolean[][] active;
  private final double[][] units;
  private final double[][] deltas;
  private int samples;
  private int steps;
  private long rewired;
  private long rewiringNanos;

  DenseRewiring(DeepRewiring rewiring, long seed) {
    this.rewiring = rewiring;
    this.seed = seed;
    int layers = rewiring.layers();
    theta = new double[layers][];
    weight = new double[layers][];
    gradient = new double[layers][];
    active = new boolean[layers][];
    signs = rewiring.signs(seed);
    units = new double[layers + 1][];
    units[0] = new double[rewiring.sizes().getFirst()];
    deltas = new double[layers + 1][];
    for (int l = 0; l < layers; l++) {
      int possible = rewiring.possible(l);
      theta[l] = new double[possible];
      weight[l] = new double[possible];
      gradient[l] = new double[possible];
      active[l] = new boolean[possible];
      units[l + 1] = new double[rewiring.sizes().get(l + 1)];
      deltas[l + 1] = new double[rewiring.sizes().get(l + 1)];
      for (int part = 0; part < DeepRewiring.PARTS; part++) {
        RewiredPart.Shape shape = rewiring.shape(l, part);
        boolean[] first = rewiring.firstActive(seed, l, part);
        for (int n = 0; n < first.length; n++) {
          if (first[n]) {
            int source = n % shape.sources();
            int target = shape.firstTarget() + n / shape.sources();
            int p = source * rewiring.sizes().get(l + 1) + target;
            active[l][p] = true;
            theta[l][p] = rewiring.initial(seed, l, source, target);
            weight[l][p] = sign(l, p) * theta[l][p];
          }
        }
      }
    }
  }

  private double sign(int l, int position) {
    int targets = rewiring.sizes().get(l + 1);
    return DeepRewiring.sign(signs, l, position / targets, position % targets);
  }

  private double[] forward(byte[] input) {
    for (int i = 0; i < input.length; i++) {
      units[0][i] = (input[i] & 0xFF) / 255.0;
    }
    for (int l = 0; l < weight.length; l++) {
      double[] in = units[l];
      double[] out = units[l + 1];
      Rectified.clear(out);
      for (int i = 0; i < in.length; i++) {
        for (int j = 0; j < out.length; j++) {
          out[j] += weight[l][i * out.length + j] * in[i];
        }
      }
      if (l + 1 < weight.length) {
        Rectified.apply(out);
      }
    }
    return units[weight.length];
  }

  @Override
  public double learn(byte[] input, int label) {
    double[] y = forward(input);
    SoftmaxCrossEntropy.derivative(y, label, deltas[weight.length]);
    for (int l = weight.length - 1; l >= 0; l--) {
      double[] in = units[l];
      double[] delta = deltas[l + 1];
      for (int i = 0; i < in.length; i++) {
        double back = 0;
        for (int j = 0; j < delta.length; j++) {
          gradient[l][i * delta.length + j] += in[i] * delta[j];
          back += weight[l][i * delta.length + j] * delta[j];
        }
        if (l > 0) {
          deltas[l][i] = in[i] == 0 ? 0 : back;
        }
      }
    }
    samples++;
    return SoftmaxCrossEntropy.loss(y, label);
  }

  @Override
  public void step(double epoch) {
    double rate = rewiring.rate(epoch);
    for (int l = 0; l < weight.length; l++) {
      for (int p = 0; p < weight[l].length; p++) {
        if (active[l][p]) {
          double sign = sign(l, p);
          double slope = sign * (gradient[l][p] / samples);
          double noise = rewiring.noise(seed, l, steps, p);
          theta[l][p] = theta[l][p] - rate * (slope + rewiring.l1()) + rate * noise;
          active[l][p] = !(theta[l][p] < 0);
          weight[l][p] = active[l][p] ? sign * theta[l][p] : 0;
        }
        gradient[l][p] = 0;
      }
    }
    samples = 0;
    steps++;
    if (steps % rewiring.rewireEvery() == 0) {
      long start = System.nanoTime();
      for (int l = 0; l < weight.length; l++) {
        rewire(l);
      }
      rewiringNanos += System.nanoTime() - start;
    }
  }

  private void rewire(int l) {
    int missing = rewiring.active().get(l) - active(l);
    for (int n = 0; missing > 0; n++) {
      int p = rewiring.rewire(seed, l, steps, n);
      if (!active[l][p]) {
        active[l][p] = true;
        theta[l][p] = 0;
        missing--;
        rewired++;
      }
    }
  }

  @Override
  public int classify(byte[] input) {
    return Rectified.greatest(forward(input));
  }

  @Override
  public boolean isActive(int layer, int position) {
    return active[layer][position];
  }

  @Override
  public double weight(int layer, int position) {
    return weight[layer][position];
  }

  @Override
  public int active(int layer) {
    int count = 0;
    for (boolean is : active[layer]) {
      count += is ? 1 : 0;
    }
    return count;
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
    for (int l = 0; l < weight.length; l++) {
      for (int p = 0; p < weight[l].length; p++) {
        to.writeBoolean(active[l][p]);
        to.writeDouble(theta[l][p]);
      }
    }
  }

  @Override
  public void restore(DataInput from) throws IOException {
    steps = from.readInt();
    rewired = from.readLong();
    for (int l = 0; l < weight.length; l++) {
      for (int p = 0; p < weight[l].length; p++) {
        active[l][p] = from.readBoolean();
        theta[l][p] = from.readDouble();
        weight[l][p] = active[l][p] ? sign(l, p) * theta[l][p] : 0;
      }
    }
  }
}
