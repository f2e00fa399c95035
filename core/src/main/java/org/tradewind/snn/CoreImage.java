package org.tradewind.snn;

import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.tradewind.cost.Action;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.random.PoissonCounts;
import org.tradewind.random.PoissonTable;

/// The image of a core that runs one of this package's programs, read back: what its kernel starts
/// from, and what `ticks` moves in its own way. Nobody may write to its arrays, but for the state
/// of its neurons, which is whoever's reads it.
///
/// A source is named by its key, as in a packet. Identity equality.
public sealed interface CoreImage {
  /// Reads what a program wrote; empty where it is not of this package.
  static Optional<CoreImage> read(Program program, Sram sram) {
    return switch (program) {
      case NeuronProgram neurons -> Optional.of(neurons.read(sram));
      case PoissonProgram poisson -> Optional.of(poisson.read(sram));
      case SpikeListProgram list -> Optional.of(list.read(sram));
      default -> Optional.empty();
    };
  }

  /// The same of what a program would write, but that of rows which there are rules for nothing is
  /// written but the table of sources: [Ruled] takes the place of [Rows].
  static Optional<CoreImage> readUnwritten(Program program, KeyLookup keys) {
    Program written =
        program instanceof NeuronProgram neurons && neurons.input() instanceof SynapticRows rows
            ? neurons.with(rows.unwritten())
            : program;
    var sram = new Sram(written.layout().bytes());
    written.write(keys, sram);
    return read(written, sram);
  }

  /// Whether [#read] knows a program.
  static boolean reads(Program program) {
    return program instanceof NeuronProgram
        || program instanceof PoissonProgram
        || program instanceof SpikeListProgram;
  }

  /// Whether a program sends numbers or takes them, not only spikes.
  static boolean graded(Program program) {
    return switch (program) {
      case NeuronProgram neurons ->
          neurons.neurons().kind().graded()
              || neurons.input() instanceof SynapticRows rows && rows.spikeNumber() > 0;
      case SpikeListProgram list -> list.listed().graded();
      default -> false;
    };
  }

  /// Of its neuron 0; the others follow.
  int key();

  /// Whether it sends what spikes.
  boolean sends();

  /// Whether its spikes are noted.
  boolean records();

  /// Neurons of the core.
  int size();

  /// Neurons that receive.
  ///
  /// @param slots of its ring of sums: the longest delay field + 1
  /// @param split whether excitatory and inhibitory weights are summed apart, the latter as
  ///   magnitudes
  /// @param update what one neuron's step is counted as
  /// @param neurons whose state is `state`
  /// @param state variables x neurons
  /// @param channels trace channels that are noted, in this order
  /// @param backgrounds noise that is added to the sums of each step before the neurons' update
  record Receiving(
      int key,
      boolean sends,
      boolean records,
      int size,
      int slots,
      boolean split,
      Action update,
      NeuronUpdate neurons,
      float[][] state,
      int[] channels,
      List<Background> backgrounds,
      Input input)
      implements CoreImage {
    /// Whether the neurons of both go by one equation: then [NeuronJoiner] can join them.
    public boolean alike(Receiving other) {
      return ((LoadedNeurons) neurons).kind().equals(((LoadedNeurons) other.neurons).kind());
    }

    /// The parameters of its neurons, where all have the same.
    public Optional<List<Float>> parameters() {
      return ((LoadedNeurons) neurons).common();
    }
  }

  /// Neuron i adds, in step s, `weight` times the count that [PoissonTable#draw] gives element
  /// `from + i` of (seed, owner, s): an [Action#BACKGROUND_STEP], and each count is an
  /// [Action#BACKGROUND_DRAW].
  record Background(long owner, int from, int weight, PoissonTable table) {
    /// Whether it goes on where the one of `neurons` neurons before it ends, so that both can be
    /// drawn as one.
    public boolean continues(Background before, int neurons) {
      return owner == before.owner
          && from == before.from + neurons
          && weight == before.weight
          && table.equals(before.table);
    }

    /// Draws what it brings in a step, for the next update.
    ///
    /// @param counts receives it, for neurons [begin, end) of those that are updated
    public void draw(
        long seed, int step, int begin, int end, PoissonCounts counts, NeuronUpdate neurons) {
      counts.draw(table, seed, owner, step, from, begin, end);
      neurons.add(weight, counts);
    }
  }

  /// Neuron i spikes in step s of [fromStep, untilStep) where `SplitMix.uniform(begin, from + i) <
  /// p[i]`, with `begin` of (seed, owner, s).
  record Poisson(
      int key,
      boolean sends,
      boolean records,
      long owner,
      int from,
      int fromStep,
      int untilStep,
      float[] p)
      implements CoreImage {
    @Override
    public int size() {
      return p.length;
    }
  }

  /// Listed spikes: those of `steps[s]` are atoms [ends[s - 1], ends[s]).
  ///
  /// @param numbers that each sends; empty where they are spikes
  /// @param ahead whether they are sent one step before, those of step 0 at the start interrupt
  /// @param sent listed steps that were sent already
  /// @param noted listed steps that were noted already
  record SpikeList(
      int key,
      boolean sends,
      boolean records,
      int size,
      boolean ahead,
      int[] steps,
      int[] ends,
      int[] atoms,
      int[] numbers,
      int sent,
      int noted)
      implements CoreImage {
    /// Where the spikes of a listed step begin.
    public int begin(int listed) {
      return listed == 0 ? 0 : ends[listed - 1];
    }
  }

  /// How packets become weights.
  sealed interface Input {
    /// Of each entry of the table its first key, ascending as unsigned numbers.
    int[] keys();

    /// What a packet is counted as.
    Action packet();

    /// Looks that finding a packet's source takes.
    default int probes() {
      return SourceTable.probes(keys().length);
    }
  }

  /// Word by word. Entry e of the table has rows [firstRow[e], firstRow[e + 1]): one for each key
  /// from its own on, so those of many vertices where a large sender has one entry. Of rows that
  /// are not empty there is a bit, and the i-th of them is synapses [start[i], start[i + 1]): large
  /// senders have mostly empty ones.
  ///
  /// @param shape for each entry how a row is found: [#EVEN], [#INDEXED] or [#SPARSE]
  /// @param present a bit for each row
  /// @param before of each word of bits, how many rows are present before it
  /// @param synapses upper half the weight, lower half `delay * neurons + target`, which is below
  ///   2^16 because a ring of 2^16 sums would not fit the SRAM
  /// @param spikeNumber what a packet without a number counts where others have one; 0 where
  ///   weights are added as they are
  /// @param event what a synapse is counted as
  record Rows(
      int[] keys,
      byte[] shape,
      int[] firstRow,
      long[] present,
      int[] before,
      int[] start,
      int[] synapses,
      int spikeNumber,
      Action packet,
      Action event)
      implements Input {
    /// Which of the rows that are not empty a row is, or -1.
    public int find(int row) {
      long bits = present[row >> 6];
      return (bits >>> row & 1) == 0
          ? -1
          : before[row >> 6] + Long.bitCount(bits & (1L << row) - 1);
    }

    /// How many rows before this one are not empty: so the first of them from here on, as [#find]
    /// numbers them.
    public int rank(int row) {
      return row >> 6 == present.length
          ? start.length - 1
          : before[row >> 6] + Long.bitCount(present[row >> 6] & (1L << row) - 1);
    }

    /// The first row from `row` on that is not empty; there is one.
    public int next(int row) {
      int word = row >> 6;
      long bits = present[word] & -1L << row;
      while (bits == 0) {
        bits = present[++word];
      }
      return word << 6 | Long.numberOfTrailingZeros(bits);
    }

    /// All rows are as long as each other.
    public static final byte EVEN = 0;

    /// There is an end for each row: a packet is counted as [Action#INDEXED_ROW] too.
    public static final byte INDEXED = 1;

    /// There is a bit for each row, an end where it is not empty: a packet is counted as
    /// [Action#SPARSE_ROW] too, or as [Action#ABSENT_ROW] where its row is empty.
    public static final byte SPARSE = 2;
  }

  /// Rows as [Rows], but that their synapses are not here: who knows the rules makes them for all
  /// cores of the population together.
  ///
  /// @param longest for each entry synapses of its longest row
  /// @param slice of the population
  record Ruled(
      int[] keys,
      byte[] shape,
      int[] firstRow,
      int[] longest,
      RowRules rules,
      int slice,
      Action packet,
      Action event)
      implements Input {}

  /// Through kernels. Delay fields are 0.
  non-sealed interface Kernels extends Input {
    @Override
    default Action packet() {
      return Action.KERNEL_PACKET;
    }

    /// Adds the weights of one spike.
    ///
    /// @param source which of [#keys]
    /// @param sum one a neuron, from 0 on
    void add(int source, int atom, int[] sum);

    /// Counts what [#add] did since it was counted last.
    void count(ObjIntConsumer<Action> did);
  }
}
