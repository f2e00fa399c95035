package org.tradewind.snn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tradewind.cost.Action;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Synapses;

/// Neurons whose synapses are stored word by word: every program but `lif_conv2d`.
final class RowsPlan extends NeuronPlan {
  private static final int[] UNREACHED = {};

  /// By index of the pre population its projections to here.
  private final Map<Integer, List<Synapses>> incoming;

  private final Rates rates;
  private final long[] synapsesUpTo;
  private final Load.Sums events;

  private RowsPlan(
      Network network, int index, Map<Integer, List<Synapses>> incoming, int slots, Rates rates) {
    super(network, index, slots, rates);
    this.incoming = incoming;
    this.rates = rates;
    var count = new long[population.size() + 1];
    var mean = new double[population.size()];
    var busiest = new double[population.size()];
    incoming.forEach((pre, projections) -> {
      double[] rate = rates.mean(pre);
      double[] most = rates.busiest(pre);
      for (Synapses synapses : projections) {
        for (int i = 0; i < rate.length; i++) {
          for (int s = synapses.rowStart()[i]; s < synapses.rowStart()[i + 1]; s++) {
            count[synapses.post()[s] + 1]++;
            mean[synapses.post()[s]] += rate[i];
            busiest[synapses.post()[s]] += most[i];
          }
        }
      }
    });
    for (int j = 0; j < mean.length; j++) {
      count[j + 1] += count[j];
    }
    this.synapsesUpTo = count;
    this.events = new Load.Sums(mean, busiest);
  }

  static RowsPlan of(Network network, int index, Rates rates, long seed) {
    Population population = network.populations().get(index);
    boolean relay = population.model() instanceof NeuronModel.Relay;
    var incoming = new TreeMap<Integer, List<Synapses>>();
    int longest = 0;
    for (Projection p : Quantiser.incoming(network, population)) {
      Synapses synapses = Synapses.of(network, p, seed);
      if (relay) {
        synapses = excitatory(synapses);
      }
      longest = Math.max(longest, synapses.maxDelay());
      incoming.computeIfAbsent(network.index(p.pre()), _ -> new ArrayList<>()).add(synapses);
    }
    return new RowsPlan(network, index, incoming, longest + 1, rates);
  }

  /// A relay ignores inhibition.
  private static Synapses excitatory(Synapses all) {
    int n = 0;
    for (float w : all.weight()) {
      n += w > 0 ? 1 : 0;
    }
    var rowStart = new int[all.rowStart().length];
    var post = new int[n];
    var weight = new float[n];
    var delay = new byte[n];
    int at = 0;
    for (int i = 0; i + 1 < rowStart.length; i++) {
      for (int s = all.rowStart()[i]; s < all.rowStart()[i + 1]; s++) {
        if (all.weight()[s] > 0) {
          post[at] = all.post()[s];
          weight[at] = all.weight()[s];
          delay[at] = all.delay()[s];
          at++;
        }
      }
      rowStart[i + 1] = at;
    }
    return new Synapses(rowStart, post, weight, delay);
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
    return format.event(neurons.kind().split());
  }

  @Override
  long inputBytes(int from, int to) {
    return (synapsesUpTo[to] - synapsesUpTo[from]) * format.wordBytes();
  }

  @Override
  public Need[] needs(Slicing slicing) {
    int[] cut = slicing.cut(index);
    int[] sliceOf = sliceOf(cut);
    var bytes = new long[cut.length - 1];
    var blocks = new int[cut.length - 1];
    var packets = new Load[cut.length - 1];
    var cycles = new Load[cut.length - 1];
    Arrays.fill(packets, Load.NONE);
    Arrays.fill(cycles, Load.NONE);
    incoming.forEach((pre, projections) -> {
      Load.Sums spikes = rates.spikes(pre);
      int[] preCut = slicing.cut(pre);
      for (int u = 0; u < slicing.slices(pre); u++) {
        int[][] lengths =
            rowLengths(projections, preCut[u], preCut[u + 1], cut.length - 1, sliceOf);
        for (int s = 0; s < lengths.length; s++) {
          var block =
              SynapticRows.Block.of(slicing.vertex(pre, u), preCut[u], projections, lengths[s]);
          int synapses = block.synapses();
          if (synapses > 0) {
            // the words themselves are counted by inputBytes
            bytes[s] += SynapticRows.bytes(format, block) - (long) synapses * format.wordBytes();
            Load sent = spikes.between(preCut[u], preCut[u + 1]);
            blocks[s]++;
            packets[s] = packets[s].plus(sent);
            cycles[s] = cycles[s].plus(sent.times(block.packetCycles(format)));
          }
        }
      }
    });
    for (int s = 0; s < cycles.length; s++) {
      double finding = SourceTable.probes(blocks[s]) * SourcePlan.cycles(Action.PROBE);
      cycles[s] = cycles[s].plus(packets[s].times(finding));
    }
    return needs(cut, bytes, cycles);
  }

  @Override
  public Sliced sliced(Slicing slicing, BitSet[] targets) {
    int[] cut = slicing.cut(index);
    var blocks = new ArrayList<List<SynapticRows.Block>>();
    for (int s = 0; s < slicing.slices(index); s++) {
      blocks.add(new ArrayList<>());
    }
    int[] sliceOf = sliceOf(cut);
    incoming.forEach((pre, projections) -> {
      int[] preCut = slicing.cut(pre);
      for (int u = 0; u < slicing.slices(pre); u++) {
        int source = slicing.vertex(pre, u);
        int[][] lengths =
            rowLengths(projections, preCut[u], preCut[u + 1], cut.length - 1, sliceOf);
        for (int s = 0; s < lengths.length; s++) {
          var block = SynapticRows.Block.of(source, preCut[u], projections, lengths[s]);
          if (block.synapses() > 0) {
            blocks.get(s).add(block);
            connect(targets, source, slicing.vertex(index, s));
          }
        }
      }
    });
    var inputs = new SynapticInput[blocks.size()];
    for (int s = 0; s < inputs.length; s++) {
      inputs[s] = new SynapticRows(format, blocks.get(s), cut[s], cut[s + 1]);
    }
    return programs(slicing, inputs);
  }

  /// How many synapses each pre neuron of [preFrom, preTo) has in each slice. Costs what the
  /// synapses cost, not vertices times vertices: most slices of a large network are not reached.
  ///
  /// @param sliceOf the slice of each neuron here
  /// @return slices x neurons; empty for a slice that none reaches
  private static int[][] rowLengths(
      List<Synapses> projections, int preFrom, int preTo, int slices, int[] sliceOf) {
    var lengths = new int[slices][];
    Arrays.fill(lengths, UNREACHED);
    for (Synapses synapses : projections) {
      int[] post = synapses.post();
      for (int i = preFrom; i < preTo; i++) {
        int end = synapses.rowStart()[i + 1];
        for (int s = synapses.rowStart()[i]; s < end; s++) {
          int slice = sliceOf[post[s]];
          if (lengths[slice].length == 0) {
            lengths[slice] = new int[preTo - preFrom];
          }
          lengths[slice][i - preFrom]++;
        }
      }
    }
    return lengths;
  }

  private static int[] sliceOf(int[] cut) {
    var sliceOf = new int[cut[cut.length - 1]];
    for (int s = 0; s + 1 < cut.length; s++) {
      Arrays.fill(sliceOf, cut[s], cut[s + 1], s);
    }
    return sliceOf;
  }
}
