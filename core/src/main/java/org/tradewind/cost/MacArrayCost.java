package org.tradewind.cost;

import static org.tradewind.machine.Confidence.ASSUMED;
import static org.tradewind.machine.Confidence.DERIVED;

import java.util.List;
import org.tradewind.machine.Fact;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;

/// Cycles and energy of the MAC array. While it works the core sleeps until the completion
/// interrupt, so these are cycles of the array and none of the core; what the core does before and
/// after is counted as its own [Action]s.
///
///     cycles = launch + tiles x (tile + T) + writtenBytes / port
///     T      = max(steps, R) if operands are prefetched, else steps + R
///     R      = runs x ceil(bytesPerRun / port) + ceil(streamedBytes / port)
///
/// Every cell does one multiply-accumulate a step. One port to the SRAM carries operands in and
/// results out, in words that it takes a cycle each. A matrix product reads 4 + 16 bytes a step
/// and so reaches 80 % of the peak through a port of 16 bytes whatever else it does: the published
/// run, at 78.2 %, is just below. With one row of four in use that bound is 20 %: fully connected
/// layers are reported at 16-19 %. What lies between is calibrated: [#tileCycles] and
/// [#launchCycles] are chosen for the 78.2 % of a product of 64 x 256 x 128 and for that band.
/// Convolutions are reported at 22-50 %; with reading behind working they would stay near 100 %,
/// so there the two take turns.
///
/// @param portBytes bytes that pass between SRAM and array in a cycle
/// @param tileCycles cycles between two tiles in which no cell works: filling and emptying
/// @param launchCycles cycles from the core's request to the first tile and from the last one to
///     the interrupt
public record MacArrayCost(Fact portBytes, Fact tileCycles, Fact launchCycles) {
  /// The product chip's array, as far as we know.
  public static final MacArrayCost CHIP =
      new MacArrayCost(
          new Fact(
              "port between SRAM and MAC array",
              16,
              "B/cycle",
              ASSUMED,
              "not published; a bank's width of 128 bit. It bounds matmul at 80 %, 78.2 % measured"),
          new Fact(
              "a tile's fill and drain",
              2,
              "cycles",
              ASSUMED,
              "not published; calibrated on the utilisation of 78.2 % (CHIP)"),
          new Fact(
              "a launch: registers, start, completion interrupt",
              200,
              "cycles",
              ASSUMED,
              "not published; calibrated on the utilisation of fully connected layers (CHIP)"));

  private static final double PER_PICO = 1e-12;

  /// What a report needs to name.
  public List<Fact> facts() {
    return List.of(portBytes, tileCycles, launchCycles);
  }

  /// Cycles of one launch.
  public long cycles(MacArrayWork work) {
    return Math.round(explain(work).value());
  }

  /// Share of the array's peak that one launch reaches, of 8-bit multiply-accumulates.
  public double utilisation(MacArrayWork work) {
    int cells = Spinnaker2.MAC_ROWS.whole() * Spinnaker2.MAC_COLUMNS.whole();
    return (double) work.macs() / cells / cycles(work);
  }

  /// Cycles of one launch, split by cause.
  public Explained explain(MacArrayWork work) {
    long steps = work.stepsPerTile();
    long reading =
        work.runsPerTile() * words(work.bytesPerRun()) + words(work.streamedBytesPerTile());
    long waiting = work.prefetched() ? Math.max(0, reading - steps) : reading;
    return Explained.sum(
        "MAC array",
        "cycles",
        List.of(
            cycles("launch", 1, launchCycles.whole()),
            new Explained(
                "multiply-accumulate",
                (double) work.tiles() * steps,
                "cycles",
                DERIVED,
                work.tiles() + " tiles x " + steps + " steps",
                List.of()),
            cycles("waiting for operands", work.tiles(), waiting),
            cycles("fill and drain", work.tiles(), tileCycles.whole()),
            cycles("writing results", 1, words(work.writtenBytes()))));
  }

  /// Joules of one launch above a PE that sleeps. Idle cells and waiting cost nothing, which is a
  /// guess: the published figure is of a run that leaves few cells idle.
  public static Explained energy(MacArrayWork work, PerformanceLevel level) {
    Fact energy = level.macPicojoules();
    return Explained.leaf(
        "MAC array",
        work.macs() * energy.value() * PER_PICO,
        "J",
        energy.confidence(),
        work.macs() + " 8-bit multiply-accumulates x " + energy.value() + " pJ");
  }

  private static Explained cycles(String name, long times, long each) {
    return Explained.leaf(
        name, (double) times * each, "cycles", ASSUMED, times + " x " + each + " cycles");
  }

  private long words(long bytes) {
    return Math.ceilDiv(bytes, portBytes.whole());
  }
}
