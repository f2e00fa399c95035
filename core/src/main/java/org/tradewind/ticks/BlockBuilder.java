package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.tradewind.snn.CoreImage;

/// Gathers cores until a block is full, and lowers their rows into one.
final class BlockBuilder {
  /// Sums of a ring: what 16 bits name.
  private static final int MOST_SUMS = 1 << 16;

  /// Slots of a ring at most.
  private static final int MOST_SLOTS = 8;

  private final List<NeuronCore> cores = new ArrayList<>();
  private int sums;
  private int slots = 1;

  /// Whether one more core would be too many.
  boolean isFullFor(NeuronCore core) {
    int ring = powerOfTwo(Math.min(MOST_SLOTS, Math.max(slots, core.image.slots())));
    return !cores.isEmpty() && (long) powerOfTwo(sums + sums(core)) * ring > MOST_SUMS;
  }

  void add(NeuronCore core) {
    cores.add(core);
    sums += sums(core);
    slots = Math.max(slots, core.image.slots());
  }

  boolean isEmpty() {
    return cores.isEmpty();
  }

  private static int sums(NeuronCore core) {
    return core.image.split() ? 2 * core.image.size() : core.image.size();
  }

  /// The least power of two that is not below `n`.
  private static int powerOfTwo(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  /// A block and the vertices that are its sources.
  record Built(Block block, int[] sources) {}

  /// Makes the block and starts anew.
  ///
  /// @param vertexOf the vertex to which a key belongs
  Built build(IntUnaryOperator vertexOf) {
    var building = new Building(cores.toArray(NeuronCore[]::new), powerOfTwo(sums), vertexOf);
    cores.clear();
    sums = 0;
    slots = 1;
    return building.build();
  }

  /// One block while it is built.
  private static final class Building {
    private final NeuronCore[] cores;
    private final CoreImage.Rows[] rows;
    private final int[] at;
    private final int[] inhibitoryAt;
    private final int stride;

    /// Vertices that send to any core, ascending.
    private final int[] sources;

    /// For each core and each of its sources which of [#sources] it is.
    private final int[][] sourceOf;

    private final int[] firstRow;
    private int base = Integer.MAX_VALUE;
    private int ring;
    private int groups;

    Building(NeuronCore[] cores, int stride, IntUnaryOperator vertexOf) {
      this.cores = cores;
      this.stride = stride;
      this.rows = new CoreImage.Rows[cores.length];
      this.at = new int[cores.length];
      this.inhibitoryAt = new int[cores.length];
      this.sourceOf = new int[cores.length][];
      int next = 0;
      for (int c = 0; c < cores.length; c++) {
        rows[c] = (CoreImage.Rows) cores[c].image.input();
        at[c] = next;
        inhibitoryAt[c] = next + (cores[c].image.split() ? cores[c].image.size() : 0);
        next += sums(cores[c]);
        sourceOf[c] = Arrays.stream(rows[c].keys()).map(vertexOf).toArray();
      }
      sources = Arrays.stream(sourceOf).flatMapToInt(Arrays::stream).sorted().distinct().toArray();
      firstRow = new int[sources.length + 1];
      for (int c = 0; c < cores.length; c++) {
        for (int e = 0; e < sourceOf[c].length; e++) {
          int source = Arrays.binarySearch(sources, sourceOf[c][e]);
          sourceOf[c][e] = source;
          int atoms = rows[c].firstRow()[e + 1] - rows[c].firstRow()[e];
          firstRow[source + 1] = Math.max(firstRow[source + 1], atoms);
        }
      }
      for (int source = 0; source < sources.length; source++) {
        firstRow[source + 1] = Math.addExact(firstRow[source + 1], firstRow[source]);
      }
    }

    Built build() {
      cutDelays();
      int[] rowStart = rowStarts();
      int[] words = words(rowStart);
      var block =
          new Block(
              cores,
              at,
              inhibitoryAt,
              stride,
              ring,
              base,
              groups,
              firstRow,
              rowStart,
              words,
              tallies(),
              longestRow());
      return new Built(block, sources);
    }

    /// The shortest and the longest delay make base, ring and groups.
    private void cutDelays() {
      int longest = 0;
      for (int c = 0; c < cores.length; c++) {
        int size = cores[c].image.size();
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int synapse : rows[c].synapses()) {
          least = Math.min(least, synapse & 0xFFFF);
          most = Math.max(most, synapse & 0xFFFF);
        }
        base = Math.min(base, least / size);
        longest = Math.max(longest, most / size);
      }
      base = Math.min(base, longest);
      int delays = longest - base + 1;
      ring = powerOfTwo(Math.min(MOST_SLOTS, delays));
      groups = Math.ceilDiv(delays, ring);
    }

    /// For each place in a core's own ring (twice where sums are split: of weights above zero, and
    /// of the others) `group << 16 | place` in the block's.
    private int[] places(int c) {
      int size = cores[c].image.size();
      int own = size * cores[c].image.slots();
      var places = new int[2 * own];
      for (int place = size * base; place < own; place++) {
        int delay = place / size - base;
        int slot = delay % ring * stride;
        places[place] = delay / ring << 16 | slot + at[c] + place % size;
        places[own + place] = delay / ring << 16 | slot + inhibitoryAt[c] + place % size;
      }
      return places;
    }

    /// Counts words by row and group.
    private int[] rowStarts() {
      var starts = new int[Math.addExact(Math.multiplyExact(firstRow[sources.length], groups), 1)];
      for (int c = 0; c < cores.length; c++) {
        int[] places = places(c);
        CoreImage.Rows of = rows[c];
        for (int e = 0; e < sourceOf[c].length; e++) {
          int to = firstRow[sourceOf[c][e]];
          for (int r = of.firstRow()[e]; r < of.firstRow()[e + 1]; r++, to++) {
            for (int s = of.rowStart()[r]; s < of.rowStart()[r + 1]; s++) {
              starts[to * groups + (places[of.synapses()[s] & 0xFFFF] >>> 16) + 1]++;
            }
          }
        }
      }
      for (int i = 1; i < starts.length; i++) {
        starts[i] = Math.addExact(starts[i], starts[i - 1]);
      }
      return starts;
    }

    private int[] words(int[] rowStart) {
      var words = new int[rowStart[rowStart.length - 1]];
      int[] next = rowStart.clone();
      for (int c = 0; c < cores.length; c++) {
        int[] places = places(c);
        boolean split = cores[c].image.split();
        CoreImage.Rows of = rows[c];
        for (int e = 0; e < sourceOf[c].length; e++) {
          int to = firstRow[sourceOf[c][e]];
          for (int r = of.firstRow()[e]; r < of.firstRow()[e + 1]; r++, to++) {
            for (int s = of.rowStart()[r]; s < of.rowStart()[r + 1]; s++) {
              int weight = of.synapses()[s] >> 16;
              int place = of.synapses()[s] & 0xFFFF;
              boolean apart = split && weight <= 0;
              int lowered = places[apart ? places.length / 2 + place : place];
              words[next[to * groups + (lowered >>> 16)]++] =
                  (apart ? -weight : weight) << 16 | lowered & 0xFFFF;
            }
          }
        }
      }
      return words;
    }

    private int[] tallies() {
      var tallies = new int[Math.multiplyExact(firstRow[sources.length], cores.length)];
      for (int c = 0; c < cores.length; c++) {
        CoreImage.Rows of = rows[c];
        for (int e = 0; e < sourceOf[c].length; e++) {
          int to = firstRow[sourceOf[c][e]];
          for (int r = of.firstRow()[e]; r < of.firstRow()[e + 1]; r++, to++) {
            int events = of.rowStart()[r + 1] - of.rowStart()[r];
            int found =
                switch (of.shape()[e]) {
                  case CoreImage.Rows.INDEXED -> Block.INDEXED;
                  case CoreImage.Rows.SPARSE -> events > 0 ? Block.SPARSE : Block.ABSENT;
                  default -> Block.EVEN;
                };
            tallies[to * cores.length + c] = found | events;
          }
        }
      }
      return tallies;
    }

    private int longestRow() {
      int longest = 0;
      for (CoreImage.Rows of : rows) {
        for (int r = 0; r + 1 < of.rowStart().length; r++) {
          longest = Math.max(longest, of.rowStart()[r + 1] - of.rowStart()[r]);
        }
      }
      return longest;
    }
  }
}
