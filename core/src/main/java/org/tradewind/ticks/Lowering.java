package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.snn.CoreImage;

/// A core that is to be lowered into a block, and what sends to it, in pieces: rows of a run of
/// senders ([Senders]) that are rows of its own.
final class Lowering {
  final NeuronCore core;
  final CoreImage.Receiving image;
  final Delays delays;

  /// Cycles of the dearest packet.
  final long dearest;

  /// Cycles of the dearest packet that brings no synapse, and of each synapse more at most.
  private long bare;

  private long perSynapse;

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

  /// @param image whose input is rows
  Lowering(NeuronCore core, CoreImage.Receiving image, Senders senders) {
    this.core = core;
    this.image = image;
    switch (image.input()) {
      case CoreImage.Rows rows -> {
        delays = Delays.of(rows, image.size());
        dearest = addAll(senders, rows.keys(), rows.firstRow(), rows.shape(), longest(rows));
      }
      case CoreImage.Ruled ruled -> {
        delays = Delays.of(ruled);
        dearest = addAll(senders, ruled.keys(), ruled.firstRow(), ruled.shape(), ruled.longest());
      }
      case CoreImage.Kernels _ -> throw new IllegalStateException("kernels are no rows");
    }
  }

  /// @return cycles of the dearest packet
  private long addAll(Senders senders, int[] keys, int[] firstRow, byte[] shapes, int[] longest) {
    long most = 0;
    for (int e = 0; e < keys.length; e++) {
      int begin = firstRow[e];
      byte found = shapes[e];
      senders.to(
          core.vertex,
          keys[e],
          firstRow[e + 1] - begin,
          (from, row, many, distance) -> add(from, row, begin + distance, many, found));
      long none = core.packetCycles(found, 0);
      long one = core.packetCycles(found, 1);
      bare = Math.max(bare, none);
      perSynapse = Math.max(perSynapse, one - none);
      perSynapse = Math.max(perSynapse, core.packetCycles(found, 2) - one);
      most = Math.max(most, none);
      most = Math.max(most, core.packetCycles(found, longest[e]));
    }
    return most;
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

  /// Of each entry synapses of its longest row.
  private static int[] longest(CoreImage.Rows rows) {
    var longest = new int[rows.keys().length];
    for (int e = 0; e < longest.length; e++) {
      int end = rows.rank(rows.firstRow()[e + 1]);
      for (int i = rows.rank(rows.firstRow()[e]); i < end; i++) {
        longest[e] = Math.max(longest[e], rows.start()[i + 1] - rows.start()[i]);
      }
    }
    return longest;
  }

  long bare() {
    return bare;
  }

  long perSynapse() {
    return perSynapse;
  }

  int neurons() {
    return image.size();
  }
}
