package org.tradewind.learn;

/// A [Surrogate] in single precision, one rounding an operation, in the order written; e^x is the
/// accelerator's ([ExpUnit]):
///
/// ```
/// triangle    ψ(u) = height max(0, 1 − (steepness |u|))
/// gaussians   ψ(u) = (((height e^(−steepness (u u)))
///                     − (outerHeight e^(−outerSteepness ((u − shift) (u − shift)))))
///                     − (outerHeight e^(−outerSteepness ((u + shift) (u + shift)))))
/// ```
///
/// @param gaussians whether it is those; else the triangle, and the last three are 0
public record SingleSurrogate(
    boolean gaussians,
    float height,
    float steepness,
    float outerHeight,
    float outerSteepness,
    float shift) {
  /// Exponentials of a value of the gaussians.
  private static final int EXPONENTIALS = 3;

  public static SingleSurrogate of(Surrogate surrogate) {
    return switch (surrogate) {
      case Surrogate.Triangle(double height, double width) ->
          new SingleSurrogate(false, (float) height, (float) (1 / width), 0, 0, 0);
      case Surrogate.Gaussians(double gamma, double s, double h) ->
          new SingleSurrogate(
              true,
              (float) (gamma * (1 + h) / (s * Math.sqrt(2 * Math.PI))),
              (float) (0.5 / (s * s)),
              (float) (gamma * h / (6 * s * Math.sqrt(2 * Math.PI))),
              (float) (0.5 / (6 * s * 6 * s)),
              (float) s);
      default ->
          throw new IllegalArgumentException(
              surrogate + " has no form in single precision; triangle and gaussians have");
    };
  }

  /// How often [#at] asks the accelerator.
  public int exponentials() {
    return gaussians ? EXPONENTIALS : 0;
  }

  public float at(float u) {
    if (!gaussians) {
      return height * Math.max(0, 1 - steepness * Math.abs(u));
    }
    float below = u - shift;
    float above = u + shift;
    return height * ExpUnit.exp(-steepness * (u * u))
        - outerHeight * ExpUnit.exp(-outerSteepness * (below * below))
        - outerHeight * ExpUnit.exp(-outerSteepness * (above * above));
  }
}
