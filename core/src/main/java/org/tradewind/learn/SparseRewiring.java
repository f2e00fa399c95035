package org.tradewind.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.tradewind.pe.Kiss64;

/// [DeepRewiring] by its [RewiredPart]s one after the other, in single precision: the plain twin of
/// what runs on cores, to the same bits. What parts have to tell each other:
///
/// ```
/// units    each is computed by the part that has it as a target
/// errors   readouts: p - [label]         hidden: ((e_0 + e_1) + e_2) + e_3, 0 where the unit is 0
/// ```
///
/// with e_p the error by part p alone. Classes and loss are by [SingleSoftmax].
public final class SparseRewiring implements RewiredNetwork {
  private final DeepRewiring rewiring;
  private final int signs;
  private final RewiredPart[] parts = new RewiredPart[DeepRewiring.PARTS];
  private final float[][] units;

  /// Of each layer's targets.
  private final float[][] errors;

  /// Of the targets of each hidden layer, by each part above.
  private final float[][][] back;

  private int samples;
  private int steps;
  private long rewired;
  private long rewiringNanos;

  SparseRewiring(DeepRewiring rewiring, long seed) {
    this.rewiring = rewiring;
    signs = rewiring.signs(seed);
    Arrays.setAll(parts, p -> RewiredPart.first(rewiring, seed, p));
    int layers = rewiring.layers();
    units = new float[layers + 1][];
    Arrays.setAll(units, l -> new float[rewiring.sizes().get(l)]);
    errors = new float[layers + 1][];
    Arrays.setAll(errors, l -> new float[rewiring.sizes().get(l)]);
    back = new float[layers][parts.length][];
    for (int l = 1; l < layers; l++) {
      for (int p = 0; p < parts.length; p++) {
        back[l][p] = new float[rewiring.sizes().get(l)];
      }
    }
  }

  public DeepRewiring rewiring() {
    return rewiring;
  }

  /// What the signs of connections are drawn from.
  public int signs() {
    return signs;
  }

  public RewiredPart part(int number) {
    return parts[number];
  }

  private float[] forward(byte[] input) {
    for (int i = 0; i < input.length; i++) {
      units[0][i] = input[i] & 0xFF;
    }
    for (int l = 0; l < rewiring.layers(); l++) {
      for (RewiredPart part : parts) {
        part.forward(l, units[l], units[l + 1]);
      }
    }
    return units[rewiring.layers()];
  }

  @Override
  public double learn(byte[] input, int label) {
    int top = rewiring.layers();
    float loss = SingleSoftmax.lossAndErrors(forward(input), label, errors[top]);
    for (int l = top - 1; l >= 0; l--) {
      for (int p = 0; p < parts.length; p++) {
        if (l > 0) {
          Arrays.fill(back[l][p], 0);
        }
        parts[p].backward(l, units[l], errors[l + 1], back[l][p]);
      }
      if (l > 0) {
        sum(back[l], units[l], errors[l], 0, errors[l].length);
      }
    }
    samples++;
    return loss;
  }

  /// The errors of some units of a layer.
  ///
  /// @param back by each part above
  public static void sum(float[][] back, float[] units, float[] errors, int from, int to) {
    for (int i = from; i < to; i++) {
      float sum = back[0][i];
      for (int p = 1; p < back.length; p++) {
        sum += back[p][i];
      }
      errors[i] = units[i] == 0 ? 0 : sum;
    }
  }

  @Override
  public void step(double epoch) {
    Step step = Step.of(rewiring, epoch);
    for (RewiredPart part : parts) {
      part.descend(step.rate / samples, step.shrink, step.spread);
    }
    samples = 0;
    steps++;
    if (steps % rewiring.rewireEvery() == 0) {
      long start = System.nanoTime();
      for (RewiredPart part : parts) {
        rewired += part.rewire();
      }
      rewiringNanos += System.nanoTime() - start;
    }
  }

  /// The constants of an epoch's steps.
  ///
  /// @param shrink what l1 takes
  /// @param spread what a unit of a byte is worth as noise
  public record Step(float rate, float shrink, float spread) {
    public static Step of(DeepRewiring rewiring, double epoch) {
      double rate = rewiring.rate(epoch);
      return new Step(
          (float) rate,
          (float) (rate * rewiring.l1()),
          (float) (rate * rewiring.noise() / RewiredPart.FOUR_BYTES));
    }
  }

  @Override
  public int classify(byte[] input) {
    return SingleSoftmax.greatest(forward(input));
  }

  private RewiredPart partOf(int layer, int target) {
    int p = 0;
    while (target >= rewiring.firstTarget(layer, p + 1)) {
      p++;
    }
    return parts[p];
  }

  /// The number of a connection in its part, or -1.
  private int find(RewiredPart part, int layer, int position) {
    int targets = rewiring.sizes().get(layer + 1);
    int target = position % targets - part.firstTarget(layer);
    int from = target == 0 ? 0 : part.rowEnd(layer, target - 1);
    for (int c = from; c < part.rowEnd(layer, target); c++) {
      if (part.source(layer, c) == position / targets) {
        return c;
      }
    }
    return -1;
  }

  @Override
  public boolean isActive(int layer, int position) {
    RewiredPart part = partOf(layer, position % rewiring.sizes().get(layer + 1));
    return find(part, layer, position) >= 0;
  }

  @Override
  public double weight(int layer, int position) {
    RewiredPart part = partOf(layer, position % rewiring.sizes().get(layer + 1));
    int connection = find(part, layer, position);
    return connection < 0 ? 0 : part.weight(layer, connection);
  }

  @Override
  public int active(int layer) {
    return Arrays.stream(parts).mapToInt(part -> part.active(layer)).sum();
  }

  @Override
  public long rewired() {
    return rewired;
  }

  @Override
  public long rewiringNanos() {
    return rewiringNanos;
  }

  public int steps() {
    return steps;
  }

  /// Notes that cores made steps with its parts.
  ///
  /// @param now how many steps there have been
  public void learnedOnCores(int now, long moreRewired) {
    steps = now;
    rewired += moreRewired;
  }

  @Override
  public void save(DataOutput to) throws IOException {
    to.writeInt(steps);
    to.writeLong(rewired);
    for (RewiredPart part : parts) {
      for (int word : part.random().state()) {
        to.writeInt(word);
      }
      for (int l = 0; l < rewiring.layers(); l++) {
        for (int t = 0; t < part.targets(l); t++) {
          to.writeInt(part.rowEnd(l, t));
        }
        for (int c = 0; c < part.active(l); c++) {
          to.writeInt(part.source(l, c));
          to.writeFloat(part.weight(l, c));
        }
      }
    }
  }

  @Override
  public void restore(DataInput from) throws IOException {
    steps = from.readInt();
    rewired = from.readLong();
    for (RewiredPart part : parts) {
      int[] words = new int[4];
      for (int w = 0; w < words.length; w++) {
        words[w] = from.readInt();
      }
      part.setRandom(Kiss64.resumed(words));
      for (int l = 0; l < rewiring.layers(); l++) {
        for (int t = 0; t < part.targets(l); t++) {
          part.setRowEnd(l, t, from.readInt());
        }
        for (int c = 0; c < part.active(l); c++) {
          part.set(l, c, from.readInt(), from.readFloat(), 0);
        }
      }
    }
  }
}
