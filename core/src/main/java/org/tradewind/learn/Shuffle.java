package org.tradewind.learn;

import java.util.stream.IntStream;
import org.tradewind.random.Philox;

/// The order of an epoch's samples.
public final class Shuffle {
  private Shuffle() {}

  /// The numbers below `samples`, each once, by Fisher and Yates from the draws of `owner` in this
  /// epoch.
  public static int[] of(int samples, long seed, long owner, int epoch) {
    int[] order = IntStream.range(0, samples).toArray();
    for (int i = samples - 1; i > 0; i--) {
      int other = Philox.below(i + 1, seed, owner, epoch, i);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
