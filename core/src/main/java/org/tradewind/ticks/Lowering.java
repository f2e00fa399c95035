package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.snn.CoreImage;

/// A core that is to be lowered into a block, and what sends to it, in pieces: rows of a run of
/// senders ([Senders]) that are rows of its own.
final class Lowering {
  final NeuronCore core;
  final CoreImage.Receiving image;
  final CoreImage.Rows rows;
  final Delays delays;

  /// Cycles of the dearest packet.
  final long dearest;

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

  /// Its first place, and that of what inhibits it.
  int place;

  int inhibitoryPlace;

  Lowering(NeuronCore core, CoreImage.Receiving image, CoreImage.Rows rows, Senders senders) {
    this.core = core;
    this.image = image;
    this.rows = rows;
    this.delays = Delays.of(rows, image.size());
    long most = 0;
    for (int e = 0; e < rows.keys().length; e++) {
      int begin = rows.firstRow()[e];
      int end = rows.firstRow()[e + 1];
      byte found = rows.shape()[e];
      senders.to(
          core.vertex,
          rows.keys()[e],
          end - begin,
          (from, firstRow, many, distance) -> add(from, firstRow, begin + distance, many, found));
      most = Math.max(most, core.packetCycles(found, 0));
      most = Math.max(most, core.packetCycles(found, longestRow(rows, begin, end)));
    }
    dearest = most;
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

  private static int longestRow(CoreImage.Rows rows, int from, int to) {
    int longest = 0;
    for (int i = rows.rank(from); i < rows.rank(to); i++) {
      longest = Math.max(longest, rows.start()[i + 1] - rows.start()[i]);
    }
    return longest;
  }

  /// Synapses of all pieces.
  long synapses() {
    long all = 0;
    for (int p = 0; p < pieces; p++) {
      all += rows.start()[rows.rank(own[p] + count[p])] - rows.start()[rows.rank(own[p])];
    }
    return all;
  }

  int neurons() {
    return image.size();
  }

  int sums() {
    return image.split() ? 2 * image.size() : image.size();
  }
}
