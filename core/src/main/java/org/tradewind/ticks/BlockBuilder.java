package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.NeuronJoiner;

/// Gathers cores until a block is full, and lowers their rows into one.
final class BlockBuilder {
  /// Sums of a block: what 16 bits name.
  private static final int MOST_SUMS = 1 << 16;

  /// The same where delays differ: half of the rows' parts are short, and sums are in the L1 cache
  /// or next to it.
  private static final int MOST_SUMS_OF_SEVERAL = 1 << 14;

  /// Words that are filled in at a time, about: fewer would stay in the L2 cache instead of the L3,
  /// but each core would have too few of them for the way to its rows.
  private static final int WORDS = 1 << 18;

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

    /// How many delays there are, from the shortest to the longest.
    int number() {
      return most - base() + 1;
    }

    int mostSums() {
      return number() == 1 ? MOST_SUMS : MOST_SUMS_OF_SEVERAL;
    }
  }

  /// A core that is to be lowered.
  private static final class Lowering {
    final NeuronCore core;
    final CoreImage.Receiving image;
    final CoreImage.Rows rows;
    final Delays delays;

    /// What sends to it, in pieces: rows of a run of senders that are rows of its own.
    int pieces;

    int[] run = new int[8];

    /// Of the run's rows the first, of its own rows the first, and how many they are.
    int[] first = new int[8];

    int[] own = new int[8];
    int[] count = new int[8];

    /// How each piece's rows are found.
    byte[] shape = new byte[8];

    /// Of the block's rows the first of each piece: they ascend, as keys do.
    int[] at;

    /// The first piece that is not filled in yet.
    int next;

    /// Its first sums.
    int sum;

    int inhibitorySum;

    Lowering(NeuronCore core, CoreImage.Receiving image, CoreImage.Rows rows, Senders senders) {
      this.core = core;
      this.image = image;
      this.rows = rows;
      this.delays = Delays.of(rows, image.size());
      for (int e = 0; e < rows.keys().length; e++) {
        int begin = rows.firstRow()[e];
        byte found = rows.shape()[e];
        senders.to(
            core.vertex,
            rows.keys()[e],
            rows.firstRow()[e + 1] - begin,
            (from, firstRow, many, distance) -> add(from, firstRow, begin + distance, many, found));
      }
    }

    private void add(int from, int firstRow, int ownRow, int many, byte found) {
      if (pieces == run.length) {
        run = Arrays.copyOf(run, 2 * pieces);
        first = Arrays.copyOf(first, 2 * pieces);
        own = Arrays.copyOf(own, 2 * pieces);
        count = Arrays.copyOf(count, 2 * pieces);
        shape = Arrays.copyOf(shape, 2 * pieces);
      }
      run[pieces] = from;
      first[pieces] = firstRow;
      own[pieces] = ownRow;
      count[pieces] = many;
      shape[pieces++] = found;
    }

    /// Synapses of its rows [from, to).
    int synapses(int from, int to) {
      return rows.start()[rows.rank(to)] - rows.start()[rows.rank(from)];
    }

    int sums() {
      return image.split() ? 2 * image.size() : image.size();
    }
  }

  /// What a block is made from: see there.
  record Lowered(
      int sums,
      int base,
      int delays,
      boolean even,
      int[] rowStart,
      int[] words,
      char[] places,
      int[] weights,
      char[] coreOf,
      Sections sections,
      long[] dearest) {}

  /// A block, the vertices that send to it, and of each the block's first row.
  record Built(Block block, int[] vertices, int[] firstRow) {}

  /// Adds a core; gives the others to `full` where one more is too many.
  void add(NeuronCore core, CoreImage.Receiving image, CoreImage.Rows rows, Consumer<Built> full) {
    var lowering = new Lowering(core, image, rows, senders);
    Delays all = delays.and(lowering.delays);
    if (!cores.isEmpty() && powerOfTwo(sums + lowering.sums()) > all.mostSums()) {
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
    var building = new Building(cores, delays, powerOfTwo(sums), senders);
    Group[] groups = building.groups(joiner, seed);
    var block = new Block(building.lowered(), groups, safeTicks);
    cores = new ArrayList<>();
    delays = Delays.NONE;
    sums = 0;
    return building.built(block);
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
    private final int sums;

    private final Senders senders;

    /// Runs that send to any core, ascending.
    private final int[] runs;

    /// Of each run its first row here; one more behind.
    private final int[] firstRow;

    private int[] rowStart;
    private int[] words;

    Building(List<Lowering> added, Delays delays, int sums, Senders senders) {
      this.delays = delays;
      this.sums = sums;
      this.senders = senders;
      for (Lowering core : added) {
        alike.reversed().stream()
            .filter(group -> group.getFirst().image.alike(core.image))
            .findFirst()
            .filter(group -> size(group) + core.image.size() <= Group.NEURONS)
            .orElseGet(this::newGroup)
            .add(core);
      }
      layOut();
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
        firstRow[run + 1] = Math.addExact(firstRow[run + 1], firstRow[run]);
      }
      for (Lowering core : cores) {
        for (int p = 0; p < core.pieces; p++) {
          core.at[p] = firstRow[core.at[p]] + core.first[p];
        }
      }
    }

    private int rows() {
      return firstRow[runs.length];
    }

    /// The vertices whose rows are here.
    Built built(Block block) {
      int[] vertices = new int[Arrays.stream(runs).map(senders::vertices).sum()];
      int[] first = new int[vertices.length];
      int sources = 0;
      for (int r = 0; r < runs.length; r++) {
        int row = firstRow[r];
        for (int u = 0; u < senders.vertices(runs[r]) && row < firstRow[r + 1]; u++) {
          vertices[sources] = senders.vertex(runs[r]) + u;
          first[sources++] = row;
          row += senders.stride(runs[r]);
        }
      }
      return new Built(block, Arrays.copyOf(vertices, sources), Arrays.copyOf(first, sources));
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
          core.sum = next;
          core.inhibitorySum = split ? next + size : next;
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
                  group.getFirst().sum,
                  group.getFirst().inhibitorySum,
                  joiner,
                  seed))
          .toArray(Group[]::new);
    }

    Lowered lowered() {
      var coreOf = new char[sums];
      var dearest = new long[cores.size()];
      for (int c = 0; c < cores.size(); c++) {
        Lowering core = cores.get(c);
        Arrays.fill(coreOf, core.sum, core.sum + core.image.size(), (char) c);
        Arrays.fill(coreOf, core.inhibitorySum, core.inhibitorySum + core.image.size(), (char) c);
        for (int p = 0; p < core.pieces; p++) {
          int longest = longestRow(core.rows, core.own[p], core.count[p]);
          dearest[c] =
              Math.max(
                  dearest[c],
                  Math.max(
                      core.core.packetCycles(core.shape[p], 0),
                      core.core.packetCycles(core.shape[p], longest)));
        }
      }
      fill();
      boolean several = delays.number() > 1;
      boolean even = !several && isEven(rowStart, words);
      return new Lowered(
          sums,
          delays.base(),
          delays.number(),
          even,
          several ? headedStart() : rowStart,
          several ? headed() : even ? new int[0] : words,
          even ? places(words) : new char[0],
          even ? weights(rowStart, words) : new int[0],
          coreOf,
          sections(),
          dearest);
    }

    private static int longestRow(CoreImage.Rows rows, int first, int count) {
      int longest = 0;
      for (int i = rows.rank(first); i < rows.rank(first + count); i++) {
        longest = Math.max(longest, rows.start()[i + 1] - rows.start()[i]);
      }
      return longest;
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
      for (int c = 0; c < cores.size(); c++) {
        Lowering core = cores.get(c);
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

    /// Where each row begins among words with heads.
    private int[] headedStart() {
      var starts = new int[rows() + 1];
      int heads = 0;
      for (int r = 0; r < rows(); r++) {
        for (int part = r * delays.number(); part < (r + 1) * delays.number(); part++) {
          heads += heads(part);
        }
        starts[r + 1] = Math.addExact(rowStart[(r + 1) * delays.number()], heads);
      }
      return starts;
    }

    /// Heads of the words of one row and delay.
    private int heads(int part) {
      return Math.ceilDiv(rowStart[part + 1] - rowStart[part], Synapses.MOST_OF_HEAD);
    }

    /// The words, with a head before those of each row and delay.
    private int[] headed() {
      int heads = 0;
      for (int part = 0; part + 1 < rowStart.length; part++) {
        heads += heads(part);
      }
      var headed = new int[Math.addExact(words.length, heads)];
      int to = 0;
      for (int part = 0; part + 1 < rowStart.length; part++) {
        for (int from = rowStart[part]; from < rowStart[part + 1]; from += Synapses.MOST_OF_HEAD) {
          int count = Math.min(rowStart[part + 1] - from, Synapses.MOST_OF_HEAD);
          headed[to++] = Synapses.head(part % delays.number(), count);
          System.arraycopy(words, from, headed, to, count);
          to += count;
        }
      }
      return headed;
    }

    /// Whether all synapses of a row have one weight.
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

    /// Fills in words by row and part: some rows at a time, those of one core after the other, so
    /// that what is written stays in the cache.
    private void fill() {
      int parts = delays.number();
      rowStart = new int[Math.addExact(Math.multiplyExact(rows(), parts), 1)];
      long all = 0;
      for (Lowering core : cores) {
        for (int p = 0; p < core.pieces; p++) {
          all += core.synapses(core.own[p], core.own[p] + core.count[p]);
        }
      }
      words = new int[Math.toIntExact(all)];
      int together = (int) Math.max(1, rows() * (long) WORDS / Math.max(WORDS, all));
      var next = new int[together * parts];
      var gathered = new Gathered();
      for (int from = 0; from < rows(); from += together) {
        int to = Math.min(rows(), from + together);
        gathered.clear();
        for (Lowering core : cores) {
          int p = core.next;
          for (; p < core.pieces && core.at[p] < to; p++) {
            gather(core, p, from, to, gathered);
          }
          core.next = p > core.next && core.at[p - 1] + core.count[p - 1] > to ? p - 1 : p;
        }
        for (int i = from * parts; i < to * parts; i++) {
          next[i - from * parts] = rowStart[i];
          rowStart[i + 1] += rowStart[i];
        }
        for (int i = 0; i < gathered.size; i++) {
          words[next[gathered.row[i]]++] = gathered.word[i];
        }
      }
    }

    /// Words of some rows, core after core.
    private static final class Gathered {
      int[] word = new int[2 * WORDS];

      /// For each its row and part, counted from the first of these rows.
      int[] row = new int[2 * WORDS];

      int size;

      void clear() {
        size = 0;
      }

      void makeRoom(int more) {
        if (size + more > word.length) {
          int larger = Math.max(size + more, 2 * size);
          word = Arrays.copyOf(word, larger);
          row = Arrays.copyOf(row, larger);
        }
      }
    }

    /// Gathers what a piece has in some rows, and counts it by row and part.
    private void gather(Lowering core, int p, int from, int to, Gathered into) {
      CoreImage.Rows rows = core.rows;
      int parts = delays.number();
      int base = delays.base();
      int neurons = core.image.size();
      // exact for all places of 16 bits
      long reciprocal = ((1L << 32) + neurons - 1) / neurons;
      boolean split = core.image.split();
      int[] synapses = rows.synapses();
      int[] start = rows.start();
      int shift = core.own[p] - core.at[p];
      int row = Math.max(core.own[p], from + shift);
      int first = rows.rank(row);
      int last = rows.rank(Math.min(core.own[p] + core.count[p], to + shift));
      into.makeRoom(start[last] - start[first]);
      int[] word = into.word;
      int[] place = into.row;
      int size = into.size;
      for (int i = first; i < last; i++, row++) {
        row = rows.next(row);
        int itsRow = (row - shift) * parts;
        for (int s = start[i]; s < start[i + 1]; s++) {
          int weight = synapses[s] >> 16;
          int own = synapses[s] & 0xFFFF;
          int ownDelay = (int) (own * reciprocal >>> 32);
          int part = itsRow + ownDelay - base;
          boolean apart = split && weight <= 0;
          int sum = (apart ? core.inhibitorySum : core.sum) + own - ownDelay * neurons;
          place[size] = part - from * parts;
          word[size++] = (apart ? -weight : weight) << 16 | sum;
          rowStart[part + 1]++;
        }
      }
      into.size = size;
    }
  }
}
