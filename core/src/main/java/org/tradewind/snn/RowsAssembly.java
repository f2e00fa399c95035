package org.tradewind.snn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.tradewind.network.Rows;

/// Makes the [SynapticRows] of all slices of a population at once, without ever holding the
/// synapses: rows are made twice, first to count what each slice gets, then to write each word
/// where it belongs. What is kept is the image itself, or where that is much larger the counts,
/// with which it is written when it is asked for ([AssembledRows]).
///
/// The rows of a sender are worked on in chunks of consecutive neurons, side by side: what a chunk
/// writes begins where the counts say that the chunk before it ends, so that no two write to the
/// same bytes and the result does not depend on threads. The synapses of a row go to slices all
/// over memory; so a chunk's are sorted by slice first, in a scratch that stays in the cache, and
/// each slice is then written to once.
final class RowsAssembly {
  /// Rows of a chunk, a multiple of 32: of so many a slice of a large network has some hundred
  /// words, which are worth the way to its memory.
  private static final int CHUNK = 1024;

  /// Blocks of at most so many rows go without an index where all rows are as long as each other.
  private static final int MOST_EVEN = 256;

  private static final int[] ONE_EACH = {};

  private static final int[] NOT_KEPT = {};

  private final SynapseFormat format;
  private final int[] cut;
  private final int[] sliceOf;
  private final int[] allSlices;
  private final List<Chunk> chunks = new ArrayList<>();
  private final List<RowRules.Sender> senders = new ArrayList<>();
  private final Laid laid;

  /// Of each slice the longest row of the block that is laid out; 0 between blocks.
  private final int[] longest;

  private final Entries[] entries;

  /// @param cut where the receiving population is cut
  RowsAssembly(SynapseFormat format, int[] cut) {
    this.format = format;
    this.cut = cut;
    this.sliceOf = sliceOf(cut);
    this.allSlices = IntStream.range(0, slices()).toArray();
    this.laid = new Laid(format, slices());
    this.longest = new int[slices()];
    this.entries = new Entries[slices()];
    Arrays.setAll(entries, _ -> new Entries());
  }

  private int slices() {
    return cut.length - 1;
  }

  /// The slice of each neuron.
  static int[] sliceOf(int[] cut) {
    var sliceOf = new int[cut[cut.length - 1]];
    for (int s = 0; s + 1 < cut.length; s++) {
      Arrays.fill(sliceOf, cut[s], cut[s + 1], s);
    }
    return sliceOf;
  }

  /// Bits that number the neurons of the largest slice.
  static int atomBits(int[] cut) {
    int most = 1;
    for (int s = 0; s + 1 < cut.length; s++) {
      most = Math.max(most, cut[s + 1] - cut[s]);
    }
    return Integer.SIZE - Integer.numberOfLeadingZeros(most - 1);
  }

  /// A table of sources while it grows: five numbers an entry.
  private static final class Entries {
    private static final int COLUMNS = 5;

    private int[] numbers = new int[2 * COLUMNS];
    private int size;

    void add(int vertex, int vertices, int at, int second, int longest) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = vertex;
      numbers[size++] = vertices;
      numbers[size++] = at;
      numbers[size++] = second;
      numbers[size++] = longest;
    }

    int[] column(int c) {
      var column = new int[size / COLUMNS];
      for (int e = 0; e < column.length; e++) {
        column[e] = numbers[COLUMNS * e + c];
      }
      return column;
    }
  }

  /// Consecutive rows of a sender, counted. The arrays have an element for each slice that they
  /// reach.
  static final class Chunk {
    final List<Rows> sender;
    private final int[] preCut;
    private final int bits;

    /// Slots of its block; slot `u << bits | i` is neuron i of slice u.
    final int firstSlot;

    final int endSlot;

    /// Whether it is a block of its own whose rows may be all as long as each other.
    final boolean alone;

    int[] slice;
    int[] words;
    int[] present;

    /// The length of the longest row.
    private int[] longest;

    /// The length of all rows, or -1; empty where no slice has such.
    private int[] common = {};

    Chunk(List<Rows> sender, int[] preCut, int bits, int firstSlot, int endSlot, boolean alone) {
      this.sender = sender;
      this.preCut = preCut;
      this.bits = bits;
      this.firstSlot = firstSlot;
      this.endSlot = endSlot;
      this.alone = alone;
    }

    /// Where the block ends that begins with a chunk, among many.
    static int endOfBlock(List<Chunk> chunks, int from) {
      int to = from + 1;
      while (to < chunks.size() && chunks.get(to).firstSlot > 0) {
        to++;
      }
      return to;
    }

    /// The neuron in a slot, or -1 where the slot's slice has not so many.
    int neuron(int slot) {
      int u = slot >> bits;
      int neuron = preCut[u] + slot - (u << bits);
      return neuron < preCut[u + 1] ? neuron : -1;
    }

    private void even(int i, int length) {
      if (common.length == 0) {
        common = new int[slice.length];
        Arrays.fill(common, -1);
      }
      common[i] = length;
    }

    int common(int i) {
      return common.length == 0 ? -1 : common[i];
    }

    private long bytes() {
      return 4L * (slice.length + words.length + present.length + longest.length + common.length);
    }
  }

  /// Scratch of a thread that counts.
  private static final class Scratch {
    private final List<Rows> of;
    private final Rows.Reader[] reader;
    private final boolean[] vanishing;

    /// The slot of each slice's last row; -1 between chunks.
    private final int[] seenIn;

    private final int[] reached;
    private final int[] words;
    private final int[] present;
    private final int[] rowLength;
    private final int[] longest;
    private final long[] squares;

    Scratch(List<Rows> sender, int slices) {
      of = sender;
      reader = sender.stream().map(Rows::reader).toArray(Rows.Reader[]::new);
      vanishing = new boolean[reader.length];
      for (int r = 0; r < reader.length; r++) {
        vanishing[r] = vanishes(sender.get(r));
      }
      seenIn = new int[slices];
      Arrays.fill(seenIn, -1);
      reached = new int[slices];
      words = new int[slices];
      present = new int[slices];
      rowLength = new int[slices];
      longest = new int[slices];
      squares = new long[slices];
    }
  }

  /// Whether some weights may be zero, so that their synapses are left out.
  static boolean vanishes(Rows rows) {
    return rows.leastWeight() <= 0 && rows.mostWeight() >= 0;
  }

  /// Counts a sender's rows. Senders come in the order of their vertices.
  ///
  /// @param firstVertex of the sender's slices
  /// @param sender all projections from there to here
  /// @param merged whether its slices share blocks, found by what their keys have in common; else
  ///   each has its own
  /// @param connects is told each slice of the sender and each slice here that it reaches, where
  ///   each has its own block
  void add(
      int firstVertex,
      int[] preCut,
      List<Rows> sender,
      boolean merged,
      BiConsumer<Integer, Integer> connects) {
    senders.add(new RowRules.Sender(firstVertex, preCut, sender));
    int there = preCut.length - 1;
    int bits = atomBits(preCut);
    int together = merged ? slicesOfABlock(bits) : 1;
    var added = new ArrayList<Chunk>();
    for (int u = 0; u < there; u += together) {
      chunks(sender, Arrays.copyOfRange(preCut, u, Math.min(there, u + together) + 1), bits, added);
    }
    inParallel(added, this::count);
    int block = 0;
    for (int from = 0; from < added.size(); block++) {
      int to = Chunk.endOfBlock(added, from);
      int u = block * together;
      layOut(added.subList(from, to), firstVertex + u, Math.min(together, there - u));
      for (int slice : merged ? new int[0] : added.get(from).slice) {
        connects.accept(u, slice);
      }
      from = to;
    }
    chunks.addAll(added);
  }

  /// How many slices share a block: a power of two, so that their keys share their high bits, and
  /// no more rows than an entry counts.
  static int slicesOfABlock(int atomBits) {
    return 1 << 15 - atomBits;
  }

  /// Rows of a block.
  static int slots(int[] preCut, int atomBits) {
    int slices = preCut.length - 1;
    return slices == 1 ? preCut[1] - preCut[0] : slices << atomBits;
  }

  /// Adds the chunks of a block. They begin at whole words of bits.
  private static void chunks(List<Rows> sender, int[] preCut, int bits, List<Chunk> to) {
    int slots = slots(preCut, bits);
    for (int slot = 0; slot < slots; slot += CHUNK) {
      int end = Math.min(slots, slot + CHUNK);
      to.add(new Chunk(sender, preCut, bits, slot, end, slots <= MOST_EVEN));
    }
  }

  private void inParallel(List<Chunk> some, BiConsumer<Chunk, Scratch> work) {
    var free = new ConcurrentLinkedDeque<Scratch>();
    IntStream.range(0, some.size())
        .parallel()
        .forEach(c -> {
          Chunk chunk = some.get(c);
          Scratch idle = free.poll();
          Scratch scratch =
              idle == null || idle.of != chunk.sender ? new Scratch(chunk.sender, slices()) : idle;
          work.accept(chunk, scratch);
          free.push(scratch);
        });
  }

  private void count(Chunk chunk, Scratch s) {
    int reached = 0;
    boolean alone = chunk.alone;
    for (int slot = chunk.firstSlot; slot < chunk.endSlot; slot++) {
      int neuron = chunk.neuron(slot);
      for (int r = 0; r < s.reader.length && neuron >= 0; r++) {
        Rows.Reader reader = s.reader[r];
        int count = reader.targets(neuron);
        if (s.vanishing[r]) {
          reader.weights(neuron);
        }
        int[] post = reader.post();
        float[] weight = reader.weight();
        for (int k = 0; k < count; k++) {
          if (s.vanishing[r] && weight[k] == 0) {
            continue;
          }
          int slice = sliceOf[post[k]];
          if (s.seenIn[slice] != slot) {
            if (s.words[slice] == 0) {
              s.reached[reached++] = slice;
              s.present[slice] = 0;
              s.longest[slice] = 0;
              s.squares[slice] = 0;
            }
            s.seenIn[slice] = slot;
            s.present[slice]++;
            s.rowLength[slice] = 0;
          }
          int length = ++s.rowLength[slice];
          s.longest[slice] = Math.max(s.longest[slice], length);
          if (alone) {
            // the sum of the squares of row lengths, which shows whether they are all the same
            s.squares[slice] += 2 * length - 1;
          }
          s.words[slice]++;
        }
      }
    }
    Arrays.sort(s.reached, 0, reached);
    chunk.slice = reached == slices() ? allSlices : Arrays.copyOf(s.reached, reached);
    chunk.words = new int[reached];
    chunk.present = new int[reached];
    chunk.longest = new int[reached];
    int rows = chunk.endSlot - chunk.firstSlot;
    for (int i = 0; i < reached; i++) {
      int slice = chunk.slice[i];
      long words = s.words[slice];
      chunk.words[i] = s.words[slice];
      chunk.present[i] = s.present[slice];
      chunk.longest[i] = s.longest[slice];
      if (alone && s.squares[slice] * rows == words * words) {
        chunk.even(i, (int) (words / rows));
      }
      s.words[slice] = 0;
      s.seenIn[slice] = -1;
    }
  }

  /// Gives a block its place in each slice.
  ///
  /// @param block its chunks, in order
  private void layOut(List<Chunk> block, int vertex, int vertices) {
    int slots = block.getLast().endSlot;
    laid.add(block);
    for (Chunk chunk : block) {
      for (int i = 0; i < chunk.slice.length; i++) {
        longest[chunk.slice[i]] = Math.max(longest[chunk.slice[i]], chunk.longest[i]);
      }
    }
    for (Chunk chunk : block) {
      for (int slice : chunk.slice) {
        RowIndex index = laid.take(slice);
        if (index != null) {
          int second = slots << 16 | index.shape();
          entries[slice].add(vertex, vertices, laid.at(slice), second, longest[slice]);
          longest[slice] = 0;
        }
      }
    }
  }

  /// All words, written or ready to be. Nothing can be added any more.
  ///
  /// @param mostKept bytes that may stay written, whatever it takes to write them again
  /// @param much they stay as well if they are not so many times what is kept to write them
  SynapticRows[] assembled(long mostKept, int much) {
    var vertex = new int[slices()][];
    var vertices = new int[slices()][];
    var at = new int[slices()][];
    var second = new int[slices()][];
    var longestRow = new int[slices()][];
    long written = 0;
    for (int s = 0; s < slices(); s++) {
      vertex[s] = entries[s].column(0);
      vertices[s] = entries[s].column(1);
      if (Arrays.stream(vertices[s]).allMatch(n -> n == 1)) {
        vertices[s] = ONE_EACH;
      }
      at[s] = entries[s].column(2);
      second[s] = entries[s].column(3);
      longestRow[s] = entries[s].column(4);
      written += laid.end(s);
      // there are millions where cores are small
      entries[s] = null;
    }
    long kept = chunks.stream().mapToLong(Chunk::bytes).sum();
    var writing = new RowsWriting(format, cut, sliceOf, chunks, at, second, laid.ends());
    boolean remade = written > mostKept && written > much * kept;
    AssembledRows rows =
        remade
            ? AssembledRows.remade(writing::rows, new RowRules(cut, senders))
            : AssembledRows.kept(writing.rows());
    var assembled = new SynapticRows[slices()];
    for (int s = 0; s < slices(); s++) {
      assembled[s] =
          SynapticRows.ofSpikes(
              format,
              vertex[s],
              vertices[s],
              at[s],
              second[s],
              remade ? longestRow[s] : NOT_KEPT,
              laid.end(s),
              s,
              rows);
    }
    return assembled;
  }
}
