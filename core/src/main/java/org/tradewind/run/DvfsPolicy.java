package org.tradewind.run;

import java.util.Locale;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.machine.Spinnaker2;

/// Chooses the performance level of a core, each for itself. Open: the chip's software does.
///
/// A change takes 100 ns, and of a quad's four cores one may change at a time, by the quad's
/// semaphore; a core that wakes waits for both.
public interface DvfsPolicy {
  /// All cores at 0.5 V and 150 MHz.
  static DvfsPolicy low() {
    return new Fixed(PerformanceLevel.LOW);
  }

  /// All cores at 0.8 V and 300 MHz.
  static DvfsPolicy high() {
    return new Fixed(PerformanceLevel.HIGH);
  }

  /// The published policy with its published thresholds.
  static DvfsPolicy auto() {
    return new ByProgram();
  }

  /// The level at which a core works through what woke it.
  ///
  /// @param waiting packets in its event FIFOs
  PerformanceLevel awake(int waiting);

  /// The level at which it sleeps afterwards, or that of its work where the policy leaves it there.
  ///
  /// @param awake the level at which it worked
  PerformanceLevel asleep(PerformanceLevel awake);

  /// What cores go by that run this program.
  ///
  /// @param program such as `lif_conv2d`
  default DvfsPolicy on(String program) {
    return this;
  }

  /// The fastest level that it chooses. What a core can do in a timestep is planned with it.
  default PerformanceLevel fastest() {
    return PerformanceLevel.HIGH;
  }

  /// Whether cores never change.
  default boolean fixed() {
    return false;
  }

  /// What a reader of a report needs to know.
  String sentence();

  /// Always the same.
  record Fixed(PerformanceLevel level) implements DvfsPolicy {
    @Override
    public PerformanceLevel awake(int waiting) {
      return level;
    }

    @Override
    public PerformanceLevel asleep(PerformanceLevel awake) {
      return level;
    }

    @Override
    public PerformanceLevel fastest() {
      return level;
    }

    @Override
    public boolean fixed() {
      return true;
    }

    @Override
    public String sentence() {
      return "all cores always at the " + this + " level";
    }

    @Override
    public String toString() {
      return level.name().toLowerCase(Locale.ROOT);
    }
  }

  /// High for a timestep that begins with so many packets or more, else low (DPM: "if number of
  /// received spike packets >= pl_threshold then high for this tick, else low").
  ///
  /// @param packets `pl_threshold`
  /// @param asleep the level at which a core sleeps once its work is done. That it is low is
  ///   ASSUMED, after the prototype's software (H19): DPM does not say. High leaves a core at the
  ///   level of its work until the next timestep begins
  record Threshold(int packets, PerformanceLevel asleep) implements DvfsPolicy {
    public Threshold(int packets) {
      this(packets, PerformanceLevel.LOW);
    }

    @Override
    public PerformanceLevel awake(int waiting) {
      return waiting >= packets ? PerformanceLevel.HIGH : PerformanceLevel.LOW;
    }

    @Override
    public PerformanceLevel asleep(PerformanceLevel awake) {
      return asleep == PerformanceLevel.LOW ? asleep : awake;
    }

    @Override
    public String sentence() {
      return "high for a timestep that begins with "
          + packets
          + " packets or more, else low; "
          + (asleep == PerformanceLevel.LOW
              ? "asleep low"
              : "a core stays at its level until the next timestep");
    }

    @Override
    public String toString() {
      return "auto:" + packets + (asleep == PerformanceLevel.LOW ? "" : " asleep as awake");
    }
  }

  /// [Threshold] with a threshold for convolutions and one for all other programs, as published for
  /// two of them. The makers choose them by hand for each network, from how long steps take.
  record ByProgram(Threshold convolutions, Threshold others) implements DvfsPolicy {
    /// What runs convolutions.
    private static final String CONVOLUTION = "lif_conv2d";

    public ByProgram() {
      this(
          new Threshold(Spinnaker2.LEVEL_THRESHOLD_CONVOLUTION.whole()),
          new Threshold(Spinnaker2.LEVEL_THRESHOLD_LIF.whole()));
    }

    @Override
    public DvfsPolicy on(String program) {
      return program.equals(CONVOLUTION) ? convolutions : others;
    }

    @Override
    public PerformanceLevel awake(int waiting) {
      return others.awake(waiting);
    }

    @Override
    public PerformanceLevel asleep(PerformanceLevel awake) {
      return others.asleep(awake);
    }

    @Override
    public String sentence() {
      return CONVOLUTION
          + ": "
          + convolutions.sentence()
          + "; other programs: from "
          + others.packets()
          + " packets on";
    }

    @Override
    public String toString() {
      return equals(DvfsPolicy.auto())
          ? "auto"
          : CONVOLUTION + " " + convolutions + ", others " + others;
    }
  }
}
