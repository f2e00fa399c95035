package org.tradewind.snn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.tradewind.cost.Action;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Rows;
import org.tradewind.network.Synapses;

/// Neurons whose synapses are stored word by word: every program but `lif_conv2d`.
final class RowsPlan extends NeuronPlan {
  /// Rates are added as multiples of this, so that the order of adding cannot matter.
  private static final double RATE_UNIT = 0x1p-44;

  /// By index of the pre population its projections to here.
  private final Map<Integer, Sender> senders;

  private final Rates rates;

  /// What a spike counts, where numbers arrive too.
  private final int spikeNumber;

  private final long[] synapsesUpTo;
  private final Load.Sums events;

  /// Whether rows stay when they are written: loading them again then costs less.
  private final boolean loadedOften;

  private final Compiler.Limits limits;

  /// Where the places of senders' rows are kept: small networks are counted exactly, over and over.
  private final boolean exact;

  /// A population that sends here.
  ///
  /// @param upTo synapses that end before each neuron here
  /// @param targets of each of its projections, where they are kept
  /// @param sent spikes of all its neurons
  /// @param merged whether all of its slices share one block in every slice here
  private record Sender(
      List<Rows> rows, long[] upTo, List<Kept> targets, Load sent, boolean merged) {
    boolean even() {
      return rows.size() == 1 && rows.getFirst().even();
    }
  }

  /// Who is connected, row by row, without the synapses whose weight is zero: four bytes each.
  private record Kept(int[] rowStart, int[] post) {
    static Kept of(Rows rows) {
      boolean vanishes = RowsAssembly.vanishes(rows);
      List<Kept> blocks =
          rows.blocks((reader, block) -> {
            var rowStart = new int[block.to() - block.from() + 1];
            var post = new int[64];
            for (int row = block.from(); row < block.to(); row++) {
              int at = rowStart[row - block.from()];
              int count = reader.targets(row);
              if (vanishes) {
                reader.weights(row);
              }
              if (at + count > post.length) {
                post = Arrays.copyOf(post, at + count + post.length / 2);
              }
              for (int k = 0; k < count; k++) {
                if (!vanishes || reader.weight()[k] != 0) {
                  post[at++] = reader.post()[k];
                }
              }
              rowStart[row - block.from() + 1] = at;
            }
            return new Kept(rowStart, Arrays.copyOf(post, rowStart[rowStart.length - 1]));
          });
      var rowStart = new int[rows.size() + 1];
      var post = new int[blocks.stream().mapToInt(block -> block.post.length).sum()];
      int row = 0;
      int at = 0;
      for (Kept block : blocks) {
        System.arraycopy(block.post, 0, post, at, block.post.length);
        for (int i = 1; i < block.rowStart.length; i++) {
          rowStart[++row] = at + block.rowStart[i];
        }
        at += block.post.length;
      }
      return new Kept(rowStart, post);
    }
  }

  /// What ends at each neuron: counts, and rates in [#RATE_UNIT] where senders differ in them; none
  /// else.
  private record Arriving(long[] synapses, long[] mean, long[] busiest) {
    Arriving(int neurons, boolean alike) {
      this(new long[neurons], new long[alike ? 0 : neurons], new long[alike ? 0 : neurons]);
    }

    /// Events a step.
    ///
    /// @param units the sums of what senders do
    /// @param rate of each sender
    double[] events(long[] units, double[] rate) {
      return IntStream.range(0, synapses.length)
          .mapToDouble(j -> units.length == 0 ? synapses[j] * rate[0] : units[j] * RATE_UNIT)
          .toArray();
    }

    void add(Arriving other) {
      for (int j = 0; j < synapses.length; j++) {
        synapses[j] += other.synapses[j];
      }
      for (int j = 0; j < mean.length; j++) {
        mean[j] += other.mean[j];
        busiest[j] += other.busiest[j];
      }
    }
  }

  private RowsPlan(
      Network network,
      int index,
      Map<Integer, List<Rows>> incoming,
      int slots,
      Rates rates,
      boolean exact,
      boolean loadedOften,
      Compiler.Limits limits) {
    super(network, index, slots, rates);
    this.rates = rates;
    this.spikeNumber = network.spikeNumber(population.name());
    this.senders = new TreeMap<>();
    this.exact = exact;
    this.loadedOften = loadedOften;
    this.limits = limits;
    var synapses = new long[population.size()];
    var mean = new double[population.size()];
    var busiest = new double[population.size()];
    incoming.forEach((pre, rows) -> {
      Arriving arriving = arriving(rows, rates.mean(pre), rates.busiest(pre));
      double[] itsMean = arriving.events(arriving.mean, rates.mean(pre));
      double[] itsBusiest = arriving.events(arriving.busiest, rates.busiest(pre));
      for (int j = 0; j < synapses.length; j++) {
        synapses[j] += arriving.synapses[j];
        mean[j] += itsMean[j];
        busiest[j] += itsBusiest[j];
      }
      List<Kept> kept = exact ? rows.stream().map(Kept::of).toList() : List.of();
      Load sent = rates.spikes(pre).between(0, rates.mean(pre).length);
      var sender = new Sender(rows, upTo(arriving.synapses), kept, sent, false);
      boolean merged = !exact && merges(network, pre);
      senders.put(pre, new Sender(rows, sender.upTo, kept, sent, merged));
    });
    this.synapsesUpTo = upTo(synapses);
    this.events = new Load.Sums(mean, busiest);
  }

  /// @param small whether each slice's index is counted for every cut that is tried; else, where
  ///   rules say that all targets are alike, it is bounded by what the counts of synapses allow
  /// @param loadedOften whether more than one run is planned
  static RowsPlan of(
      Network network,
      int index,
      Rates rates,
      long seed,
      boolean small,
      boolean loadedOften,
      Compiler.Limits limits) {
    Population population = network.populations().get(index);
    var incoming = new TreeMap<Integer, List<Rows>>();
    int longest = 0;
    boolean uniform = true;
    for (Projection p : Quantiser.incoming(network, population)) {
      Rows rows = Rows.of(network, p, seed);
      uniform &= rows.uniform();
      longest = Math.max(longest, small ? rows.longestDelay() : rows.mostDelay());
      incoming.computeIfAbsent(network.index(p.pre()), _ -> new ArrayList<>()).add(rows);
    }
    return new RowsPlan(
        network, index, incoming, longest + 1, rates, small || !uniform, loadedOften, limits);
  }

  private Arriving arriving(List<Rows> projections, double[] rate, double[] busiest) {
    boolean alike = alike(rate) && alike(busiest);
    var free = new ConcurrentLinkedDeque<Arriving>();
    var all = new ConcurrentLinkedDeque<Arriving>();
    for (Rows rows : projections) {
      boolean vanishes = RowsAssembly.vanishes(rows);
      rows.blocks((reader, block) -> {
        Arriving idle = free.poll();
        Arriving into = idle == null ? new Arriving(population.size(), alike) : idle;
        if (idle == null) {
          all.add(into);
        }
        for (int row = block.from(); row < block.to(); row++) {
          int count = reader.targets(row);
          if (vanishes) {
            reader.weights(row);
          }
          long mean = Math.round(rate[row] / RATE_UNIT);
          long most = Math.round(busiest[row] / RATE_UNIT);
          for (int k = 0; k < count; k++) {
            if (!vanishes || reader.weight()[k] != 0) {
              int j = reader.post()[k];
              into.synapses[j]++;
              if (!alike) {
                into.mean[j] += mean;
                into.busiest[j] += most;
              }
            }
          }
        }
        free.push(into);
        return block;
      });
    }
    var sum = new Arriving(population.size(), alike);
    all.forEach(sum::add);
    return sum;
  }

  private static boolean alike(double[] rates) {
    return Arrays.stream(rates).allMatch(rate -> rate == rates[0]);
  }

  private static long[] upTo(long[] counts) {
    var sums = new long[counts.length + 1];
    for (int j = 0; j < counts.length; j++) {
      sums[j + 1] = sums[j] + counts[j];
    }
    return sums;
  }

  @Override
  public long synapses() {
    return synapsesUpTo[population.size()];
  }

  @Override
  Load events(int from, int to) {
    return events.between(from, to);
  }

  @Override
  Action event() {
    return format.event(summing);
  }

  @Override
  long inputBytes(int from, int to) {
    return (synapsesUpTo[to] - synapsesUpTo[from]) * format.wordBytes();
  }

  /// Where the index is bounded, the bound itself: then cutting once is enough.
  @Override
  public Need within(int from, int to, Slicing slicing) {
    if (exact) {
      return alone(from, to);
    }
    var bytes = new long[1];
    var blocks = new int[1];
    var packets = new Load[] {Load.NONE};
    var cycles = new Load[] {Load.NONE};
    int[] cut = {from, to};
    senders.forEach(
        (pre, sender) -> bound(sender, pre, cut, slicing, bytes, blocks, packets, cycles));
    return needs(cut, bytes, withFinding(blocks, packets, cycles))[0];
  }

  @Override
  public Need[] needs(Slicing slicing) {
    int[] cut = slicing.cut(index);
    var bytes = new long[cut.length - 1];
    var blocks = new int[cut.length - 1];
    var packets = new Load[cut.length - 1];
    var cycles = new Load[cut.length - 1];
    Arrays.fill(packets, Load.NONE);
    Arrays.fill(cycles, Load.NONE);
    senders.forEach((pre, sender) -> {
      if (exact) {
        count(sender, pre, slicing, bytes, blocks, packets, cycles);
      } else {
        bound(sender, pre, cut, slicing, bytes, blocks, packets, cycles);
      }
    });
    return needs(cut, bytes, withFinding(blocks, packets, cycles));
  }

  private static Load[] withFinding(int[] blocks, Load[] packets, Load[] cycles) {
    for (int s = 0; s < cycles.length; s++) {
      double finding = SourceTable.probes(blocks[s]) * SourcePlan.cycles(Action.PROBE);
      cycles[s] = cycles[s].plus(packets[s].times(finding));
    }
    return cycles;
  }

  /// Adds what the blocks of a sender take beside their words, which are counted by [#inputBytes].
  private void count(
      Sender sender,
      int pre,
      Slicing slicing,
      long[] bytes,
      int[] blocks,
      Load[] packets,
      Load[] cycles) {
    int[] cut = slicing.cut(index);
    int[] sliceOf = RowsAssembly.sliceOf(cut);
    int[] preCut = slicing.cut(pre);
    Load.Sums spikes = rates.spikes(pre);
    var lengths = new int[cut.length - 1][];
    var reached = new int[cut.length - 1];
    for (int u = 0; u < slicing.slices(pre); u++) {
      Load sent = spikes.between(preCut[u], preCut[u + 1]);
      int most = rowLengths(sender.targets, preCut[u], preCut[u + 1], sliceOf, lengths, reached);
      for (int i = 0; i < most; i++) {
        int s = reached[i];
        int[] rows = lengths[s];
        lengths[s] = null;
        int synapses = Arrays.stream(rows).sum();
        int present = (int) Arrays.stream(rows).filter(n -> n > 0).count();
        boolean even = Arrays.stream(rows).allMatch(n -> n == rows[0]);
        RowIndex at = RowIndex.of(rows.length, present, even ? rows[0] : -1);
        long words = (long) synapses * format.wordBytes();
        bytes[s] += SourceTable.ENTRY_BYTES + at.bytes() + RowIndex.words(words) - words;
        double share = (double) present / rows.length;
        blocks[s]++;
        packets[s] = packets[s].plus(sent);
        cycles[s] = cycles[s].plus(sent.times(at.packetCycles(format.packet(summing), share)));
      }
    }
  }

  /// Adds the most that they may take, by counts of synapses alone.
  private void bound(
      Sender sender,
      int pre,
      int[] cut,
      Slicing slicing,
      long[] bytes,
      int[] blocks,
      Load[] packets,
      Load[] cycles) {
    boolean merged = sender.merged;
    int neurons = rates.mean(pre).length;
    Load sent = sender.sent;
    int there = slicing.slices(pre);
    int bits = slicing.atomBits(pre);
    for (int s = 0; s < bytes.length; s++) {
      long synapses = sender.upTo[cut[s + 1]] - sender.upTo[cut[s]];
      if (synapses > 0) {
        int present = (int) Math.min(neurons, synapses);
        int together = merged ? RowsAssembly.slicesOfABlock(bits) : 1;
        int blocksThere = Math.ceilDiv(there, together);
        int sources = (int) Math.min(blocksThere, synapses);
        bytes[s] += mostBytes(sender.even(), neurons, there, bits, merged, synapses);
        blocks[s] += sources;
        // of a sparse sender few slices have a synapse here, and the others' packets do not come
        Load come = sent.times((double) sources / blocksThere);
        packets[s] = packets[s].plus(come);
        int rows = Math.ceilDiv(neurons, blocksThere);
        RowIndex each = RowIndex.of(rows, Math.min(rows, present / sources), -1);
        double share = (double) present / ((long) sources * rows);
        cycles[s] =
            cycles[s].plus(
                come.times(each.packetCycles(format.packet(summing), Math.min(1, share))));
      }
    }
  }

  /// The most bytes that a sender's entries and indices take in a slice, and what fills up words.
  ///
  /// @param even whether all rows are as long as each other
  /// @param there its slices
  private static long mostBytes(
      boolean even, int neurons, int there, int bits, boolean merged, long synapses) {
    int present = (int) Math.min(neurons, synapses);
    if (merged) {
      int together = Math.min(there, RowsAssembly.slicesOfABlock(bits));
      int blocks = Math.ceilDiv(there, together);
      long ends = 2L * present;
      long bitsOfAll = blocks * (long) RowIndex.endsAt(RowIndex.SPARSE, together << bits);
      return blocks * (SourceTable.ENTRY_BYTES + 2 + 4L) + bitsOfAll + ends;
    }
    long blocks = Math.min(there, synapses);
    int rows = Math.ceilDiv(neurons, there);
    long indexed = RowIndex.words(2L * rows);
    // its ends are counted together, below
    long sparse = RowIndex.words(RowIndex.endsAt(RowIndex.SPARSE, rows));
    long index = even ? 0 : Math.min(blocks * indexed, blocks * sparse + 2L * present);
    return blocks * (SourceTable.ENTRY_BYTES + 2) + index;
  }

  /// Whether the slices of a sender are to share one block in every slice that they reach: where
  /// that is smaller for all populations that it reaches together, if cores are filled with
  /// synapses. Then a packet goes to all slices of those. Either for all or for none, so that what
  /// the sender's slices reach is the same, and they share their trees and entries of the routers.
  private static boolean merges(Network network, int pre) {
    Population sender = network.populations().get(pre);
    int there = cores(network, pre);
    int bits = RowsAssembly.atomBits(Slicing.even(sender.size(), there));
    long merged = 0;
    long apart = 0;
    for (Population post : network.populations()) {
      List<Projection> projections =
          Quantiser.incoming(network, post).stream()
              .filter(p -> p.pre().equals(sender.name()))
              .toList();
      if (projections.isEmpty() || Quantiser.convolves(network, post)) {
        continue;
      }
      int cores = cores(network, network.index(post.name()));
      long each = 0;
      for (Projection p : projections) {
        each += Synapses.estimate(network, p);
      }
      each = Math.ceilDiv(each, cores);
      boolean even =
          projections.size() == 1
              && projections.getFirst().connectivity()
                  instanceof Connectivity.AllToAll(boolean self)
              && (self || !post.name().equals(sender.name()));
      merged += cores * mostBytes(even, sender.size(), there, bits, true, each);
      apart += cores * mostBytes(even, sender.size(), there, bits, false, each);
    }
    return merged < apart;
  }

  /// About how many cores a population takes: what its synapses fill, if it may fill them.
  private static int cores(Network network, int index) {
    Population population = network.populations().get(index);
    long bytes = 0;
    for (Projection p : Quantiser.incoming(network, population)) {
      bytes += Synapses.estimate(network, p) * SynapseFormat.of(population.word()).wordBytes();
    }
    int most = SynapseFormat.WIDE.maxNeurons();
    int allowed = population.maxPerCore() > 0 ? Math.min(most, population.maxPerCore()) : most;
    int least = Math.ceilDiv(population.size(), allowed);
    return Math.clamp(bytes / Spinnaker2.DATA_BYTES.whole(), least, population.size());
  }

  @Override
  public Sliced sliced(Slicing slicing, Edges edges) {
    int[] cut = slicing.cut(index);
    int vertex = slicing.vertex(index, 0);
    var assembly = new RowsAssembly(format, cut);
    senders.forEach((pre, sender) -> {
      int source = slicing.vertex(pre, 0);
      assembly.add(
          source,
          slicing.cut(pre),
          sender.rows,
          sender.merged,
          (u, s) -> edges.add(source + u, vertex + s));
      for (int u = 0; u < slicing.slices(pre) && sender.merged; u++) {
        edges.add(source + u, vertex, vertex + slicing.slices(index));
      }
    });
    SynapticRows[] inputs =
        assembly.assembled(loadedOften ? Long.MAX_VALUE : limits.mostKept(), limits.much());
    if (summing == SynapseFormat.Summing.TIMES_NUMBERS) {
      Arrays.setAll(inputs, s -> inputs[s].takingNumbers(spikeNumber));
    }
    return programs(slicing, inputs);
  }

  /// How many synapses each pre neuron of [preFrom, preTo) has in each slice that any reaches.
  /// Costs what the synapses cost, not vertices times vertices: most slices of a large network are
  /// not reached.
  ///
  /// @param sliceOf the slice of each neuron here
  /// @param lengths for each slice that is reached neurons; null before
  /// @param reached which slices are
  /// @return how many slices are reached
  private static int rowLengths(
      List<Kept> projections,
      int preFrom,
      int preTo,
      int[] sliceOf,
      int[][] lengths,
      int[] reached) {
    int count = 0;
    for (Kept kept : projections) {
      for (int i = preFrom; i < preTo; i++) {
        for (int s = kept.rowStart[i]; s < kept.rowStart[i + 1]; s++) {
          int slice = sliceOf[kept.post[s]];
          if (lengths[slice] == null) {
            lengths[slice] = new int[preTo - preFrom];
            reached[count++] = slice;
          }
          lengths[slice][i - preFrom]++;
        }
      }
    }
    return count;
  }
}
