package org.tradewind.snn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.tradewind.network.Rows;
import org.tradewind.pe.Sram;

/// Makes the [SynapticRows] of all slices of a population at once, without ever holding the
/// synapses: rows are made twice, first to count what each slice gets, then to write each word
/// where it belongs. What is kept is the image itself.
///
/// The rows of a sender are worked on in chunks of consecutive neurons, side by side: what a chunk
/// writes begins where the counts say that the chunk before it ends, so that no two write to the
/// same bytes and the result does not depend on threads. The synapses of a row go to slices all
/// over memory; so a chunk's are sorted by slice first, in a scratch that stays in the cache, and
/// each slice is then written to once.
final class RowsAssembly {
  /// Rows of a chunk, a multiple of 32.
  private static final int CHUNK = 256;

  private final SynapseFormat format;
  private final int[] cut;
  private final int[] sliceOf;
  private final List<Chunk> chunks = new ArrayList<>();

  private final Laid laid;

  // of each slice
  private final int[] bytes;
  private final Entries[] entries;
  private Sram[] rows;

  /// @param cut where the receiving population is cut
  RowsAssembly(SynapseFormat format, int[] cut) {
    this.format = format;
    this.cut = cut;
    this.sliceOf = sliceOf(cut);
    this.laid = new Laid(slices());
    this.bytes = new int[slices()];
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

  /// A table of sources while it grows: four numbers an entry.
  private static final class Entries {
    private int[] numbers = new int[8];
    private int size;

    void add(int vertex, int vertices, int at, int second) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = vertex;
      numbers[size++] = vertices;
      numbers[size++] = at;
      numbers[size++] = second;
    }

    int[] column(int c) {
      var column = new int[size / 4];
      for (int e = 0; e < column.length; e++) {
        column[e] = numbers[4 * e + c];
      }
      return column;
    }
  }

  /// Consecutive rows of a sender. The arrays have an element for each slice that they reach.
  private static final class Chunk {
    final List<Rows> sender;
    final int[] preCut;
    final int bits;

    /// Slots of its block; slot `u << bits | i` is neuron i of slice u.
    final int firstSlot;

    final int endSlot;

    int[] slice;
    int[] words;
    int[] present;

    /// The length of all rows, or -1.
    int[] common;

    int[] shape;

    /// Bytes from the slice's begin to its block, to the chunk's first word, to its first end.
    int[] blockAt;

    int[] wordsAt;
    int[] endsAt;

    /// Words of the block before the chunk's.
    int[] before;

    Chunk(List<Rows> sender, int[] preCut, int bits, int firstSlot, int endSlot) {
      this.sender = sender;
      this.preCut = preCut;
      this.bits = bits;
      this.firstSlot = firstSlot;
      this.endSlot = endSlot;
    }

    /// The neuron in a slot, or -1 where the slot's slice has not so many.
    int neuron(int slot) {
      int u = slot >> bits;
      int neuron = preCut[u] + slot - (u << bits);
      return neuron < preCut[u + 1] ? neuron : -1;
    }
  }

  /// Scratch of a thread.
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
    private final long[] squares;
    private final int[] place;
    private final int[] wordAt;
    private final int[] endAt;

    // a chunk sorted by slice: words, where rows end (modulo 2^16, as they are written), and a bit
    // for each row that is not empty
    private int[] sortedWords = new int[0];
    private char[] sortedEnds = new char[0];
    private int[] bits = new int[0];

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
      squares = new long[slices];
      place = new int[slices];
      wordAt = new int[slices];
      endAt = new int[slices];
    }

    private void makeRoom(int words, int ends, int bitWords) {
      if (sortedWords.length < words) {
        sortedWords = new int[words + words / 4];
      }
      if (sortedEnds.length < ends) {
        sortedEnds = new char[ends + ends / 4];
      }
      if (bits.length < bitWords) {
        bits = new int[bitWords];
      }
    }
  }

  /// Whether some weights may be zero, so that their synapses are left out.
  static boolean vanishes(Rows rows) {
    return rows.leastWeight() <= 0 && rows.mostWeight() >= 0;
  }

  /// What a block has in each slice, while it is laid out; empty between blocks, so that a block
  /// costs what it reaches, not all slices.
  private static final class Laid {
    private final int[] words;
    private final int[] present;
    private final int[] common;
    private final int[] at;
    private final RowIndex[] index;

    Laid(int slices) {
      words = new int[slices];
      present = new int[slices];
      common = new int[slices];
      at = new int[slices];
      index = new RowIndex[slices];
    }
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
    int there = preCut.length - 1;
    int bits = atomBits(preCut);
    int together = merged ? slicesOfABlock(bits) : 1;
    List<List<Chunk>> blocks = new ArrayList<>();
    for (int u = 0; u < there; u += together) {
      blocks.add(
          chunks(sender, Arrays.copyOfRange(preCut, u, Math.min(there, u + together) + 1), bits));
    }
    List<Chunk> added = blocks.stream().flatMap(List::stream).toList();
    inParallel(added, this::count);
    for (int block = 0; block < blocks.size(); block++) {
      int u = block * together;
      layOut(blocks.get(block), firstVertex + u, Math.min(together, there - u));
      for (int slice : merged ? new int[0] : blocks.get(block).getFirst().slice) {
        connects.accept(u, slice);
      }
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

  /// The chunks of a block. They begin at whole words of bits.
  private static List<Chunk> chunks(List<Rows> sender, int[] preCut, int bits) {
    int slots = slots(preCut, bits);
    var chunks = new ArrayList<Chunk>();
    for (int slot = 0; slot < slots; slot += CHUNK) {
      chunks.add(new Chunk(sender, preCut, bits, slot, Math.min(slots, slot + CHUNK)));
    }
    return chunks;
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
    // only a block of one chunk may have rows that are all as long as each other
    boolean alone = chunk.firstSlot == 0;
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
              s.squares[slice] = 0;
            }
            s.seenIn[slice] = slot;
            s.present[slice]++;
            s.rowLength[slice] = 0;
          }
          if (alone) {
            // the sum of the squares of row lengths, which shows whether they are all the same
            s.squares[slice] += 2 * s.rowLength[slice]++ + 1;
          }
          s.words[slice]++;
        }
      }
    }
    Arrays.sort(s.reached, 0, reached);
    chunk.slice = Arrays.copyOf(s.reached, reached);
    chunk.words = new int[reached];
    chunk.present = new int[reached];
    chunk.common = new int[reached];
    int rows = chunk.endSlot - chunk.firstSlot;
    for (int i = 0; i < reached; i++) {
      int slice = chunk.slice[i];
      long words = s.words[slice];
      chunk.words[i] = s.words[slice];
      chunk.present[i] = s.present[slice];
      boolean even = alone && s.squares[slice] * rows == words * words;
      chunk.common[i] = even ? (int) (words / rows) : -1;
      s.words[slice] = 0;
      s.seenIn[slice] = -1;
    }
  }

  /// Gives a block its place in each slice.
  ///
  /// @param block its chunks, in order
  private void layOut(List<Chunk> block, int vertex, int vertices) {
    int slots = block.isEmpty() ? 0 : block.getLast().endSlot;
    int[] words = laid.words;
    int[] present = laid.present;
    int[] common = laid.common;
    RowIndex[] index = laid.index;
    int[] at = laid.at;
    for (Chunk chunk : block) {
      for (int i = 0; i < chunk.slice.length; i++) {
        words[chunk.slice[i]] += chunk.words[i];
        present[chunk.slice[i]] += chunk.present[i];
        common[chunk.slice[i]] = block.size() == 1 ? chunk.common[i] : -1;
      }
    }
    for (Chunk chunk : block) {
      for (int slice : chunk.slice) {
        if (index[slice] == null) {
          index[slice] = RowIndex.of(slots, present[slice], common[slice]);
          at[slice] = bytes[slice];
          long end = (long) words[slice] * format.wordBytes() + index[slice].bytes();
          bytes[slice] = Math.addExact(bytes[slice], RowIndex.words(end));
          entries[slice].add(vertex, vertices, at[slice], slots << 16 | index[slice].shape());
        }
      }
    }
    for (Chunk chunk : block) {
      for (int slice : chunk.slice) {
        words[slice] = 0;
        present[slice] = 0;
      }
    }
    for (Chunk chunk : block) {
      int reached = chunk.slice.length;
      chunk.shape = new int[reached];
      chunk.blockAt = new int[reached];
      chunk.wordsAt = new int[reached];
      chunk.endsAt = new int[reached];
      chunk.before = new int[reached];
      for (int i = 0; i < reached; i++) {
        int slice = chunk.slice[i];
        int shape = index[slice].shape();
        chunk.shape[i] = shape;
        chunk.blockAt[i] = at[slice];
        chunk.wordsAt[i] = at[slice] + index[slice].bytes() + words[slice] * format.wordBytes();
        int ends = shape == RowIndex.INDEXED ? chunk.firstSlot : present[slice];
        chunk.endsAt[i] = at[slice] + RowIndex.endsAt(shape, slots) + 2 * ends;
        chunk.before[i] = words[slice];
        words[slice] += chunk.words[i];
        present[slice] += chunk.present[i];
      }
    }
    for (Chunk chunk : block) {
      for (int slice : chunk.slice) {
        words[slice] = 0;
        present[slice] = 0;
        index[slice] = null;
      }
    }
  }

  /// Writes all words.
  SynapticRows[] assembled() {
    rows = new Sram[slices()];
    Arrays.setAll(rows, s -> new Sram(bytes[s]));
    inParallel(chunks, this::write);
    var assembled = new SynapticRows[slices()];
    IntStream.range(0, slices())
        .parallel()
        .forEach(s -> {
          int[] at = entries[s].column(2);
          int[] second = entries[s].column(3);
          for (int e = 0; e < at.length; e++) {
            if ((second[e] & 0xFFFF) == RowIndex.SPARSE) {
              countBits(rows[s], at[e], second[e] >>> 16);
            }
          }
          assembled[s] =
              new SynapticRows(
                  format, entries[s].column(0), entries[s].column(1), at, second, rows[s]);
        });
    return assembled;
  }

  private void write(Chunk chunk, Scratch s) {
    int reached = chunk.slice.length;
    int bitWords = RowIndex.bitWords(chunk.endSlot - chunk.firstSlot);
    int words = 0;
    int ends = 0;
    for (int i = 0; i < reached; i++) {
      int slice = chunk.slice[i];
      s.place[slice] = i;
      s.wordAt[slice] = words;
      s.endAt[slice] = ends;
      words += chunk.words[i];
      ends += chunk.present[i];
    }
    s.makeRoom(words, ends, reached * bitWords);
    Arrays.fill(s.bits, 0, reached * bitWords, 0);
    for (int slot = chunk.firstSlot; slot < chunk.endSlot; slot++) {
      int neuron = chunk.neuron(slot);
      int touched = 0;
      for (int r = 0; r < s.reader.length && neuron >= 0; r++) {
        touched = sortRow(s, s.reader[r], neuron, slot, touched);
      }
      int bit = slot - chunk.firstSlot;
      for (int i = 0; i < touched; i++) {
        int slice = s.reached[i];
        s.bits[s.place[slice] * bitWords + bit / 32] |= 1 << bit % 32;
        s.sortedEnds[s.endAt[slice]++] = (char) s.wordAt[slice];
      }
    }
    for (int i = 0; i < reached; i++) {
      writeSlice(chunk, i, s, bitWords);
    }
    Arrays.fill(s.seenIn, -1);
  }

  /// Puts a row's words behind those that their slices have already.
  ///
  /// @return how many slices were met for the first time in this slot, with those before
  private int sortRow(Scratch s, Rows.Reader reader, int neuron, int slot, int alreadyTouched) {
    int touched = alreadyTouched;
    int count = reader.all(neuron);
    int[] post = reader.post();
    float[] weight = reader.weight();
    byte[] delay = reader.delay();
    int[] wordAt = s.wordAt;
    int[] words = s.sortedWords;
    for (int k = 0; k < count; k++) {
      if (weight[k] == 0) {
        continue;
      }
      int slice = sliceOf[post[k]];
      if (s.seenIn[slice] != slot) {
        s.seenIn[slice] = slot;
        s.reached[touched++] = slice;
      }
      words[wordAt[slice]++] = format.encode(post[k] - cut[slice], delay[k], (int) weight[k]);
    }
    return touched;
  }

  /// Writes what a chunk has for the i-th slice that it reaches.
  private void writeSlice(Chunk chunk, int i, Scratch s, int bitWords) {
    int slice = chunk.slice[i];
    Sram into = rows[slice];
    int firstWord = s.wordAt[slice] - chunk.words[i];
    int at = chunk.wordsAt[i];
    for (int k = 0; k < chunk.words[i]; k++) {
      int word = s.sortedWords[firstWord + k];
      if (format.wordBits() == 32) {
        into.putInt(at + 4 * k, word);
      } else {
        into.putShort(at + 2 * k, (short) word);
      }
    }
    int before = chunk.before[i] - firstWord;
    int next = s.endAt[slice] - chunk.present[i];
    int end = chunk.endsAt[i];
    if (chunk.shape[i] == RowIndex.SPARSE) {
      for (int w = 0; w < bitWords; w++) {
        into.putInt(chunk.blockAt[i] + 4 * (chunk.firstSlot / 32 + w), s.bits[i * bitWords + w]);
      }
      for (int row = 0; row < chunk.present[i]; row++) {
        into.putShort(end + 2 * row, (short) (before + s.sortedEnds[next + row]));
      }
    } else if (chunk.shape[i] == RowIndex.INDEXED) {
      // an end for each row, empty ones too
      int last = chunk.before[i];
      for (int row = 0; row < chunk.endSlot - chunk.firstSlot; row++) {
        if ((s.bits[i * bitWords + row / 32] >>> row % 32 & 1) != 0) {
          last = before + s.sortedEnds[next++];
        }
        into.putShort(end + 2 * row, (short) last);
      }
    }
  }

  /// Fills in how many rows go before each word of bits.
  private static void countBits(Sram rows, int at, int slots) {
    int words = RowIndex.bitWords(slots);
    int before = 0;
    for (int w = 0; w <= words; w++) {
      rows.putShort(at + 4 * words + 2 * w, (short) before);
      before += w < words ? Integer.bitCount(rows.getInt(at + 4 * w)) : 0;
    }
  }
}
