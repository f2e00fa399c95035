package org.tradewind.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.tradewind.machine.Fact;
import org.tradewind.machine.PerformanceLevel;
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

  private static final String CHIPS = "chips without their PEs";
  private static final String ASLEEP = "PEs asleep";
  private static final String AWAKE = "cores awake, above sleep";
  private static final String MAC_ARRAYS = "MAC arrays, above sleep";
  private static final String NETWORK = "network";

  private Energy() {}

  /// @param chips powered chips
  /// @param seconds model time
  /// @param usage what their PEs did; PEs that no usage names are off
  /// @param network what happened between them
  /// @return joules, as a tree whose parts sum to it
  public static Explained explain(int chips, double seconds, List<Usage> usage, Counts network) {
    Explained base =
        leaf(
            CHIPS,
            chips * seconds,
            Spinnaker2.CHIP_BASE_POWER,
            PER_MILLI,
            chips + " chips x " + number(Spinnaker2.CHIP_BASE_POWER) + " x " + seconds(seconds));
    var parts = new ArrayList<Explained>();
    parts.add(base);
    parts.add(byLevel(ASLEEP, usage, Energy::asleep));
    parts.add(byLevel(AWAKE, usage, Energy::awake));
    if (usage.stream().anyMatch(use -> use.counts().of(Action.MULTIPLY_ACCUMULATE) > 0)) {
      parts.add(byLevel(MAC_ARRAYS, usage, Energy::macArrays));
    }
    if (network.of(Action.LEVEL_CHANGE) > 0) {
      parts.add(
          Explained.sum("changes of level", "J", List.of(counted(Action.LEVEL_CHANGE, network))));
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
      if (!action.onCore() && !action.onMacArray() && action != Action.LEVEL_CHANGE) {
        parts.add(counted(action, counts));
      }
    }
    return Explained.sum(NETWORK, "J", parts);
  }

  private static Explained counted(Action action, Counts counts) {
    Fact energy = action.picojoules();
    long count = counts.of(action);
    return leaf(
        action.name(),
        count,
        energy,
        PER_PICO,
        count + " x " + number(energy) + "; " + energy.source());
  }

  /// The same over time: the power that [#explain] sums up, bin by bin. Of the network only DRAM
  /// takes energy.
  ///
  /// @param usage of a run in which so many chips were powered
  public static PowerTrace trace(int chips, UsageByTime usage) {
    if (usage.bins() == 0) {
      return PowerTrace.NONE;
    }
    var base = new double[usage.bins()];
    Arrays.fill(base, chips * Spinnaker2.CHIP_BASE_POWER.value());
    var asleep = new double[usage.bins()];
    var awake = new double[usage.bins()];
    var macs = new double[usage.bins()];
    var network = new double[usage.bins()];
    double dramByte = Action.DRAM_BYTE.picojoules().value();
    for (int bin = 0; bin < usage.bins(); bin++) {
      double milliwattsAPicojoule = PER_PICO / PER_MILLI / usage.seconds(bin);
      for (PerformanceLevel level : PerformanceLevel.values()) {
        int l = level.ordinal();
        asleep[bin] +=
            level.sleepMilliwatts().value()
                * Ticks.toSeconds(usage.peTicks()[l][bin])
                / usage.seconds(bin);
        double cycles =
            (double) usage.awakeTicks()[l][bin] / Ticks.perCycle(level.clockMhz().whole());
        awake[bin] += level.cyclePicojoules().value() * cycles * milliwattsAPicojoule;
        macs[bin] += level.macPicojoules().value() * usage.macs()[l][bin] * milliwattsAPicojoule;
      }
      network[bin] = dramByte * usage.dramBytes()[bin] * milliwattsAPicojoule;
    }
    var parts = new ArrayList<PowerTrace.Part>();
    parts.add(new PowerTrace.Part(CHIPS, base));
    parts.add(new PowerTrace.Part(ASLEEP, asleep));
    parts.add(new PowerTrace.Part(AWAKE, awake));
    parts.add(new PowerTrace.Part(MAC_ARRAYS, macs));
    parts.add(new PowerTrace.Part(NETWORK, network));
    return new PowerTrace(Ticks.toSeconds(usage.binTicks()), Ticks.toSeconds(usage.ticks()), parts);
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
