package org.tradewind.snn;

/// What weights add up to that arrive in a step, by place. They are whole numbers until a neuron
/// takes them, so that the order in which they come does not matter.
public interface Sums {
  /// Takes those of n places from `at` on, which may be done once.
  ///
  /// @param all receives them
  void take(int at, float[] all, int n);

  /// The same, each with a number of `more` times `weight`.
  void take(int at, int[] more, int weight, float[] all, int n);

  /// Numbers that lie in an array, and are cleared as they are taken.
  static Sums in(int[] sum) {
    return new WrittenSums(sum);
  }
}
