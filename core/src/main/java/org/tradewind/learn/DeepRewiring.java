package org.tradewind.learn;

import java.util.List;
import org.tradewind.pe.Kiss64;
import org.tradewind.random.Philox;

/// Training with a constant number of connections (DEEP R: Bellec, Kappel, Maass and Legenstein,
/// "Deep rewiring: training very sparse deep networks", ICLR 2018, algorithm 1). A description: of
/// a network of rectified units without biases, a softmax cross-entropy above, and of how it
/// learns.
///
/// Each possible connection has a sign s for ever, and is active or dormant. An active one has a
/// parameter θ and the weight s θ; in every step (the form of the authors' code, ν normal)
///
/// ```
/// θ <- θ - rate ( dE/dθ + l1 ) + rate noise ν          dE/dθ = s dE/dw, the mean over the batch
/// ```
///
/// and is dormant as soon as θ < 0. Every `rewireEvery` steps, dormant connections become active
/// with θ = 0, each as likely as any other, until there are as many as before.
///
/// A network is cut into [#PARTS] by its targets, because up to so many cores train it ([#sparse]);
/// each part of a layer keeps the number of its own connections. [#dense] has the same connections,
/// signs and weights at first, but rewires a layer as a whole.
///
/// @param sizes of the input and of each layer
/// @param active how many active connections each layer has
/// @param rate learning rate of the first epoch
/// @param decay what is left of it after an epoch
public record DeepRewiring(
    List<Integer> sizes,
    List<Integer> active,
    double rate,
    double decay,
    double l1,
    double noise,
    int rewireEvery) {
  /// Into how many parts a network is cut.
  public static final int PARTS = 4;

  /// Targets of a part begin at a multiple of it: four floats are a granule of DMA.
  private static final int ALIGNED = 4;

  private static final int SIGN = 1;
  private static final int PLACE = 2;
  private static final int INITIAL = 3;
  private static final int NOISE = 4;
  private static final int REWIRE = 5;
  private static final int GENERATOR = 6;

  public DeepRewiring {
    sizes = List.copyOf(sizes);
    active = List.copyOf(active);
    if (sizes.size() < 2 || active.size() != sizes.size() - 1) {
      throw new IllegalArgumentException(
          "sizes " + sizes + " and active connections " + active + " do not belong together");
    }
    for (int layer = 0; layer < active.size(); layer++) {
      long possible = (long) sizes.get(layer) * sizes.get(layer + 1);
      if (active.get(layer) < 1 || active.get(layer) > possible || possible > 1 << 30) {
        throw new IllegalArgumentException(
            active.get(layer)
                + " active connections in layer "
                + layer
                + ", where "
                + possible
                + " are possible");
      }
    }
    if (!(rate > 0 && decay > 0 && decay <= 1 && l1 >= 0 && noise >= 0) || rewireEvery < 1) {
      throw new IllegalArgumentException(
          "rate "
              + rate
              + ", decay "
              + decay
              + ", l1 "
              + l1
              + ", noise "
              + noise
              + " or rewiring every "
              + rewireEvery
              + " steps is out of range");
    }
  }

  /// The authors' LeNet 300-100 for MNIST: 3,552 of 266,200 connections.
  public static DeepRewiring leNet(int rewireEvery) {
    return new DeepRewiring(
        List.of(784, 300, 100, 10), List.of(2352, 900, 300), 0.5, 0.8, 1e-5, 1e-5, rewireEvery);
  }

  public int layers() {
    return active.size();
  }

  /// How many connections a layer could have.
  public int possible(int layer) {
    return sizes.get(layer) * sizes.get(layer + 1);
  }

  /// The first target of a part of a layer; of [#PARTS], how many there are.
  public int firstTarget(int layer, int part) {
    int targets = sizes.get(layer + 1);
    int nearest = ALIGNED * (int) Math.round((double) targets * part / (ALIGNED * PARTS));
    return part == PARTS ? targets : Math.min(targets, nearest);
  }

  /// What a part has of a layer: active connections as its targets.
  public RewiredPart.Shape shape(int layer, int part) {
    int first = firstTarget(layer, part);
    int end = firstTarget(layer, part + 1);
    long all = active.get(layer);
    int targets = sizes.get(layer + 1);
    return new RewiredPart.Shape(
        sizes.get(layer), first, end - first, (int) (all * end / targets - all * first / targets));
  }

  /// In time proportional to the active connections, in single precision: what cores compute.
  public SparseRewiring sparse(long seed) {
    return new SparseRewiring(this, seed);
  }

  /// Plain loops over all possible connections, in double precision.
  public RewiredNetwork dense(long seed) {
    return new DenseRewiring(this, seed);
  }

  /// What a part's signs are drawn from.
  int signs(long seed) {
    return (int) Philox.bits(seed, owner(SIGN, 0), 0, 0);
  }

  /// 1 or -1: a bit of the connection's mixed place. (The multipliers are those of Murmur3's last
  /// mixing.)
  static float sign(int signs, int layer, int source, int target) {
    int mixed = (source << 16 | target) ^ signs + layer * 0x9E3779B9;
    mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return mixed < 0 ? -1 : 1;
  }

  Kiss64 generator(long seed, int part) {
    int[] words = new int[4];
    Philox.words(seed, owner(GENERATOR, part), 0, words, words.length);
    return Kiss64.seeded(words[0], words[1], words[2], words[3]);
  }

  /// Which connections of a part are active at first, target by target.
  boolean[] firstActive(long seed, int layer, int part) {
    RewiredPart.Shape shape = shape(layer, part);
    boolean[] is = new boolean[shape.sources() * shape.targets()];
    for (int left = shape.active(), n = 0; left > 0; n++) {
      int place = Philox.below(is.length, seed, owner(PLACE, layer), part, n);
      left -= is[place] ? 0 : 1;
      is[place] = true;
    }
    return is;
  }

  /// |ν| / sqrt(fan-in).
  double initial(long seed, int layer, int source, int target) {
    int position = source * sizes.get(layer + 1) + target;
    double normal = Philox.normal(seed, owner(INITIAL, layer), 0, 2 * position);
    return Math.abs(normal) / Math.sqrt(sizes.get(layer));
  }

  double noise(long seed, int layer, int step, int position) {
    return noise * Philox.normal(seed, owner(NOISE, layer), step, 2 * position);
  }

  /// The n-th candidate of a step for becoming active.
  int rewire(long seed, int layer, int step, int n) {
    return Philox.below(possible(layer), seed, owner(REWIRE, layer), step, n);
  }

  /// The learning rate in an epoch.
  public double rate(double epoch) {
    return rate * StrictMath.pow(decay, epoch);
  }

  private static long owner(int use, int layer) {
    return (long) use << 32 | layer;
  }
}
