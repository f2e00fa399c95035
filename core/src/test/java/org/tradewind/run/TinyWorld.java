package org.tradewind.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.Placement;
import org.tradewind.mapping.Routes;
import org.tradewind.mapping.RoutingTable;
import org.tradewind.mapping.Tables;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Reception;
import org.tradewind.pe.Sram;
import org.tradewind.unit.Ticks;

/// A machine loaded by hand: programs on PEs, and tables written entry by entry.
final class TinyWorld {
  static final long STEP = Ticks.PER_MILLISECOND;

  private final Machine machine;
  private final List<Integer> pes = new ArrayList<>();
  private final List<MachineVertex> vertices = new ArrayList<>();
  private final List<List<int[]>> entries = new ArrayList<>();
  private final List<List<long[]>> cores = new ArrayList<>();

  TinyWorld(Machine machine) {
    this.machine = machine;
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      entries.add(new ArrayList<>());
      cores.add(new ArrayList<>());
    }
  }

  static TinyWorld chip() {
    return new TinyWorld(Machine.chip());
  }

  /// Puts a kernel on a PE; its vertex is the number of those before it.
  TinyWorld on(int chip, int p, Function<Pe, Kernel> kernel) {
    return on(chip, p, 0, Reception.ALL_IN_ONE, kernel);
  }

  /// With so many bytes of memory and its own FIFOs.
  TinyWorld on(int chip, int p, int bytes, Reception reception, Function<Pe, Kernel> kernel) {
    int v = vertices.size();
    pes.add(chip * 152 + p);
    var program = new Bare(bytes, reception, kernel);
    vertices.add(new MachineVertex("v" + v, 0, 1, program, "bare", 0, 0));
    return this;
  }

  /// Adds an entry that matches all of a key to a chip's table.
  ///
  /// @param links a bit per link
  TinyWorld entry(int chip, int key, int links, int... toPes) {
    return block(chip, key, -1, links, toPes);
  }

  /// Adds an entry that matches a block of keys.
  TinyWorld block(int chip, int key, int mask, int links, int... toPes) {
    var words = new long[3];
    for (int p : toPes) {
      words[p / 64] |= 1L << (p % 64);
    }
    entries.get(chip).add(new int[] {key, mask, links});
    cores.get(chip).add(words);
    return this;
  }

  Mapping mapping() {
    int n = vertices.size();
    var graph = new MachineGraph(vertices, new int[n][0]);
    var keys = new Keys(new int[n], new int[n]);
    var tables = new RoutingTable[machine.chipPositions()];
    for (int chip = 0; chip < tables.length; chip++) {
      List<int[]> rows = entries.get(chip);
      var words = new long[3 * rows.size()];
      var links = new byte[rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(cores.get(chip).get(i), 0, words, 3 * i, 3);
        links[i] = (byte) rows.get(i)[2];
      }
      tables[chip] =
          new RoutingTable(
              rows.stream().mapToInt(row -> row[0]).toArray(),
              rows.stream().mapToInt(row -> row[1]).toArray(),
              links,
              words);
    }
    return new Mapping(
        machine,
        graph,
        new Placement(pes.stream().mapToInt(pe -> pe).toArray()),
        keys,
        new Routes.Builder(0).build(),
        new Tables(tables),
        Images.of(graph, keys));
  }

  Results run(int steps) {
    return run(steps, options(16));
  }

  Results run(int steps, Options options) {
    Mapping mapping = mapping();
    return Run.load(mapping, mapping.images(), options).until(steps);
  }

  static Options options(int fifoPackets) {
    return new Options(STEP, DvfsPolicy.high(), 1, fifoPackets);
  }

  Run loaded(Options options) {
    Mapping mapping = mapping();
    return Run.load(mapping, mapping.images(), options);
  }

  /// A kernel whose memory begins empty.
  private record Bare(int bytes, Reception reception, Function<Pe, Kernel> kernel)
      implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("all", bytes);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      // nothing to write
    }

    @Override
    public Kernel start(Pe pe) {
      return kernel.apply(pe);
    }
  }
}
