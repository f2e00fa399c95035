package org.tradewind.cost;

import java.util.Arrays;

/// How often each [Action] happened. Mutable, and small: a core does a dozen different actions out
/// of some ninety, and a machine has millions of cores. So there is a bit for each action that
/// happened, and one `long` for each bit that is set.
public final class Counts {
  private static final Action[] ACTIONS = Action.values();
  private static final long[] NOTHING = {};

  /// Of actions 0 to 63, and of the others.
  private long low;

  private long high;
  private long[] counts = NOTHING;

  /// All zero.
  public Counts() {}

  public void add(Action action, long times) {
    if (times != 0) {
      int at = place(action.ordinal());
      counts[at] += times;
    }
  }

  private boolean has(int action) {
    return ((action < Long.SIZE ? low : high) >>> action & 1) != 0;
  }

  /// How many actions before this one happened.
  private int rank(int action) {
    long below = (1L << action) - 1;
    return action < Long.SIZE
        ? Long.bitCount(low & below)
        : Long.bitCount(low) + Long.bitCount(high & below);
  }

  /// Where an action is counted; from now on it is.
  private int place(int action) {
    int at = rank(action);
    if (!has(action)) {
      var larger = Arrays.copyOf(counts, counts.length + 1);
      System.arraycopy(counts, at, larger, at + 1, counts.length - at);
      larger[at] = 0;
      counts = larger;
      if (action < Long.SIZE) {
        low |= 1L << action;
      } else {
        high |= 1L << action;
      }
    }
    return at;
  }

  public void addAll(Counts other) {
    int at = 0;
    for (Action action : ACTIONS) {
      if (other.has(action.ordinal())) {
        add(action, other.counts[at++]);
      }
    }
  }

  public long of(Action action) {
    return has(action.ordinal()) ? counts[rank(action.ordinal())] : 0;
  }

  /// Weights that were added to an accumulator, however they are stored.
  public long synapticEvents() {
    return of(Action.SYNAPTIC_EVENT)
        + of(Action.SYNAPTIC_EVENT_NO_DELAY)
        + of(Action.SYNAPTIC_EVENT_WIDE)
        + of(Action.SYNAPTIC_EVENT_SPLIT)
        + of(Action.SYNAPTIC_EVENT_WIDE_SPLIT)
        + of(Action.SYNAPTIC_PRODUCT)
        + of(Action.SYNAPTIC_PRODUCT_NO_DELAY)
        + of(Action.SYNAPTIC_PRODUCT_WIDE)
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
