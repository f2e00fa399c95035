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

  /// Weights that were added to an accumulator, however they are stored.
  public long synapticEvents() {
    return of(Action.SYNAPTIC_EVENT)
        + of(Action.SYNAPTIC_EVENT_NO_DELAY)
        + of(Action.SYNAPTIC_EVENT_WIDE)
        + of(Action.SYNAPTIC_EVENT_SPLIT)
        + of(Action.SYNAPTIC_EVENT_WIDE_SPLIT)
        + of(Action.KERNEL_EVENT);
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
