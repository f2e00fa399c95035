package org.tradewind.run;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.machine.CoreMap;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Ticks;

/// What goes wrong while the machine moves, all of it drawn from the run's seed: the same seed
/// gives the same faults on any number of threads. Parts that are dead from the beginning belong to
/// the machine and are avoided by mapping; these are not.
///
/// A run in another *round* has other faults; chips keep their clocks.
///
/// @param loss the probability that a packet is lost on a chip that it crosses
/// @param corruption the probability that a packet has one bit of its key or payload flipped on a
///   chip that it crosses
/// @param linkErrors the probability that a frame on a link between chips is corrupted; its CRC
///   finds it and it is sent again
/// @param bitFlipHz how often each bit of a loaded PE's memory flips, from the start interrupt to
///   the end of the last timestep
/// @param startSpreadSeconds chips start so much later at most, each at its own time, uniformly
/// @param stops cores that stop while they run
/// @param round which of several independent runs, 0 .. 2^24 - 1
public record Faults(
    double loss,
    double corruption,
    double linkErrors,
    double bitFlipHz,
    Drift drift,
    double startSpreadSeconds,
    List<Stop> stops,
    int round) {
  /// Made here and not in [Drift], whose constructor asks this class: whichever of the two is used
  /// first has to find the other whole.
  public static final Faults NONE =
      new Faults(0, 0, 0, 0, new Drift(Distribution.UNIFORM, 0), 0, List.of(), 0);

  private static final String WHERE = "faults";
  private static final double MOST_PPM = 10_000;
  private static final double MOST_SPREAD_SECONDS = 10;

  /// How chips' clocks differ, which pace their cores' timers.
  ///
  /// @param ppm uniform: at most so many millionths off; normal: the standard deviation
  public record Drift(Distribution distribution, double ppm) {
    public Drift {
      within("drift", ppm, 0, MOST_PPM, "millionths");
    }
  }

  public enum Distribution {
    UNIFORM,
    NORMAL
  }

  /// A core stops, its PE's hardware goes on: packets still come into its FIFOs.
  ///
  /// @param pe `chip * 152 + p`
  /// @param seconds after the machine's time 0
  public record Stop(int pe, double seconds) {
    public Stop {
      within("stop", seconds, 0, 1e6, "s");
    }

    int chip() {
      return pe / CoreMap.PES;
    }

    int p() {
      return pe % CoreMap.PES;
    }

    long tick() {
      return Ticks.ofSeconds(seconds);
    }
  }

  public Faults {
    within("loss", loss, 0, 1, "as a probability");
    within("corruption", corruption, 0, 1, "as a probability");
    within("link errors", linkErrors, 0, 0.99, "as a probability");
    within("bit flips", bitFlipHz, 0, 1, "a bit and second");
    within("start spread", startSpreadSeconds, 0, MOST_SPREAD_SECONDS, "s");
    stops = List.copyOf(stops);
    if (round < 0 || round >= 1 << 24) {
      throw new IllegalArgumentException("round " + round);
    }
  }

  private static void within(String what, double value, double least, double most, String unit) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          WHERE,
          "%s of %s is out of range; give %s to %s %s"
              .formatted(what, plain(value), plain(least), plain(most), unit));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : Double.toString(value);
  }

  public Faults withLoss(double probability) {
    return new Faults(
        probability, corruption, linkErrors, bitFlipHz, drift, startSpreadSeconds, stops, round);
  }

  public Faults withCorruption(double probability) {
    return new Faults(
        loss, probability, linkErrors, bitFlipHz, drift, startSpreadSeconds, stops, round);
  }

  public Faults withLinkErrors(double probability) {
    return new Faults(
        loss, corruption, probability, bitFlipHz, drift, startSpreadSeconds, stops, round);
  }

  public Faults withBitFlips(double hertzOfEachBit) {
    return new Faults(
        loss, corruption, linkErrors, hertzOfEachBit, drift, startSpreadSeconds, stops, round);
  }

  public Faults withDrift(Distribution distribution, double ppm) {
    var other = new Drift(distribution, ppm);
    return new Faults(
        loss, corruption, linkErrors, bitFlipHz, other, startSpreadSeconds, stops, round);
  }

  public Faults withStartSpread(double seconds) {
    return new Faults(loss, corruption, linkErrors, bitFlipHz, drift, seconds, stops, round);
  }

  /// One more core that stops.
  ///
  /// @param pe `chip * 152 + p`
  public Faults withStop(int pe, double seconds) {
    var more = new ArrayList<>(stops);
    more.add(new Stop(pe, seconds));
    return new Faults(
        loss, corruption, linkErrors, bitFlipHz, drift, startSpreadSeconds, more, round);
  }

  public Faults inRound(int number) {
    return new Faults(
        loss, corruption, linkErrors, bitFlipHz, drift, startSpreadSeconds, stops, number);
  }

  /// Whether what a core finds in its memory or in a packet may be nonsense.
  boolean corrupting() {
    return corruption > 0 || bitFlipHz > 0;
  }
}
