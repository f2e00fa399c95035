package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;

/// Gathers cores until a block is full, and lowers their rows into one.
final class BlockBuilder {
  /// Sums of a ring: what 16 bits name.
  private static final int MOST_SUMS = 1 << 16;

  /// Slots of a ring at most.
  private static final int MOST_SLOTS = 8;

  private final Senders senders;
  private final NeuronJoiner joiner = new NeuronJoiner(Group.NEURONS);
  private final long seed;
  private final long safeTicks;

  private List<Lowering> cores = new ArrayList<>();
  private Delays delays = Delays.NONE;
  private int sums;

  /// @param seed of the run
  /// @param safeTicks how long a step is that is surely over in time
  BlockBuilder(Senders senders, long seed, long safeTicks) {
    this.senders = senders;
    this.seed = seed;
    this.safeTicks = safeTicks;
  }

  /// The shortest and the longest of some delay fields.
  private record Delays(int least, int most) {
    static final Delays NONE = new Delays(Integer.MAX_VALUE, 0);

    static Delays of(CoreImage.Rows rows, int neurons) {
      int least = Integer.MAX_VALUE;
      int most = 0;
      for (int synapse : rows.synapses()) {
        least = Math.min(least, synapse & 0xFFFF);
        most = Math.max(most, synapse & 0xFFFF);
      }
      return rows.synapses().length == 0 ? NONE : new Delays(least / neurons, most / neurons);
    }

    Delays and(Delays other) {
      return new Delays(Math.min(least, other.least), Math.max(most, other.most));
    }

    int base() {
      return Math.min(least, most);
    }

    int ring() {
      return powerOfTwo(Math.min(MOST_SLOTS, most - base() + 1));
    }

    int parts() {
      return Math.ceilDiv(most - base() + 1, ring());
    }
  }

  /// A core that is to be lowered.
  private static final class Lowering {
    final NeuronCore core;
    final CoreImage.Receiving image;
    final CoreImage.Rows rows;
    final Delays delays;

    /// The vertices that send to it; of each its first row, how many it has, and how they are
    /// found.
    final int[] vertices;

    final int[] first;
    final int[] atoms;
    final byte[] shapes;

    /// For each of them which of the block's sources it is.
    int[] sourceOf;

    /// Its first sums within a slot.
    int at;

    int inhibitoryAt;

    Lowering(NeuronCore core, CoreImage.Receiving image, CoreImage.Rows rows, Senders senders) {
      this.core = core;
      this.image = image;
      this.rows = rows;
      this.delays = Delays.of(rows, image.size());
      var found = new Senders.Found[rows.keys().length];
      int count = 0;
      for (int e = 0; e < found.length; e++) {
        found[e] = senders.to(core.vertex, rows.keys()[e], rows(e));
        count += found[e].vertices().length;
      }
      vertices = new int[count];
      first = new int[count];
      atoms = new int[count];
      shapes = new byte[count];
      int at = 0;
      for (int e = 0; e < found.length; e++) {
        for (int i = 0; i < found[e].vertices().length; i++, at++) {
          int distance = found[e].distances()[i];
          vertices[at] = found[e].vertices()[i];
          first[at] = rows.firstRow()[e] + distance;
          atoms[at] = Math.min(senders.atoms(vertices[at]), rows(e) - distance);
          shapes[at] = rows.shape()[e];
        }
      }
    }

    private int rows(int e) {
      return rows.firstRow()[e + 1] - rows.firstRow()[e];
    }

    int sums() {
      return image.split() ? 2 * image.size() : image.size();
    }
  }

  /// What a block is made from: see there.
  record Lowered(
      int stride,
      int ring,
      int base,
      int parts,
      int[] firstRow,
      int[] rowStart,
      int[] words,
      char[] places,
      int[] weights,
      char[] coreOf,
      byte[] shapes,
      long[] dearest) {}

  /// A block and the vertices that are its sources.
  record Built(Block block, int[] sources) {}

  /// Adds a core; gives the others to `full` where one more is too many.
  void add(NeuronCore core, CoreImage.Receiving image, CoreImage.Rows rows, Consumer<Built> full) {
    var lowering = new Lowering(core, image, rows, senders);
    Delays all = delays.and(lowering.delays);
    if (!cores.isEmpty() && (long) powerOfTwo(sums + lowering.sums()) * all.ring() > MOST_SUMS) {
      full.accept(build());
      all = lowering.delays;
    }
    cores.add(lowering);
    sums += lowering.sums();
    delays = all;
  }

  /// Gives the last cores to `full`.
  void end(Consumer<Built> full) {
    if (!cores.isEmpty()) {
      full.accept(build());
    }
  }

  private Built build() {
    var building = new Building(cores, delays, powerOfTwo(sums));
    Group[] groups = building.groups(joiner, seed);
    var block = new Block(building.lowered(), groups, safeTicks);
    cores = new ArrayList<>();
    delays = Delays.NONE;
    sums = 0;
    return new Built(block, building.sources);
  }

  /// The least power of two that is not below `n`.
  private static int powerOfTwo(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  /// One block while it is built.
  private static final class Building {
    private final List<List<Lowering>> alike = new ArrayList<>();

    /// In the order of their groups.
    private final List<Lowering> cores = new ArrayList<>();

    private final Delays delays;
    private final int stride;

    /// Vertices that send to any core, ascending.
    private final int[] sources;

    private final int[] firstRow;

    Building(List<Lowering> added, Delays delays, int stride) {
      this.delays = delays;
      this.stride = stride;
      for (Lowering core : added) {
        alike.reversed().stream()
            .filter(group -> group.getFirst().image.alike(core.image))
            .findFirst()
            .filter(group -> size(group) + core.image.size() <= Group.NEURONS)
            .orElseGet(this::newGroup)
            .add(core);
      }
      layOut();
      for (Lowering core : cores) {
        core.sourceOf = core.vertices.clone();
      }
      sources =
          cores.stream()
              .flatMapToInt(core -> Arrays.stream(core.sourceOf))
              .sorted()
              .distinct()
              .toArray();
      firstRow = new int[sources.length + 1];
      for (Lowering core : cores) {
        for (int e = 0; e < core.sourceOf.length; e++) {
          int source = Arrays.binarySearch(sources, core.sourceOf[e]);
          core.sourceOf[e] = source;
          firstRow[source + 1] = Math.max(firstRow[source + 1], core.atoms[e]);
        }
      }
      for (int source = 0; source < sources.length; source++) {
        firstRow[source + 1] = Math.addExact(firstRow[source + 1], firstRow[source]);
      }
    }

    private List<Lowering> newGroup() {
      var group = new ArrayList<Lowering>();
      alike.add(group);
      return group;
    }

    private static int size(List<Lowering> group) {
      return group.stream().mapToInt(core -> core.image.size()).sum();
    }

    /// A group's sums lie behind each other, where they are split those of inhibition behind them.
    private void layOut() {
      int next = 0;
      for (List<Lowering> group : alike) {
        int size = size(group);
        boolean split = group.getFirst().image.split();
        for (Lowering core : group) {
          core.at = next;
          core.inhibitoryAt = split ? next + size : next;
          next += core.image.size();
          cores.add(core);
        }
        next += split ? size : 0;
      }
    }

    Group[] groups(NeuronJoiner joiner, long seed) {
      return alike.stream()
          .map(group ->
              new Group(
                  group.stream().map(core -> core.core).toList(),
                  group.stream().map(core -> core.image).toList(),
                  group.getFirst().at,
                  group.getFirst().inhibitoryAt,
                  joiner,
                  seed))
          .toArray(Group[]::new);
    }

    Lowered lowered() {
      var coreOf = new char[stride];
      var shapes = new byte[Math.multiplyExact(sources.length, cores.size())];
      var dearest = new long[cores.size()];
      for (int c = 0; c < cores.size(); c++) {
        Lowering core = cores.get(c);
        Arrays.fill(coreOf, core.at, core.at + core.image.size(), (char) c);
        Arrays.fill(coreOf, core.inhibitoryAt, core.inhibitoryAt + core.image.size(), (char) c);
        CoreImage.Rows rows = core.rows;
        for (int e = 0; e < core.sourceOf.length; e++) {
          shapes[core.sourceOf[e] * cores.size() + c] = (byte) (1 + core.shapes[e]);
          for (int r = core.first[e]; r < core.first[e] + core.atoms[e]; r++) {
            int length = rows.rowStart()[r + 1] - rows.rowStart()[r];
            dearest[c] = Math.max(dearest[c], core.core.packetCycles(core.shapes[e], length));
          }
        }
      }
      int[] rowStart = rowStart();
      int[] words = words(rowStart);
      boolean even = isEven(rowStart, words);
      return new Lowered(
          stride,
          delays.ring(),
          delays.base(),
          delays.parts(),
          firstRow,
          rowStart,
          even ? new int[0] : words,
          even ? places(words) : new char[0],
          even ? weights(rowStart, words) : new int[0],
          coreOf,
          shapes,
          dearest);
    }

    /// For each place in a core's own ring (twice where sums are split: of weights above zero, and
    /// of the others) `part << 16 | place` in the block's.
    private int[] places(Lowering core) {
      int size = core.image.size();
      int own = size * core.image.slots();
      int ring = delays.ring();
      var places = new int[2 * own];
      for (int place = size * delays.base(); place < own; place++) {
        int delay = place / size - delays.base();
        int slot = delay % ring * stride;
        places[place] = delay / ring << 16 | slot + core.at + place % size;
        places[own + place] = delay / ring << 16 | slot + core.inhibitoryAt + place % size;
      }
      return places;
    }

    /// Whether all synapses of a row and part have one weight.
    private static boolean isEven(int[] rowStart, int[] words) {
      for (int r = 0; r + 1 < rowStart.length; r++) {
        for (int s = rowStart[r] + 1; s < rowStart[r + 1]; s++) {
          if ((words[s] ^ words[s - 1]) >>> 16 != 0) {
            return false;
          }
        }
      }
      return true;
    }

    private static char[] places(int[] words) {
      var places = new char[words.length];
      for (int s = 0; s < places.length; s++) {
        places[s] = (char) words[s];
      }
      return places;
    }

    private static int[] weights(int[] rowStart, int[] words) {
      var weights = new int[rowStart.length - 1];
      for (int r = 0; r < weights.length; r++) {
        weights[r] = rowStart[r] == rowStart[r + 1] ? 0 : words[rowStart[r]] >> 16;
      }
      return weights;
    }

    /// Counts words by row and part.
    private int[] rowStart() {
      int parts = delays.parts();
      var starts = new int[Math.addExact(Math.multiplyExact(firstRow[sources.length], parts), 1)];
      for (Lowering core : cores) {
        int[] places = places(core);
        CoreImage.Rows rows = core.rows;
        int[] synapses = rows.synapses();
        for (int e = 0; e < core.sourceOf.length; e++) {
          int to = firstRow[core.sourceOf[e]] * parts + 1;
          for (int r = core.first[e]; r < core.first[e] + core.atoms[e]; r++, to += parts) {
            int end = rows.rowStart()[r + 1];
            if (parts == 1) {
              starts[to] += end - rows.rowStart()[r];
              continue;
            }
            for (int s = rows.rowStart()[r]; s < end; s++) {
              starts[to + (places[synapses[s] & 0xFFFF] >>> 16)]++;
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
      int parts = delays.parts();
      var words = new int[rowStart[rowStart.length - 1]];
      int[] next = rowStart.clone();
      for (Lowering core : cores) {
        int[] places = places(core);
        boolean split = core.image.split();
        CoreImage.Rows rows = core.rows;
        int[] synapses = rows.synapses();
        for (int e = 0; e < core.sourceOf.length; e++) {
          int to = firstRow[core.sourceOf[e]] * parts;
          for (int r = core.first[e]; r < core.first[e] + core.atoms[e]; r++, to += parts) {
            for (int s = rows.rowStart()[r]; s < rows.rowStart()[r + 1]; s++) {
              int weight = synapses[s] >> 16;
              int place = synapses[s] & 0xFFFF;
              boolean apart = split && weight <= 0;
              int lowered = places[apart ? places.length / 2 + place : place];
              words[next[to + (lowered >>> 16)]++] =
                  (apart ? -weight : weight) << 16 | lowered & 0xFFFF;
            }
          }
        }
      }
      return words;
    }
  }
}
