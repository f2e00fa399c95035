package org.tradewind.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.tradewind.machine.Fact;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;

/// Joules of a run from its counts, split by cause.
///
/// The model is that of the published power states (CHIP): a chip with all PEs off, a PE asleep
/// with its clock on, and on top the cycles in which its core is awake. Energy of the network
/// beyond what these states contain is not published: its leaves are there, and 0.
public final class Energy {
  private static final double PER_MILLI = 1e-3;
  private static final double PER_PICO = 1e-12;

  private Energy() {}

  /// @param chips powered chips
  /// @param pes PEs that are powered (asleep or awake); all others are off
  /// @param seconds model time
  /// @param level of every PE, all the time
  /// @param counts of everything, cores and network
  /// @return joules, as a tree whose parts sum to it
  public static Explained explain(
      int chips, int pes, double seconds, PerformanceLevel level, Counts counts) {
    return Explained.sum(
        "energy",
        "J",
        List.of(
            constant(
                "chips without their PEs", "chips", chips, Spinnaker2.CHIP_BASE_POWER, seconds),
            constant("PEs asleep", "PEs", pes, level.sleepMilliwatts(), seconds),
            awake(level, counts),
            network(counts)));
  }

  private static Explained constant(
      String name, String what, int number, Fact milliwatts, double seconds) {
    return Explained.leaf(
        name,
        number * milliwatts.value() * PER_MILLI * seconds,
        "J",
        milliwatts.confidence(),
        number + " " + what + " x " + number(milliwatts) + " x " + number(seconds) + " s");
  }

  private static Explained awake(PerformanceLevel level, Counts counts) {
    Fact energy = level.cyclePicojoules();
    var parts = new ArrayList<Explained>();
    for (Action action : Action.values()) {
      long count = counts.of(action);
      if (action.onCore() && count > 0) {
        Fact cycles = action.cycles();
        parts.add(
            Explained.leaf(
                action.name(),
                count * cycles.value() * energy.value() * PER_PICO,
                "J",
                cycles.confidence().weaker(energy.confidence()),
                count + " x " + number(cycles) + " x " + number(energy)));
      }
    }
    return Explained.sum("cores awake, above sleep", "J", parts);
  }

  private static Explained network(Counts counts) {
    var parts = new ArrayList<Explained>();
    for (Action action : Action.values()) {
      if (!action.onCore()) {
        Fact energy = action.picojoules();
        parts.add(
            Explained.leaf(
                action.name(),
                counts.of(action) * energy.value() * PER_PICO,
                "J",
                energy.confidence(),
                counts.of(action) + " x " + number(energy) + "; " + energy.source()));
      }
    }
    return Explained.sum("network", "J", parts);
  }

  private static String number(Fact fact) {
    return number(fact.value()) + " " + fact.unit();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
