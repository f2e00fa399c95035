package org.tradewind.ticks;

import java.util.Arrays;
import org.tradewind.snn.CoreImage;

/// Makes the rows of a block of those that its cores have written.
final class Gathering {
  /// Words of a unit, about: fewer would stay in the L2 cache instead of the L3, but each core
  /// would have too few of them for the way to its rows.
  private static final int WORDS = 1 << 17;

  /// Rows times kinds of a unit at most, where rows are short or empty.
  private static final int PARTS = 1 << 18;

  private final BlockPlan plan;
  private final BlockRows.Builder rows;

  /// Of each core the first piece that is not laid down yet.
  private final int[] next;

  /// Words of the present unit, and of each its part.
  private int[] word = new int[WORDS];

  private int[] part = new int[WORDS];
  private int size;

  private Gathering(BlockPlan plan, BlockRows.Builder rows) {
    this.plan = plan;
    this.rows = rows;
    this.next = new int[plan.cores.size()];
  }

  /// The rows of a block, with all that is in its cores' pieces.
  static BlockRows rows(BlockPlan plan) {
    long words = plan.cores.stream().mapToLong(Lowering::synapses).sum();
    boolean headed = plan.delays.differ();
    int kinds = headed ? plan.kinds() : 1;
    long most = Math.min(PARTS / kinds, plan.rows() * (long) WORDS / Math.max(WORDS, words));
    int shift = 63 - Long.numberOfLeadingZeros(Math.max(1, most));
    var rows = new BlockRows.Builder(plan.rows(), shift, kinds, headed);
    var gathering = new Gathering(plan, rows);
    var scratch = new BlockRows.Builder.Scratch();
    for (int unit = 0; unit < rows.units(); unit++) {
      gathering.gather(rows.first(unit), rows.first(unit + 1));
      rows.lay(unit, gathering.word, gathering.part, gathering.size, scratch);
    }
    return rows.built();
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
    CoreImage.Rows itsRows = core.rows;
    int neurons = core.neurons();
    // exact for all places of 16 bits
    long reciprocal = ((1L << 32) + neurons - 1) / neurons;
    boolean apart = core.image.split();
    int base = plan.delays.base();
    int sides = plan.sides;
    int kinds = plan.delays.differ() ? plan.kinds() : 1;
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
