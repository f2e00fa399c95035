package org.tradewind.report;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tradewind.machine.BoardAddress;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.DeadParts;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.RoutingTable;

/// What `mapping.json` holds.
final class MappingSummary {
  private static final int LINKS = Link.values().length;

  /// Targets of all vertices together, some 6 bytes each, up to which they are listed.
  static final long MOST_TARGETS = 10_000_000;

  private MappingSummary() {}

  static Map<String, Object> of(Layouts layouts) {
    return of(layouts, MOST_TARGETS);
  }

  static Map<String, Object> of(Layouts layouts, long mostTargets) {
    Mapping mapping = layouts.mapped.mapping();
    var root = new LinkedHashMap<String, Object>();
    root.put("machine", machine(mapping.machine()));
    root.put("timestep_us", layouts.mapped.job().timestepSeconds() * 1e6);
    root.put("sram_limit_bytes", Layouts.SRAM_LIMIT_BYTES);
    root.put("cycles_per_timestep", layouts.cyclesPerStep());
    root.put("vertices", vertices(layouts, mostTargets));
    root.put("routing", routing(mapping));
    return root;
  }

  private static Map<String, Object> machine(Machine machine) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", machine.name());
    entry.put("width", machine.width());
    entry.put("height", machine.height());
    entry.put("wraps", machine.wrap().toString());
    entry.put("live_chips", machine.liveChips());
    entry.put("application_pes", machine.applicationPes());
    entry.put("file", file(machine));
    return entry;
  }

  /// A machine file (docs/machine-file.md), so that the machine can be built again.
  private static Map<String, Object> file(Machine machine) {
    DeadParts dead = DeadParts.of(machine);
    var file = new LinkedHashMap<String, Object>();
    file.put("name", machine.name());
    file.put("machine", machine.whole());
    file.put(
        "reserved_cores",
        IntStream.range(0, CoreMap.PES).filter(machine::isReserved).map(CoreMap::coreId).toArray());
    file.put(
        "dead_boards",
        dead.boards().stream()
            .map(board -> BoardAddress.of(machine, board))
            .map(board -> new int[] {board.x(), board.y(), board.z()})
            .toList());
    file.put(
        "dead_chips",
        dead.chips().stream().map(chip -> new int[] {machine.x(chip), machine.y(chip)}).toList());
    file.put("dead_cores", dead.pes().stream().map(pe -> core(machine, pe)).toList());
    file.put("dead_links", dead.links().stream().map(end -> end(machine, end)).toList());
    file.put(
        "dead_link_directions", dead.directions().stream().map(end -> end(machine, end)).toList());
    return file;
  }

  private static int[] core(Machine machine, int pe) {
    int chip = pe / CoreMap.PES;
    return new int[] {machine.x(chip), machine.y(chip), CoreMap.coreId(pe % CoreMap.PES)};
  }

  private static List<Object> end(Machine machine, DeadParts.End end) {
    return List.of(machine.x(end.chip()), machine.y(end.chip()), end.link().name());
  }

  private static List<Map<String, Object>> vertices(Layouts layouts, long mostTargets) {
    Mapping mapping = layouts.mapped.mapping();
    MachineGraph graph = mapping.graph();
    boolean few =
        IntStream.range(0, graph.size()).mapToLong(v -> graph.targets(v).length).sum()
            <= mostTargets;
    List<Map<String, Object>> all = new ArrayList<>();
    for (int v = 0; v < graph.size(); v++) {
      var vertex = graph.vertex(v);
      int chip = mapping.placement().chip(v);
      int p = mapping.placement().p(v);
      var entry = new LinkedHashMap<String, Object>();
      entry.put("vertex", v);
      entry.put("population", vertex.of());
      entry.put("from", vertex.from());
      entry.put("to", vertex.to());
      entry.put("program", vertex.programName());
      entry.put("x", mapping.machine().x(chip));
      entry.put("y", mapping.machine().y(chip));
      entry.put("p", p);
      entry.put("pe", CoreMap.name(p));
      entry.put("sram_bytes", layouts.sramBytes[v]);
      entry.put("predicted_cycles", vertex.predictedCycles());
      entry.put("predicted_peak_cycles", vertex.predictedPeakCycles());
      boolean sends = graph.sends(v);
      entry.put("key", sends ? Numbers.hex(mapping.keys().key(v)) : null);
      entry.put("mask", sends ? Numbers.hex(mapping.keys().mask(v)) : null);
      entry.put("targets", few ? graph.targets(v) : null);
      all.add(entry);
    }
    return all;
  }

  private static List<Map<String, Object>> routing(Mapping mapping) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int chip = 0; chip < mapping.machine().chipPositions(); chip++) {
      int entries = mapping.tables().chip(chip).size();
      if (entries > 0) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("x", mapping.machine().x(chip));
        entry.put("y", mapping.machine().y(chip));
        entry.put("entries", entries);
        all.add(entry);
      }
    }
    return all;
  }

  /// Where an entry sends to, as one hexadecimal number: bits 0..5 are the links, bit 6 + p is PE
  /// p.
  static String route(RoutingTable table, int entry) {
    BigInteger route = BigInteger.valueOf(table.links()[entry] & 0x3f);
    for (int p = 0; p < CoreMap.PES; p++) {
      if (table.toCore(entry, p)) {
        route = route.setBit(LINKS + p);
      }
    }
    return "0x" + route.toString(16);
  }
}
