package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tradewind.snn.NeuronJoiner;

/// Which place each neuron of a block has, and which row each neuron that sends to it.
final class BlockPlan {
  /// In the order of their groups.
  final List<Lowering> cores = new ArrayList<>();

  final Delays delays;

  /// See [Lowered].
  final int sides;

  private final List<List<Lowering>> grouped;
  private final int neurons;
  private final int places;
  private final Senders senders;

  /// Runs that send to any core, ascending.
  final int[] runs;

  /// Of each run its first row here; one more behind.
  private final int[] firstRow;

  /// @param multiple each run's rows begin at a multiple of this power of two; between runs there
  ///   are rows that nobody sends
  BlockPlan(List<Lowering> added, Delays delays, int multiple, Senders senders) {
    this.delays = delays;
    this.senders = senders;
    grouped = Grouping.of(added);
    boolean anyApart = added.stream().anyMatch(core -> core.image.split());
    sides = delays.differ() && anyApart ? 2 : 1;
    neurons = added.stream().mapToInt(Lowering::neurons).sum();
    places = layOut();
    runs =
        cores.stream()
            .flatMapToInt(core -> Arrays.stream(core.run, 0, core.pieces))
            .sorted()
            .distinct()
            .toArray();
    firstRow = new int[runs.length + 1];
    for (Lowering core : cores) {
      core.at = new int[core.pieces];
      for (int p = 0; p < core.pieces; p++) {
        int run = Arrays.binarySearch(runs, core.run[p]);
        core.at[p] = run;
        firstRow[run + 1] = Math.max(firstRow[run + 1], core.first[p] + core.count[p]);
      }
    }
    for (int run = 0; run < runs.length; run++) {
      int padded = Math.addExact(firstRow[run + 1], multiple - 1) & -multiple;
      firstRow[run + 1] = Math.addExact(padded, firstRow[run]);
    }
    for (Lowering core : cores) {
      for (int p = 0; p < core.pieces; p++) {
        core.at[p] = firstRow[core.at[p]] + core.first[p];
      }
    }
  }

  /// A group's places lie behind each other. What inhibits, where it is apart, has places of its
  /// own: behind all, as far as neurons are many, or where delays differ sums of one side.
  ///
  /// @return the number of places, without those of a second side
  private int layOut() {
    int distance = sides == 2 ? powerOfTwo(neurons) : neurons;
    int next = 0;
    boolean anyApart = false;
    for (List<Lowering> group : grouped) {
      boolean apart = group.getFirst().image.split();
      anyApart |= apart;
      for (Lowering core : group) {
        core.place = next;
        core.inhibitoryPlace = next + (apart ? distance : 0);
        next += core.neurons();
        cores.add(core);
      }
    }
    return powerOfTwo(anyApart && sides == 1 ? 2 * neurons : neurons);
  }

  /// The least power of two that is not below `n`.
  private static int powerOfTwo(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  int rows() {
    return firstRow[runs.length];
  }

  /// The first row of a run that sends here.
  int firstRow(int run) {
    return firstRow[Arrays.binarySearch(runs, run)];
  }

  /// Rows of a run that sends here, with those behind it that nobody sends.
  int rowsOf(int run) {
    int r = Arrays.binarySearch(runs, run);
    return firstRow[r + 1] - firstRow[r];
  }

  /// Kinds of words: see [BlockRows]; 1 where they have no heads.
  int kinds() {
    return delays.number() * sides;
  }

  /// To lay down its rows.
  ///
  /// @param shift as there
  BlockRows.Builder laying(int shift) {
    return new BlockRows.Builder(rows(), shift, kinds(), delays.differ());
  }

  Group[] groups(NeuronJoiner joiner, long seed) {
    return grouped.stream()
        .map(group ->
            new Group(
                group.stream().map(core -> core.core).toList(),
                group.stream().map(core -> core.image).toList(),
                group.getFirst().place,
                group.getFirst().inhibitoryPlace,
                joiner,
                seed))
        .toArray(Group[]::new);
  }

  /// @param dense of [Loading.Sizes]
  Lowered lowered(BlockRows lying, int dense) {
    var coreOf = new char[places];
    var dearest = new long[cores.size()];
    var bare = new long[cores.size()];
    var perSynapse = new long[cores.size()];
    for (int c = 0; c < cores.size(); c++) {
      Lowering core = cores.get(c);
      Arrays.fill(coreOf, core.place, core.place + core.neurons(), (char) c);
      if (sides == 1) {
        int apart = core.inhibitoryPlace;
        Arrays.fill(coreOf, apart, apart + core.neurons(), (char) c);
      }
      dearest[c] = core.dearest;
      bare[c] = core.bare();
      perSynapse[c] = core.perSynapse();
    }
    return new Lowered(
        delays.base(),
        delays.number(),
        sides,
        lying,
        neurons >= dense ? DenseRows.of(lying, neurons) : Optional.empty(),
        coreOf,
        sections(),
        dearest,
        bare,
        perSynapse);
  }

  private Sections sections() {
    var sections = new Sections.Builder(rows());
    for (Lowering core : cores) {
      for (int p = 0; p < core.pieces; p++) {
        sections.cut(core.at[p]);
        sections.cut(core.at[p] + core.count[p]);
      }
    }
    sections.isCut();
    for (Lowering core : cores) {
      for (int p = 0; p < core.pieces; p++) {
        sections.count(core.at[p], core.at[p] + core.count[p]);
      }
    }
    sections.isCounted();
    for (int c = 0; c < cores.size(); c++) {
      Lowering core = cores.get(c);
      for (int p = 0; p < core.pieces; p++) {
        sections.add(core.at[p], core.at[p] + core.count[p], c, core.shape[p]);
      }
    }
    return sections.built();
  }

  /// Told of a vertex that sends here.
  interface Source {
    void of(int vertex, int firstRow);
  }

  /// Tells the vertices whose rows are here.
  void sources(Source source) {
    for (int r = 0; r < runs.length; r++) {
      int row = firstRow[r];
      for (int u = 0; u < senders.vertices(runs[r]) && row < firstRow[r + 1]; u++) {
        source.of(senders.vertex(runs[r]) + u, row);
        row += senders.stride(runs[r]);
      }
    }
  }
}
