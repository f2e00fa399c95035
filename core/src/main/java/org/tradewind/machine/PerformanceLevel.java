package org.tradewind.machine;

/// An operating point of a PE. The chip has four; two are quantified in public, and those are
/// modelled.
public enum PerformanceLevel {
  LOW(
      Spinnaker2.LOW_CLOCK,
      Spinnaker2.SLEEP_POWER_LOW,
      Spinnaker2.CYCLE_ENERGY_LOW,
      Spinnaker2.MAC_ENERGY_LOW),
  HIGH(
      Spinnaker2.HIGH_CLOCK,
      Spinnaker2.SLEEP_POWER_HIGH,
      Spinnaker2.CYCLE_ENERGY_HIGH,
      Spinnaker2.MAC_ENERGY_HIGH);

  private final Fact clockMhz;
  private final Fact sleepMilliwatts;
  private final Fact cyclePicojoules;
  private final Fact macPicojoules;

  PerformanceLevel(Fact clockMhz, Fact sleepMilliwatts, Fact cyclePicojoules, Fact macPicojoules) {
    this.clockMhz = clockMhz;
    this.sleepMilliwatts = sleepMilliwatts;
    this.cyclePicojoules = cyclePicojoules;
    this.macPicojoules = macPicojoules;
  }

  public Fact clockMhz() {
    return clockMhz;
  }

  /// Power of a PE that sleeps with its clock on.
  public Fact sleepMilliwatts() {
    return sleepMilliwatts;
  }

  /// Energy of one active CPU cycle, above sleep.
  public Fact cyclePicojoules() {
    return cyclePicojoules;
  }

  /// Energy of one multiply-accumulate of two 8-bit operands on the MAC array, above sleep, reading
  /// the operands included.
  public Fact macPicojoules() {
    return macPicojoules;
  }
}
