package org.tradewind.io.machine;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.unit.InputException;

/// The description of a machine that SpiNNMachine writes (its json_machine.py) and the Java tools
/// of SpiNNaker read: width, height, what chips have as a rule, and every chip that lives, as `[x,
/// y, {"cores": 153, "ethernet": [0, 0], "deadLinks": [0]}, {exceptions}]`.
///
/// Taken from it are chips, numbers of cores (ids from 0, the management core, on), dead links
/// (each in the direction in which it is named) and monitors, the lowest cores, which are kept from
/// applications. Not taken are addresses, tags, memory and routing entries.
final class SpinnMachineFormat {
  /// Of a chip of SpiNNaker1.
  private static final int FIRST_GENERATION_ENTRIES = 1_024;

  private static final int MOST_SIDE = 9_999;

  /// Counted with the management core.
  private static final int MOST_CORES = CoreMap.PES + 1;

  private int width;
  private int height;

  // the management core alone, where the file says nothing
  private int monitors = 1;
  private int ethernetMonitors = 1;

  private SpinnMachineFormat() {}

  /// Whether a file says what SpiNNMachine says, and not what we say.
  static boolean isMeant(String file, byte[] bytes) {
    boolean[] meant = new boolean[1];
    Json.read(
        file,
        bytes,
        (json, key) -> {
          meant[0] |= key.equals("chips") || key.equals("standardResources");
          json.skip();
        });
    return meant[0];
  }

  static Machine read(String file, byte[] bytes) {
    var format = new SpinnMachineFormat();
    Json.read(file, bytes, format::rule);
    Machine whole = format.whole(file);
    var builder = whole.builder().reserving(format.reserved(whole));
    var named = new BitSet(whole.chipPositions());
    Json.read(
        file,
        bytes,
        (json, key) -> {
          if (key.equals("chips")) {
            json.list(() -> format.chip(json, whole, builder, named));
          } else {
            json.skip();
          }
        });
    for (int chip = 0; chip < whole.chipPositions(); chip++) {
      if (!named.get(chip)) {
        builder.withoutChip(chip);
      }
    }
    return builder.build();
  }

  private void rule(Json json, String key) {
    switch (key) {
      case "width" -> width = json.whole(1, MOST_SIDE);
      case "height" -> height = json.whole(1, MOST_SIDE);
      case "standardResources" ->
          json.object(resource -> {
            switch (resource) {
              case "monitors" -> monitors = json.whole(1, MOST_CORES);
              case "routerEntries" -> secondGeneration(json);
              default -> json.skip();
            }
          });
      case "ethernetResources" ->
          json.object(resource -> {
            switch (resource) {
              case "monitors" -> ethernetMonitors = json.whole(1, MOST_CORES);
              default -> json.skip();
            }
          });
      default -> json.skip();
    }
  }

  private static void secondGeneration(Json json) {
    if (json.whole(0, Integer.MAX_VALUE) <= FIRST_GENERATION_ENTRIES) {
      throw json.error("is that of a SpiNNaker1; what is modelled here is SpiNNaker2");
    }
  }

  private Machine whole(String file) {
    if (width == 0 || height == 0) {
      throw new InputException(file, "the keys 'width' and 'height' are missing");
    }
    return Machine.ofSize(file, width, height);
  }

  /// What is kept from applications anyway, and the monitors that every chip has.
  private int[] reserved(Machine whole) {
    return IntStream.range(0, CoreMap.PES)
        .filter(p -> whole.isReserved(p) || CoreMap.coreId(p) < commonMonitors())
        .toArray();
  }

  private int commonMonitors() {
    return Math.min(monitors, ethernetMonitors);
  }

  private void chip(Json json, Machine whole, Machine.Builder builder, BitSet named) {
    json.enter();
    json.need("x");
    int x = json.whole(0, MOST_SIDE);
    json.need("y");
    int y = json.whole(0, MOST_SIDE);
    int chip = json.checked(() -> whole.chipAt("chip", x, y));
    if (named.get(chip)) {
      throw json.error("names chip (" + x + "," + y + ") again");
    }
    named.set(chip);
    json.need("what the chip has");
    int[] cores = {MOST_CORES};
    boolean[] ethernet = new boolean[1];
    json.object(detail -> {
      switch (detail) {
        case "cores" -> cores[0] = json.whole(1, MOST_CORES);
        case "ipAddress" -> {
          ethernet[0] = true;
          json.skip();
        }
        case "deadLinks" ->
            json.list(() -> builder.withoutDirection(chip, Link.of(json.whole(0, 5))));
        case "ethernet" -> ethernet(json, whole, chip);
        default -> json.skip();
      }
    });
    int[] kept = {ethernet[0] ? ethernetMonitors : monitors};
    while (json.more()) {
      json.object(exception -> {
        switch (exception) {
          case "monitors" -> kept[0] = json.whole(1, MOST_CORES);
          default -> json.skip();
        }
      });
    }
    for (int p = 0; p < CoreMap.PES; p++) {
      int coreId = CoreMap.coreId(p);
      if (coreId >= cores[0] || coreId < kept[0] && coreId >= commonMonitors()) {
        builder.withoutPe(chip, p);
      }
    }
  }

  /// The board that the file has a chip on must be the one that we know it on.
  private static void ethernet(Json json, Machine whole, int chip) {
    json.enter();
    json.need("x");
    int x = json.whole(0, MOST_SIDE);
    json.need("y");
    int y = json.whole(0, MOST_SIDE);
    int known = whole.ethernetChip(whole.boardOf(chip));
    if (x != whole.x(known) || y != whole.y(known)) {
      throw json.error(
          "is (%d,%d), but the Ethernet chip of that board is (%d,%d)"
              .formatted(x, y, whole.x(known), whole.y(known)));
    }
    json.end();
  }
}
