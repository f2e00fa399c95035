package org.tradewind.run;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.LiveLinks;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.unit.Ticks;

/// What all chips of a run share and none changes.
final class World {
  private static final int LINKS = Spinnaker2.LINKS_PER_CHIP.whole();

  private final Mapping mapping;
  private final Images images;
  private final Options options;
  private final Chance chance;

  private final LiveLinks live;

  /// By target chip: for each chip the first link of a shortest way there, -1 where there is none.
  private final ConcurrentMap<Integer, byte[]> ways = new ConcurrentHashMap<>();

  World(Mapping mapping, Images images, Options options) {
    this.mapping = mapping;
    this.images = images;
    this.options = options;
    this.chance = new Chance(options.seed(), options.faults().round());
    this.live = LiveLinks.of(mapping.machine());
  }

  Mapping mapping() {
    return mapping;
  }

  Images images() {
    return images;
  }

  Options options() {
    return options;
  }

  /// What chooses the level of a vertex' core.
  DvfsPolicy policy(int vertex) {
    return options.dvfs().on(mapping.graph().vertex(vertex).programName());
  }

  /// Where a chip counts what takes power; null where nobody asks.
  PowerBins power() {
    return options.powerBinTicks() == 0 ? null : new PowerBins(options.powerBinTicks());
  }

  /// From when on time and energy count: what comes before the first timestep belongs to loading.
  long countFrom(int steps) {
    return steps > 0 ? options.timestepTicks() : 0;
  }

  Machine machine() {
    return mapping.machine();
  }

  Chance chance() {
    return chance;
  }

  /// The clock of a chip, which starts and runs as it will.
  ChipClock clock(int chip) {
    Faults faults = options.faults();
    double spread = Ticks.PER_SECOND * faults.startSpreadSeconds();
    double off =
        switch (faults.drift().distribution()) {
          case UNIFORM -> 2 * chance.uniform(Chance.Use.DRIFT, chip, 0) - 1;
          case NORMAL -> chance.normal(Chance.Use.DRIFT, chip);
        };
    return new ChipClock(
        Math.round(spread * chance.uniform(Chance.Use.START, chip, 0)),
        1e-6 * faults.drift().ppm() * off);
  }

  int neighbour(int chip, Link link) {
    return live.next(chip, link.ordinal());
  }

  /// No way without circles has more links.
  int longestWay() {
    return Math.min(machine().chipPositions(), 0xFFFF);
  }

  LinkTransmitter transmitter(int chip, Link link) {
    return new LinkTransmitter(
        machine().kind(chip, link),
        options.faults().linkErrors(),
        options.seed(),
        chip * LINKS + link.ordinal());
  }

  /// A PE of the machine as one number.
  int pe(int chip, int p) {
    if (!machine().hasChip(chip) || p < 0 || p >= CoreMap.PES) {
      throw new IllegalArgumentException(
          "chip " + chip + " PE " + p + " is addressed; " + machine() + " has no such PE");
    }
    return chip * CoreMap.PES + p;
  }

  /// The first link on a shortest way between two chips that avoids what is dead.
  Link shortestWay(int from, int to) {
    int link = ways.computeIfAbsent(to, target -> live.to(target).links())[from];
    if (link < 0) {
      throw new IllegalStateException("no way of living links from chip " + from + " to " + to);
    }
    return Link.of(link);
  }
}
