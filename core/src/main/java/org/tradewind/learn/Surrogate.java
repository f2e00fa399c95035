package org.tradewind.learn;

/// What stands for the derivative of a spike, which is 0 or infinite: a function ψ of how far the
/// potential is above the threshold, u = v − A.
@FunctionalInterface
public interface Surrogate {
  double at(double u);

  /// ψ(u) = height max(0, 1 − |u| / width): the piecewise linear one of Bellec et al. 2020, there
  /// with the height gamma / threshold and the width threshold.
  record Triangle(double height, double width) implements Surrogate {
    public Triangle {
      if (!(height > 0 && width > 0)) {
        throw new IllegalArgumentException(
            "a triangle of height " + height + " and width " + width + " is none");
      }
    }

    @Override
    public double at(double u) {
      return height * Math.max(0, 1 - Math.abs(u) / width);
    }
  }

  /// Three normal densities N(u; mean, deviation), the outer ones below zero (Rostami et al. 2022,
  /// after Yin, Corradi and Bohté 2021):
  ///
  /// ```
  /// ψ(u) = gamma [ (1+h) N(u; 0, s) − h N(u; s, 6s) − h N(u; −s, 6s) ]
  /// ```
  record Gaussians(double gamma, double s, double h) implements Surrogate {
    public Gaussians {
      if (!(gamma > 0 && s > 0 && h >= 0)) {
        throw new IllegalArgumentException(
            "gamma " + gamma + " and s " + s + " are not above 0, or h " + h + " is negative");
      }
    }

    @Override
    public double at(double u) {
      return gamma
          * ((1 + h) * density(u, s) - h * density(u - s, 6 * s) - h * density(u + s, 6 * s));
    }

    private static double density(double x, double deviation) {
      double z = x / deviation;
      return StrictMath.exp(-0.5 * z * z) / (deviation * Math.sqrt(2 * Math.PI));
    }
  }
}
