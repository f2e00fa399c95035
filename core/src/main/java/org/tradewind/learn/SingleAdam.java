package org.tradewind.learn;

/// [Optimiser.Adam] in single precision, one rounding an operation in the order written, as a core
/// computes it:
///
/// ```
/// g <- g + (l2 w)
/// m <- (beta1 m) + ((1 - beta1) g)
/// v <- (beta2 v) + (((1 - beta2) g) g)
/// w <- w - ((rate (m unbias1)) / (sqrt(v unbias2) + epsilon))
/// ```
///
/// unbias1 = 1 / (1 − beta1^t), unbias2 and the rate are computed in double precision once a step
/// and rounded; so is epsilon × sqrt(unbias2), which takes epsilon's place where it is added before
/// the correction.
public final class SingleAdam {
  private final Optimiser.Adam adam;
  final float[] m;
  final float[] v;
  private int steps;

  /// Of the step that was begun.
  private float unbias1;

  private float unbias2;
  private float rate;
  private float epsilon;

  /// Weights, and how far Adam is with them: equal to itself only.
  ///
  /// @param m first moments
  /// @param v second moments
  /// @param steps that were made
  public record State(float[] weights, float[] m, float[] v, int steps) {
    public static State of(float[] weights) {
      return new State(weights, new float[weights.length], new float[weights.length], 0);
    }

    public State copy() {
      return new State(weights.clone(), m.clone(), v.clone(), steps);
    }
  }

  public SingleAdam(Optimiser.Adam adam, int weights) {
    this(adam, State.of(new float[weights]));
  }

  /// Goes on where another was, with its arrays of moments.
  public SingleAdam(Optimiser.Adam adam, State from) {
    this(adam, from.m, from.v, from.steps);
  }

  /// The same.
  ///
  /// @param m moments of the gradient
  /// @param v moments of its square
  /// @param steps that were made
  public SingleAdam(Optimiser.Adam adam, float[] m, float[] v, int steps) {
    this.adam = adam;
    this.m = m;
    this.v = v;
    this.steps = steps;
  }

  /// How far it is with some weights, and no copy of them or of the moments.
  public State state(float[] weights) {
    return new State(weights, m, v, steps);
  }

  /// Steps that were made.
  public int steps() {
    return steps;
  }

  public void step(float[] weights, float[] gradient, double epoch) {
    next(epoch);
    change(weights, gradient, 0, m.length);
  }

  // ── part by part, as a core goes that has other things to do ──

  /// Begins a step.
  public void next(double epoch) {
    steps++;
    resume(epoch);
  }

  /// Goes on with the step that was begun last, by another that had these arrays.
  public void resume(double epoch) {
    double exactUnbias2 = 1 / (1 - StrictMath.pow(adam.beta2(), steps));
    unbias1 = (float) (1 / (1 - StrictMath.pow(adam.beta1(), steps)));
    unbias2 = (float) exactUnbias2;
    rate = (float) adam.rate(epoch);
    epsilon = (float) (adam.epsilon() * (adam.epsilonHat() ? Math.sqrt(exactUnbias2) : 1));
  }

  /// Changes some of the weights: each once a step.
  public void change(float[] weights, float[] gradient, int from, int to) {
    float beta1 = (float) adam.beta1();
    float beta2 = (float) adam.beta2();
    float rest1 = (float) (1 - adam.beta1());
    float rest2 = (float) (1 - adam.beta2());
    float l2 = (float) adam.l2();
    float[] m = this.m;
    float[] v = this.v;
    for (int i = from; i < to; i++) {
      float g = gradient[i] + l2 * weights[i];
      m[i] = beta1 * m[i] + rest1 * g;
      v[i] = beta2 * v[i] + rest2 * g * g;
      weights[i] -= rate * (m[i] * unbias1) / ((float) Math.sqrt(v[i] * unbias2) + epsilon);
    }
  }
}
