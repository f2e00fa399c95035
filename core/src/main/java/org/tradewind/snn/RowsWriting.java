package org.tradewind.snn;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.tradewind.network.Rows;
import org.tradewind.pe.Sram;

/// Writes what [RowsAssembly] has counted.
///
/// The rows of a sender are worked on in chunks, side by side: what a chunk writes begins where the
/// counts say that the chunk before it ends, so that no two write to the same bytes and the result
/// does not depend on threads. The synapses of a row go to slices all over memory; so a chunk's are
/// sorted by slice first, in a scratch that stays in the cache, and each slice is then written to
/// once.
final class RowsWriting {
  private final SynapseFormat format;
  private final int[] cut;
  private final int[] sliceOf;
  private final List<RowsAssembly.Chunk> chunks;

  // of each slice: for each block where it begins, and its rows and shape; then the bytes of all

  private final int[][] at;
  private final int[][] second;
  private final int[] bytes;

  RowsWriting(
      SynapseFormat format,
      int[] cut,
      int[] sliceOf,
      List<RowsAssembly.Chunk> chunks,
      int[][] at,
      int[][] second,
      int[] bytes) {
    this.format = format;
    this.cut = cut;
    this.sliceOf = sliceOf;
    this.chunks = chunks;
    this.at = at;
    this.second = second;
    this.bytes = bytes;
  }

  /// Where a chunk writes. The arrays have an element for each slice that it reaches.
  private static final class Place {
    final RowsAssembly.Chunk chunk;
    final int[] shape;

    /// Bytes from the slice's begin to its block, to the chunk's first word, to its first end.
    final int[] blockAt;

    final int[] wordsAt;
    final int[] endsAt;

    /// Words of the block before the chunk's.
    final int[] before;

    Place(RowsAssembly.Chunk chunk) {
      this.chunk = chunk;
      int reached = chunk.slice.length;
      shape = new int[reached];
      blockAt = new int[reached];
      wordsAt = new int[reached];
      endsAt = new int[reached];
      before = new int[reached];
    }
  }

  /// Scratch of a thread.
  private static final class Scratch {
    private final List<Rows> of;
    private final Rows.Reader[] reader;

    /// The slot of each slice's last row; -1 between chunks.
    private final int[] seenIn;

    private final int[] reached;
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
      seenIn = new int[slices];
      Arrays.fill(seenIn, -1);
      reached = new int[slices];
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

  /// The rows of all slices; the same bytes each time.
  Sram[] rows() {
    var rows = new Sram[bytes.length];
    Arrays.setAll(rows, s -> new Sram(bytes[s]));
    Place[] places = places();
    var free = new ConcurrentLinkedDeque<Scratch>();
    IntStream.range(0, places.length)
        .parallel()
        .forEach(p -> {
          List<Rows> sender = places[p].chunk.sender;
          Scratch idle = free.poll();
          Scratch scratch =
              idle == null || idle.of != sender ? new Scratch(sender, rows.length) : idle;
          write(places[p], scratch, rows);
          free.push(scratch);
        });
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(s -> {
          for (int e = 0; e < at[s].length; e++) {
            if ((second[s][e] & 0xFFFF) == RowIndex.SPARSE) {
              countBits(rows[s], at[s][e], second[s][e] >>> 16);
            }
          }
        });
    return rows;
  }

  private Place[] places() {
    var places = new Place[chunks.size()];
    var laid = new Laid(format, bytes.length);
    var words = new int[bytes.length];
    var present = new int[bytes.length];
    for (int from = 0, to; from < places.length; from = to) {
      to = RowsAssembly.Chunk.endOfBlock(chunks, from);
      List<RowsAssembly.Chunk> block = chunks.subList(from, to);
      int slots = block.getLast().endSlot;
      laid.add(block);
      for (int c = from; c < to; c++) {
        RowsAssembly.Chunk chunk = chunks.get(c);
        var place = new Place(chunk);
        places[c] = place;
        for (int i = 0; i < chunk.slice.length; i++) {
          int slice = chunk.slice[i];
          RowIndex index = laid.index(slice);
          int shape = index.shape();
          int begin = laid.at(slice);
          int ends = shape == RowIndex.INDEXED ? chunk.firstSlot : present[slice];
          place.shape[i] = shape;
          place.blockAt[i] = begin;
          place.wordsAt[i] = begin + index.bytes() + words[slice] * format.wordBytes();
          place.endsAt[i] = begin + RowIndex.endsAt(shape, slots) + 2 * ends;
          place.before[i] = words[slice];
          words[slice] += chunk.words[i];
          present[slice] += chunk.present[i];
        }
      }
      for (RowsAssembly.Chunk chunk : block) {
        for (int slice : chunk.slice) {
          words[slice] = 0;
          present[slice] = 0;
          laid.take(slice);
        }
      }
    }
    return places;
  }

  private void write(Place place, Scratch s, Sram[] rows) {
    RowsAssembly.Chunk chunk = place.chunk;
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
      int slice = chunk.slice[i];
      writeSlice(place, i, s, bitWords, rows[slice]);
      s.seenIn[slice] = -1;
    }
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
  private void writeSlice(Place place, int i, Scratch s, int bitWords, Sram into) {
    RowsAssembly.Chunk chunk = place.chunk;
    int slice = chunk.slice[i];
    int firstWord = s.wordAt[slice] - chunk.words[i];
    int at = place.wordsAt[i];
    for (int k = 0; k < chunk.words[i]; k++) {
      int word = s.sortedWords[firstWord + k];
      if (format.wordBits() == 32) {
        into.putInt(at + 4 * k, word);
      } else {
        into.putShort(at + 2 * k, (short) word);
      }
    }
    int before = place.before[i] - firstWord;
    int next = s.endAt[slice] - chunk.present[i];
    int end = place.endsAt[i];
    if (place.shape[i] == RowIndex.SPARSE) {
      for (int w = 0; w < bitWords; w++) {
        into.putInt(place.blockAt[i] + 4 * (chunk.firstSlot / 32 + w), s.bits[i * bitWords + w]);
      }
      for (int row = 0; row < chunk.present[i]; row++) {
        into.putShort(end + 2 * row, (short) (before + s.sortedEnds[next + row]));
      }
    } else if (place.shape[i] == RowIndex.INDEXED) {
      // an end for each row, empty ones too
      int last = place.before[i];
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
