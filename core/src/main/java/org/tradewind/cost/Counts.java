package org.tradewind.cost;

/// How often each [Action] happened. Mutable and cheap: one `long` an action.
public final class Counts {
  private static final Action[] ACTIONS = Action.values();

  private final long[] counts = new long[ACTIONS.length];

  /// All zero.
  public Counts() {}

  public void add(Action action, long times) {
    counts[action.ordinal()] += times;
  }

  public void addAll(Counts other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  public long of(Action action) {
    return counts[action.ordinal()];
  }

  /// Core cycles of all that was counted.
  public long cycles() {
    long sum = 0;
    for (Action action : ACTIONS) {
      if (action.onCore()) {
        sum += of(action) * action.cycles().whole();
      }
    }
    return sum;
  }
}
