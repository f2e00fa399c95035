package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.tradewind.snn.CoreImage;
import org.tradewind.snn.RowRules;

/// Makes the rows of blocks by rules, a sender's after the other's as they are to lie there. So the
/// synapses of a large network are made once and laid down once, where by way of images
/// ([Gathering]) they are sorted by core first and by sender again: a core of a large network has
/// one or two synapses of a row, and to find them took longer than to make them.
///
/// The blocks of all threads are filled together, because the targets of a row are in all of them.
/// Units of rows are made side by side, and none depends on another.
final class Streaming {
  /// Bits of a row's number within its unit: of a large network so many rows stay in the L2 cache
  /// until they are laid down.
  private static final int SHIFT = 4;

  /// Rows of a unit.
  static final int ROWS = 1 << SHIFT;

  /// In place of a block: somebody else has the neuron.
  private static final int NOBODY = 0xFFFF;

  private final Senders senders;
  private final List<BlockPlan> plans;
  private final BlockRows.Builder[] rows;
  private final List<Population> populations;
  private final List<Stretch> stretches;

  /// Where the neurons of a population are.
  ///
  /// @param at of each neuron: upper half the block, lower half the place
  /// @param inhibitory the same, with the place of what inhibits it
  /// @param apart whether that is summed apart
  private record Population(RowRules rules, int[] at, int[] inhibitory, boolean apart) {}

  /// Rows of a run that are units of some blocks.
  ///
  /// @param row the first
  /// @param block those blocks
  /// @param unit of each of them
  private record Stretch(int run, int row, int[] block, int[] unit) {}

  private Streaming(List<BlockPlan> plans, Senders senders) {
    this.senders = senders;
    this.plans = plans;
    rows = plans.stream().map(plan -> plan.laying(SHIFT)).toArray(BlockRows.Builder[]::new);
    populations = populations();
    stretches = stretches();
  }

  /// Makes the blocks that wait for their rows.
  static void load(Loading[] threads, Senders senders) {
    var streaming =
        new Streaming(
            Arrays.stream(threads).flatMap(loading -> loading.ruled().stream()).toList(), senders);
    streaming.layAll();
    int b = 0;
    for (Loading loading : threads) {
      for (BlockPlan plan : loading.ruled()) {
        loading.add(plan, streaming.rows[b++].built());
      }
    }
  }

  private List<Population> populations() {
    if (plans.size() >= NOBODY) {
      throw new IllegalStateException(plans.size() + " blocks are more than 16 bits name");
    }
    Map<RowRules, Population> byRules = new IdentityHashMap<>();
    var found = new ArrayList<Population>();
    for (int b = 0; b < plans.size(); b++) {
      for (Lowering core : plans.get(b).cores) {
        var input = (CoreImage.Ruled) core.image.input();
        Population population = byRules.get(input.rules());
        if (population == null) {
          population = population(input.rules(), core.image.split());
          byRules.put(input.rules(), population);
          found.add(population);
        }
        int first = input.rules().first(input.slice());
        int apart = plans.get(b).sides == 2 ? core.place : core.inhibitoryPlace;
        for (int i = 0; i < core.neurons(); i++) {
          population.at[first + i] = b << 16 | core.place + i;
          population.inhibitory[first + i] = b << 16 | apart + i;
        }
      }
    }
    return found;
  }

  private static Population population(RowRules rules, boolean apart) {
    var at = new int[rules.neurons()];
    Arrays.fill(at, NOBODY << 16);
    return new Population(rules, at, at.clone(), apart);
  }

  private List<Stretch> stretches() {
    var blocksOf = new TreeMap<Integer, List<Integer>>();
    for (int b = 0; b < plans.size(); b++) {
      for (int run : plans.get(b).runs) {
        blocksOf.computeIfAbsent(run, _ -> new ArrayList<>()).add(b);
      }
    }
    var all = new ArrayList<Stretch>();
    blocksOf.forEach((run, blocks) -> {
      int most = blocks.stream().mapToInt(b -> plans.get(b).rowsOf(run)).max().orElse(0);
      for (int row = 0; row < most; row += ROWS) {
        int from = row;
        int[] block =
            blocks.stream()
                .mapToInt(Integer::intValue)
                .filter(b -> from < plans.get(b).rowsOf(run))
                .toArray();
        int[] unit =
            Arrays.stream(block).map(b -> plans.get(b).firstRow(run) + from >> SHIFT).toArray();
        all.add(new Stretch(run, row, block, unit));
      }
    });
    return all;
  }

  private void layAll() {
    var free = new ConcurrentLinkedDeque<Laying>();
    IntStream.range(0, stretches.size())
        .parallel()
        .forEach(s -> {
          Laying idle = free.poll();
          Laying laying = idle == null ? new Laying() : idle;
          laying.lay(stretches.get(s));
          free.push(laying);
        });
  }

  /// One thread's work.
  private final class Laying {
    private final RowRules.Reader[] readers =
        populations.stream()
            .map(population -> population.rules.reader())
            .toArray(RowRules.Reader[]::new);
    private final BlockRows.Builder.Scratch scratch = new BlockRows.Builder.Scratch();

    // of each block: its words of the present stretch, the part of each, and how many they are

    private final int[][] word = new int[plans.size()][64];
    private final int[][] part = new int[plans.size()][64];
    private final int[] size = new int[plans.size()];

    // of each block: the part of the present row's words of no delay on the first side, and the
    // number of sides

    private final int[] firstPart = new int[plans.size()];
    private final int[] sides = plans.stream().mapToInt(plan -> plan.sides).toArray();

    void lay(Stretch stretch) {
      for (int b : stretch.block) {
        size[b] = 0;
      }
      int end = Math.min(stretch.row + ROWS, senders.rows(stretch.run));
      for (int row = stretch.row; row < end; row++) {
        for (int b : stretch.block) {
          BlockPlan plan = plans.get(b);
          firstPart[b] = (row - stretch.row) * plan.kinds() - plan.delays.base() * plan.sides;
        }
        int vertex = senders.vertex(stretch.run, row);
        int atom = senders.atom(stretch.run, row);
        for (int p = 0; p < readers.length; p++) {
          Population population = populations.get(p);
          readers[p].row(
              vertex,
              atom,
              (post, weight, delay, count) -> {
                makeRoom(stretch.block, count);
                take(population, post, weight, delay, count);
              });
        }
      }
      for (int i = 0; i < stretch.block.length; i++) {
        int b = stretch.block[i];
        rows[b].lay(stretch.unit[i], word[b], part[b], size[b], scratch);
      }
    }

    private void makeRoom(int[] blocks, int more) {
      for (int b : blocks) {
        if (size[b] + more > word[b].length) {
          int larger = Math.max(size[b] + more, 2 * word[b].length);
          word[b] = Arrays.copyOf(word[b], larger);
          part[b] = Arrays.copyOf(part[b], larger);
        }
      }
    }

    private void take(Population population, int[] post, float[] weight, byte[] delay, int count) {
      int[] at = population.at;
      int[] inhibitory = population.inhibitory;
      boolean apart = population.apart;
      int[] size = this.size;
      for (int k = 0; k < count; k++) {
        int itsWeight = (int) weight[k];
        boolean inhibits = apart && itsWeight < 0;
        int where = inhibits ? inhibitory[post[k]] : at[post[k]];
        int b = where >>> 16;
        if (itsWeight == 0 || b == NOBODY) {
          continue;
        }
        int side = inhibits ? sides[b] - 1 : 0;
        int next = size[b]++;
        word[b][next] = (inhibits ? -itsWeight : itsWeight) << 16 | where & 0xFFFF;
        part[b][next] = firstPart[b] + delay[k] * sides[b] + side;
      }
    }
  }
}
