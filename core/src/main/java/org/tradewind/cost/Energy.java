package org.tradewind.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.unit.Ticks;

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
  /// @param seconds model time
  /// @param usage what their PEs did; PEs that no usage names are off
  /// @param network what happened between them
  /// @return joules, as a tree whose parts sum to it
  public static Explained explain(int chips, double seconds, List<Usage> usage, Counts network) {
    Explained base =
        leaf(
            "chips without their PEs",
            chips * seconds,
            Spinnaker2.CHIP_BASE_POWER,
            PER_MILLI,
            chips + " chips x " + number(Spinnaker2.CHIP_BASE_POWER) + " x " + seconds(seconds));
    var parts = new ArrayList<Explained>();
    parts.add(base);
    parts.add(byLevel("PEs asleep", usage, Energy::asleep));
    parts.add(byLevel("cores awake, above sleep", usage, Energy::awake));
    if (usage.stream().anyMatch(use -> use.counts().of(Action.MULTIPLY_ACCUMULATE) > 0)) {
      parts.add(byLevel("MAC arrays, above sleep", usage, Energy::macArrays));
    }
    parts.add(network(network));
    return Explained.sum("energy", "J", parts);
  }

  /// Directly where all PEs were at one level, else a part for each level.
  private static Explained byLevel(
      String name, List<Usage> usage, BiFunction<String, Usage, Explained> part) {
    List<Usage> used = usage.stream().filter(use -> use.peTicks() > 0).toList();
    if (used.size() == 1) {
      return part.apply(name, used.getFirst());
    }
    return Explained.sum(
        name,
        "J",
        used.stream()
            .map(use -> part.apply(use.level().name().toLowerCase(Locale.ROOT), use))
            .toList());
  }

  private static Explained asleep(String name, Usage use) {
    Fact power = use.level().sleepMilliwatts();
    double seconds = Ticks.toSeconds(use.peTicks());
    return leaf(
        name,
        seconds,
        power,
        PER_MILLI,
        "PEs' time of " + seconds(seconds) + " x " + number(power));
  }

  private static Explained awake(String name, Usage use) {
    Fact energy = use.level().cyclePicojoules();
    var parts = new ArrayList<Explained>();
    for (Action action : Action.values()) {
      long count = use.counts().of(action);
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
    return Explained.sum(name, "J", parts);
  }

  private static Explained macArrays(String name, Usage use) {
    Fact energy = use.level().macPicojoules();
    long count = use.counts().of(Action.MULTIPLY_ACCUMULATE);
    Explained leaf =
        leaf(
            Action.MULTIPLY_ACCUMULATE.name(),
            count,
            energy,
            PER_PICO,
            count + " x " + number(energy));
    return Explained.sum(name, "J", List.of(leaf));
  }

  private static Explained network(Counts counts) {
    var parts = new ArrayList<Explained>();
    for (Action action : Action.values()) {
      if (!action.onCore() && !action.onMacArray()) {
        Fact energy = action.picojoules();
        long count = counts.of(action);
        parts.add(
            leaf(
                action.name(),
                count,
                energy,
                PER_PICO,
                count + " x " + number(energy) + "; " + energy.source()));
      }
    }
    return Explained.sum("network", "J", parts);
  }

  private static Explained leaf(
      String name, double amount, Fact each, double unit, String because) {
    return Explained.leaf(name, amount * each.value() * unit, "J", each.confidence(), because);
  }

  private static String seconds(double seconds) {
    return number(seconds) + " s";
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
