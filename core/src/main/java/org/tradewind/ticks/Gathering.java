package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.snn.CoreImage;

/// Makes the rows of a block of those that its cores have written.
final class Gathering {
  /// Rows times kinds of a unit at most, where rows are short or empty.
  private static final int PARTS = 1 << 18;

  private final BlockPlan plan;
  private final BlockRows.Builder rows;

  /// Of each core the first piece that is not laid down yet.
  private final int[] next;

  /// Words of the present unit, and of each its part.
  private int[] word = new int[64];

  private int[] part = new int[64];
  private int size;

  private Gathering(BlockPlan plan, BlockRows.Builder rows) {
    this.plan = plan;
    this.rows = rows;
    this.next = new int[plan.cores.size()];
  }

  /// The rows of a block, with all that is in its cores' pieces.
  ///
  /// @param unit words of a unit, about
  static BlockRows rows(BlockPlan plan, int unit) {
    long words = plan.cores.stream().mapToLong(Gathering::synapses).sum();
    long most = Math.min(PARTS / plan.kinds(), plan.rows() * (long) unit / Math.max(unit, words));
    int shift = 63 - Long.numberOfLeadingZeros(Math.max(1, most));
    BlockRows.Builder rows = plan.laying(shift);
    var gathering = new Gathering(plan, rows);
    var scratch = new BlockRows.Builder.Scratch();
    for (int u = 0; u < rows.units(); u++) {
      gathering.gather(rows.first(u), rows.first(u + 1));
      rows.lay(u, gathering.word, gathering.part, gathering.size, scratch);
    }
    return rows.built();
  }

  private static CoreImage.Rows written(Lowering core) {
    return (CoreImage.Rows) core.image.input();
  }

  /// Synapses of all of a core's pieces.
  private static long synapses(Lowering core) {
    CoreImage.Rows rows = written(core);
    long all = 0;
    for (int p = 0; p < core.pieces; p++) {
      int from = core.own[p];
      all += rows.start()[rows.rank(from + core.count[p])] - rows.start()[rows.rank(from)];
    }
    return all;
  }

  /// Gathers what all cores have in rows [from, to), those of one core after the other.
  private void gather(int from, int to) {
    size = 0;
    for (int c = 0; c < next.length; c++) {
      Lowering core = plan.cores.get(c);
      int p = next[c];
      for (; p < core.pieces && core.at[p] < to; p++) {
        gather(core, p, from, to);
      }
      next[c] = p > next[c] && core.at[p - 1] + core.count[p - 1] > to ? p - 1 : p;
    }
  }

  private void makeRoom(int more) {
    if (size + more > word.length) {
      int larger = Math.max(size + more, 2 * size);
      word = Arrays.copyOf(word, larger);
      part = Arrays.copyOf(part, larger);
    }
  }

  private void gather(Lowering core, int p, int from, int to) {
    CoreImage.Rows itsRows = written(core);
    int neurons = core.neurons();
    // exact for all places of 16 bits
    long reciprocal = ((1L << 32) + neurons - 1) / neurons;
    boolean apart = core.image.split();
    int base = plan.delays.base();
    int sides = plan.sides;
    int kinds = plan.kinds();
    int[] synapses = itsRows.synapses();
    int[] start = itsRows.start();
    int shift = core.own[p] - core.at[p];
    int row = Math.max(core.own[p], from + shift);
    int first = itsRows.rank(row);
    int last = itsRows.rank(Math.min(core.own[p] + core.count[p], to + shift));
    makeRoom(start[last] - start[first]);
    int[] word = this.word;
    int[] part = this.part;
    int size = this.size;
    for (int i = first; i < last; i++, row++) {
      row = itsRows.next(row);
      int itsPart = (row - shift - from) * kinds;
      for (int s = start[i]; s < start[i + 1]; s++) {
        int weight = synapses[s] >> 16;
        int own = synapses[s] & 0xFFFF;
        int delay = (int) (own * reciprocal >>> 32);
        boolean inhibits = apart && weight <= 0;
        int side = sides == 2 && inhibits ? 1 : 0;
        int place = (inhibits && sides == 1 ? core.inhibitoryPlace : core.place) + own;
        part[size] = itsPart + (delay - base) * sides + side;
        word[size++] = (inhibits ? -weight : weight) << 16 | place - delay * neurons;
      }
    }
    this.size = size;
  }
}
