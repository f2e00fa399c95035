package org.tradewind.learn;

/// When a potential first rises above the threshold, to machine precision.
///
/// The potential of [LifDynamics] is a difference of two exponentials, V(s) = a e^(-s/tau_m) - b
/// e^(-s/tau_s), whose slope changes its sign once at most. So it can cross only if it rises at
/// first (I > V, as tau_m dV/dt = I - V), and then once before its maximum
///
/// ```
/// t_max = ln( b tau_m / (a tau_s) ) / ( 1/tau_s - 1/tau_m )
/// ```
///
/// which, or else the end of the interval, closes the bracket.
final class Crossing {
  static final double NONE = Double.POSITIVE_INFINITY;

  private static final double EPSILON = Math.ulp(1.0);

  private final double tauM;
  private final double tauS;
  private final double threshold;
  private final double k;

  Crossing(LifDynamics dynamics) {
    tauM = dynamics.tauMMs();
    tauS = dynamics.tauSMs();
    threshold = dynamics.threshold();
    k = dynamics.k();
  }

  /// @param v potential at the start, at most the threshold
  /// @param i current at the start
  /// @param withinMs length of the interval; may be infinite
  /// @return ms from the start to the crossing, or [#NONE]
  double first(double v, double i, double withinMs) {
    if (!(i > v)) {
      return NONE;
    }
    double b = k * i;
    double a = v + b;
    double end = withinMs;
    if (!(potential(a, b, end) > threshold)) {
      end = StrictMath.log(b * tauM / (a * tauS)) / (1 / tauS - 1 / tauM);
      // NaN where there is no maximum: V rises for ever, from below 0 towards 0
      if (!(end < withinMs && potential(a, b, end) > threshold)) {
        return NONE;
      }
    }
    double s = v >= threshold ? 0 : root(a, b, end);
    // where the current does not exceed the threshold, only rounding made a spike of a touch
    return i * StrictMath.exp(-s / tauS) > threshold ? s : NONE;
  }

  /// V; 0 after an infinite time.
  private double potential(double slow, double fast, double s) {
    return slow * StrictMath.exp(-s / tauM) - fast * StrictMath.exp(-s / tauS);
  }

  /// Brent's method between 0, where V is below the threshold, and `end`, where it is above:
  /// inverse quadratic interpolation, safeguarded by bisection (R. P. Brent, "Algorithms for
  /// minimization without derivatives", Prentice-Hall 1973, chapter 4, procedure zero; his names).
  /// The result is within 4 units in its last place of a change of sign.
  private double root(double slow, double fast, double end) {
    double a = 0;
    double b = end;
    double fa = potential(slow, fast, a) - threshold;
    double fb = potential(slow, fast, b) - threshold;
    double c = a;
    double fc = fa;
    double d = b - a;
    double e = d;
    while (true) {
      if (Math.abs(fc) < Math.abs(fb)) {
        a = b;
        b = c;
        c = a;
        fa = fb;
        fb = fc;
        fc = fa;
      }
      double tolerance = 2 * EPSILON * Math.abs(b);
      double m = 0.5 * (c - b);
      if (Math.abs(m) <= tolerance || fb == 0) {
        return b;
      }
      if (Math.abs(e) < tolerance || Math.abs(fa) <= Math.abs(fb)) {
        d = m;
        e = m;
      } else {
        double s = fb / fa;
        double p;
        double q;
        if (a == c) {
          p = 2 * m * s;
          q = 1 - s;
        } else {
          q = fa / fc;
          double r = fb / fc;
          p = s * (2 * m * q * (q - r) - (b - a) * (r - 1));
          q = (q - 1) * (r - 1) * (s - 1);
        }
        if (p > 0) {
          q = -q;
        } else {
          p = -p;
        }
        s = e;
        e = d;
        if (2 * p < 3 * m * q - Math.abs(tolerance * q) && p < Math.abs(0.5 * s * q)) {
          d = p / q;
        } else {
          d = m;
          e = m;
        }
      }
      a = b;
      fa = fb;
      b += Math.abs(d) > tolerance ? d : Math.copySign(tolerance, m);
      fb = potential(slow, fast, b) - threshold;
      if (fb > 0 == fc > 0) {
        c = a;
        fc = fa;
        d = b - a;
        e = d;
      }
    }
  }
}
