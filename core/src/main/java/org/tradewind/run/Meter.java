package org.tradewind.run;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.cost.MacArrayCost;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.cost.Usage;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.unit.Ticks;

/// What a PE did and how long, at each performance level.
public final class Meter {
  private static final Action[] ACTIONS = Action.values();
  private static final PerformanceLevel[] LEVELS = PerformanceLevel.values();

  /// Ticks of each action at each level: `level * actions + action`.
  private static final int[] TICKS = new int[LEVELS.length * ACTIONS.length];

  static {
    for (PerformanceLevel level : LEVELS) {
      int period = period(level);
      for (Action action : ACTIONS) {
        TICKS[level.ordinal() * ACTIONS.length + action.ordinal()] =
            action.onCore() ? action.cycles().whole() * period : 0;
      }
    }
  }

  private final long[] counts = new long[TICKS.length];
  private final long[] ticksAt = new long[LEVELS.length];

  /// Or null where nobody asks for power over time.
  private final PowerBins power;

  private PerformanceLevel level;

  /// `level * actions`.
  private int row;

  /// Since when the PE is at its level.
  private long since;

  private long from;
  private long busyTicks;

  /// @param level at which it begins
  public Meter(PerformanceLevel level) {
    this(level, null);
  }

  /// @param power where it counts by time too, or null
  Meter(PerformanceLevel level, PowerBins power) {
    this.power = power;
    set(level);
  }

  private void set(PerformanceLevel next) {
    level = next;
    row = next.ordinal() * ACTIONS.length;
  }

  /// Ticks of a core cycle.
  public static int period(PerformanceLevel level) {
    return Ticks.perCycle(level.clockMhz().whole());
  }

  /// Counts an action; returns how long it takes.
  public long did(Action action, long times) {
    int i = row + action.ordinal();
    counts[i] += times;
    return times * TICKS[i];
  }

  public PerformanceLevel level() {
    return level;
  }

  public void change(PerformanceLevel next, long tick) {
    ticksAt[level.ordinal()] += counted(tick);
    if (power != null) {
      addStay(power, tick);
    }
    since = tick;
    set(next);
  }

  /// The time from the last change on, what comes before [#from] left out.
  private long counted(long tick) {
    return Math.max(0, tick - Math.max(since, from));
  }

  /// Time before this tick belongs to loading.
  public void countFrom(long tick) {
    from = tick;
  }

  /// Adds the time from the last change on.
  void addStay(PowerBins to, long tick) {
    if (counted(tick) > 0) {
      to.stay(level, tick - counted(tick), tick);
    }
  }

  /// The core was awake, and so far at one level but for the change to it.
  public void busy(long from, long to) {
    busyTicks += to - from;
    if (power != null) {
      power.awake(level, Math.max(from, since), to);
    }
  }

  public long busyTicks() {
    return busyTicks;
  }

  /// The MAC array works at the core's clock; returns when it has done.
  long launch(MacArrayWork work, long tick) {
    counts[row + Action.MULTIPLY_ACCUMULATE.ordinal()] += work.macs();
    long done = tick + MacArrayCost.CHIP.cycles(work) * period(level);
    if (power != null) {
      power.macs(level, tick, done, work.macs());
    }
    return done;
  }

  /// What was done until the run's end, by level.
  public List<Usage> usage(long end) {
    var usage = new ArrayList<Usage>();
    for (PerformanceLevel at : LEVELS) {
      long ticks = ticksAt[at.ordinal()] + (at == level ? counted(end) : 0);
      if (ticks > 0) {
        usage.add(new Usage(at, ticks, countsAt(at)));
      }
    }
    return usage;
  }

  private Counts countsAt(PerformanceLevel at) {
    var all = new Counts();
    for (Action action : ACTIONS) {
      all.add(action, counts[at.ordinal() * ACTIONS.length + action.ordinal()]);
    }
    return all;
  }

  void save(State.Writer out) {
    out.put(counts);
    out.put(ticksAt);
    out.put(new long[] {level.ordinal(), since, from, busyTicks});
  }

  void restore(State.Reader in) {
    in.get(counts);
    in.get(ticksAt);
    var state = new long[4];
    in.get(state);
    set(LEVELS[(int) state[0]]);
    since = state[1];
    from = state[2];
    busyTicks = state[3];
  }
}
