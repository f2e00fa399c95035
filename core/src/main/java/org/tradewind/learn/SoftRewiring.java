package org.tradewind.learn;

import java.util.Arrays;
import org.tradewind.random.Philox;

/// soft-DEEP R (Bellec et al. 2018, algorithm 2): every possible connection keeps its θ and walks;
/// it is active while θ >= 0, and how many are active is left to the walk:
///
/// ```
/// active    θ <- θ - rate ( dE/dθ + l1 ) + rate noise ν
/// dormant   θ <- max( θ + rate noise ν, floor )
/// ```
///
/// Without a gradient this is a walk with a drift above 0 and none below. Where its steps are small
/// against T/l1, with T = rate noise² / 2, its stationary density is constant between the floor and
/// 0 and falls as e^(-l1 θ / T) above: the share T / (T + l1 |floor|) is active.
///
/// A running thing for the connections of one layer.
public final class SoftRewiring {
  private final long seed;
  private final long owner;
  private final double l1;
  private final double noise;
  private final double floor;
  private final double[] sign;
  private final double[] theta;
  private int steps;

  /// @param theta of every connection at first; below 0 is dormant
  /// @param owner whose draws these are, for signs and noise
  /// @param floor the least θ, below 0
  public SoftRewiring(
      double[] theta, long seed, long owner, double l1, double noise, double floor) {
    if (!(l1 >= 0 && noise >= 0 && floor < 0)) {
      throw new IllegalArgumentException(
          "l1 " + l1 + ", noise " + noise + " or floor " + floor + " is out of range");
    }
    this.seed = seed;
    this.owner = owner;
    this.l1 = l1;
    this.noise = noise;
    this.floor = floor;
    this.theta = Arrays.stream(theta).map(t -> Math.max(t, floor)).toArray();
    sign = new double[theta.length];
    Arrays.setAll(sign, p -> (Philox.bits(seed, owner, -1, p) & 1) == 0 ? 1 : -1);
  }

  /// Writes s θ of the active and 0 of the dormant connections over `weights`.
  public void weights(double[] weights) {
    for (int p = 0; p < theta.length; p++) {
      weights[p] = theta[p] >= 0 ? sign[p] * theta[p] : 0;
    }
  }

  /// @param gradient dE/dw of every connection; that of dormant ones is not used
  public void step(double[] gradient, double rate) {
    for (int p = 0; p < theta.length; p++) {
      double walk = rate * noise * Philox.normal(seed, owner, steps, 2 * p);
      if (theta[p] >= 0) {
        theta[p] = Math.max(theta[p] - rate * (sign[p] * gradient[p] + l1) + walk, floor);
      } else {
        theta[p] = Math.max(theta[p] + walk, floor);
      }
    }
    steps++;
  }

  public int active() {
    int count = 0;
    for (double t : theta) {
      count += t >= 0 ? 1 : 0;
    }
    return count;
  }

  /// Which way a connection acts, for ever.
  public double sign(int position) {
    return sign[position];
  }
}
