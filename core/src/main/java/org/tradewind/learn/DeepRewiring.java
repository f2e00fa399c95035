package org.tradewind.learn;

import java.util.List;
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
/// and is dormant as soon as θ < 0. Every `rewireEvery` steps, dormant connections of the layer
/// become active with θ = 0, each as likely as any other, until there are as many as before.
///
/// All draws are by Philox from (seed, what for, layer), step and the connection's position `source
/// * targets + target`, so that they do not depend on how a network is stored: [#sparse] and
///   [#dense] are the same network.
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
  private static final int SIGN = 1;
  private static final int PLACE = 2;
  private static final int INITIAL = 3;
  private static final int NOISE = 4;
  private static final int REWIRE = 5;

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

  /// In time proportional to the active connections.
  public RewiredNetwork sparse(long seed) {
    return new SparseRewiring(this, seed);
  }

  /// The plain loops over all connections: the oracle of the other.
  public RewiredNetwork dense(long seed) {
    return new DenseRewiring(this, seed);
  }

  double sign(long seed, int layer, int position) {
    return (Philox.bits(seed, owner(SIGN, layer), 0, position) & 1) == 0 ? 1 : -1;
  }

  /// The n-th candidate for the first active connections.
  int place(long seed, int layer, int n) {
    return Philox.below(possible(layer), seed, owner(PLACE, layer), 0, n);
  }

  /// |ν| / sqrt(fan-in).
  double initial(long seed, int layer, int position) {
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

  double rate(double epoch) {
    return rate * StrictMath.pow(decay, epoch);
  }

  private static long owner(int use, int layer) {
    return (long) use << 32 | layer;
  }
}
