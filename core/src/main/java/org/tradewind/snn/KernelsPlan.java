package org.tradewind.snn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.network.Connectivity.Convolution;
import org.tradewind.network.Network;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;

/// Neurons behind convolutions whose weights are stored as kernels: `lif_conv2d`.
final class KernelsPlan extends NeuronPlan {
  private final List<ConvolutionKernels.Kernel> kernels;

  /// For each kernel the index of its pre population.
  private final List<Integer> pre;

  private final Rates rates;
  private final Load.Sums events;

  KernelsPlan(Network network, int index, Rates rates) {
    super(network, index, 1, rates);
    this.rates = rates;
    this.kernels = new ArrayList<>();
    this.pre = new ArrayList<>();
    var mean = new double[population.size()];
    var busiest = new double[population.size()];
    Population post = network.populations().get(index);
    for (Projection p : Quantiser.incoming(network, post)) {
      var c = (Convolution) p.connectivity();
      double[] weights = Neurons.explicit(p.weights(), c.weights());
      var bytes = new byte[weights.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) weights[i];
      }
      kernels.add(new ConvolutionKernels.Kernel(c, bytes));
      pre.add(network.index(p.pre()));
      addEvents(c, rates.mean(pre.getLast()), mean);
      addEvents(c, rates.busiest(pre.getLast()), busiest);
    }
    this.events = new Load.Sums(mean, busiest);
  }

  /// Expected events of each target: the rates under its window. All output channels of a group see
  /// the same, so they are added once for each.
  private static void addEvents(Convolution c, double[] rate, double[] events) {
    int area = c.outHeight() * c.outWidth();
    int outPerGroup = c.outChannels() / c.groups();
    var reached = new double[c.groups()][area];
    var walk = new Walk(c);
    for (int i = 0; i < rate.length; i++) {
      if (walk.to(i)) {
        for (int row = 0; row < walk.rows; row++) {
          for (int column = 0; column < walk.columns; column++) {
            reached[walk.group][walk.outY[row] * c.outWidth() + walk.outX[column]] += rate[i];
          }
        }
      }
    }
    for (int j = 0; j < events.length; j++) {
      events[j] += reached[j / area / outPerGroup][j % area];
    }
  }

  /// Which outputs of each channel of its group a source neuron reaches.
  private static final class Walk {
    private final Convolution c;
    private final int[] outY;
    private final int[] outX;
    private final int[] kernelY;
    private final int[] kernelX;
    private int group;
    private int rows;
    private int columns;

    Walk(Convolution c) {
      this.c = c;
      outY = new int[c.kernelHeight()];
      kernelY = new int[c.kernelHeight()];
      outX = new int[c.kernelWidth()];
      kernelX = new int[c.kernelWidth()];
    }

    /// Goes to a source; false where pooling drops it.
    boolean to(int neuron) {
      int x = neuron % c.inWidth() / c.poolX();
      int y = neuron / c.inWidth() % c.inHeight() / c.poolY();
      if (x >= c.inWidth() / c.poolX() || y >= c.inHeight() / c.poolY()) {
        return false;
      }
      group = neuron / (c.inWidth() * c.inHeight()) / (c.inChannels() / c.groups());
      rows =
          ConvolutionKernels.reach(
              y + c.padTop(), c.strideY(), c.dilationY(), c.outHeight(), outY, kernelY);
      columns =
          ConvolutionKernels.reach(
              x + c.padLeft(), c.strideX(), c.dilationX(), c.outWidth(), outX, kernelX);
      return true;
    }
  }

  @Override
  public String programName() {
    return "lif_conv2d";
  }

  @Override
  public long synapses() {
    return 0;
  }

  @Override
  Load events(int from, int to) {
    return events.between(from, to);
  }

  @Override
  Action event() {
    return Action.KERNEL_EVENT;
  }

  @Override
  long inputBytes(int from, int to) {
    return ConvolutionKernels.bytes(kernels, from, to);
  }

  @Override
  public Need[] needs(Slicing slicing) {
    int[] cut = slicing.cut(index);
    var bytes = new long[cut.length - 1];
    var entries = new int[cut.length - 1];
    var packets = new Load[cut.length - 1];
    var cycles = new Load[cut.length - 1];
    Arrays.fill(packets, Load.NONE);
    Arrays.fill(cycles, Load.NONE);
    for (int k = 0; k < kernels.size(); k++) {
      int[] preCut = slicing.cut(pre.get(k));
      Load.Sums spikes = rates.spikes(pre.get(k));
      Convolution c = kernels.get(k).convolution();
      for (int u = 0; u < slicing.slices(pre.get(k)); u++) {
        boolean[] reached = reached(c, preCut[u], preCut[u + 1], cut);
        Load sent = spikes.between(preCut[u], preCut[u + 1]);
        double[] mean = rates.mean(pre.get(k));
        double[] busiest = rates.busiest(pre.get(k));
        double[] meanCycles = walkingCycles(c, mean, preCut[u], preCut[u + 1], cut);
        double[] busiestCycles = walkingCycles(c, busiest, preCut[u], preCut[u + 1], cut);
        for (int s = 0; s < reached.length; s++) {
          if (reached[s]) {
            bytes[s] += SourceTable.ENTRY_BYTES;
            entries[s]++;
            packets[s] = packets[s].plus(sent);
            cycles[s] = cycles[s].plus(new Load(meanCycles[s], busiestCycles[s]));
          }
        }
      }
    }
    for (int s = 0; s < cycles.length; s++) {
      double finding =
          SourcePlan.cycles(Action.KERNEL_PACKET)
              + SourceTable.probes(entries[s]) * SourcePlan.cycles(Action.PROBE);
      cycles[s] = cycles[s].plus(packets[s].times(finding));
    }
    return needs(cut, bytes, cycles);
  }

  /// Core cycles in a step to find the rows and columns of the kernel that packets of sources
  /// [preFrom, preTo) meet in each slice, and to go through its channels.
  private static double[] walkingCycles(
      Convolution c, double[] rate, int preFrom, int preTo, int[] cut) {
    double taps = 0;
    var packets = new double[c.groups()];
    var rows = new double[c.groups()];
    var walk = new Walk(c);
    for (int i = preFrom; i < preTo; i++) {
      if (rate[i] > 0 && walk.to(i)) {
        taps += rate[i] * (walk.rows + walk.columns);
        packets[walk.group] += rate[i];
        rows[walk.group] += rate[i] * walk.rows;
      }
    }
    int area = c.outHeight() * c.outWidth();
    int outPerGroup = c.outChannels() / c.groups();
    var cycles = new double[cut.length - 1];
    for (int s = 0; s < cycles.length; s++) {
      cycles[s] = taps * SourcePlan.cycles(Action.KERNEL_TAP);
      for (int g = 0; g < packets.length; g++) {
        int from = Math.max(cut[s] / area, g * outPerGroup);
        int to = Math.min((cut[s + 1] - 1) / area + 1, (g + 1) * outPerGroup);
        cycles[s] +=
            Math.max(0, to - from)
                * (packets[g] * SourcePlan.cycles(Action.KERNEL_CHANNEL)
                    + rows[g] * SourcePlan.cycles(Action.KERNEL_ROW));
      }
    }
    return cycles;
  }

  /// Which slices the sources [preFrom, preTo) reach.
  private static boolean[] reached(Convolution c, int preFrom, int preTo, int[] cut) {
    int area = c.outHeight() * c.outWidth();
    int outPerGroup = c.outChannels() / c.groups();
    var mark = new boolean[c.groups()][area];
    var walk = new Walk(c);
    for (int i = preFrom; i < preTo; i++) {
      if (walk.to(i)) {
        for (int row = 0; row < walk.rows; row++) {
          for (int column = 0; column < walk.columns; column++) {
            mark[walk.group][walk.outY[row] * c.outWidth() + walk.outX[column]] = true;
          }
        }
      }
    }
    var reached = new boolean[cut.length - 1];
    for (int s = 0; s < reached.length; s++) {
      for (int j = cut[s]; j < cut[s + 1] && !reached[s]; j++) {
        reached[s] = mark[j / area / outPerGroup][j % area];
      }
    }
    return reached;
  }

  @Override
  public Sliced sliced(Slicing slicing, Edges edges) {
    int[] cut = slicing.cut(index);
    var sources = new ArrayList<List<ConvolutionKernels.Source>>();
    for (int s = 0; s < slicing.slices(index); s++) {
      sources.add(new ArrayList<>());
    }
    for (int k = 0; k < kernels.size(); k++) {
      int[] preCut = slicing.cut(pre.get(k));
      for (int u = 0; u < slicing.slices(pre.get(k)); u++) {
        int source = slicing.vertex(pre.get(k), u);
        boolean[] reached = reached(kernels.get(k).convolution(), preCut[u], preCut[u + 1], cut);
        for (int s = 0; s < reached.length; s++) {
          if (reached[s]) {
            sources.get(s).add(new ConvolutionKernels.Source(source, k, preCut[u]));
            edges.add(source, slicing.vertex(index, s));
          }
        }
      }
    }
    var inputs = new SynapticInput[sources.size()];
    for (int s = 0; s < inputs.length; s++) {
      inputs[s] = new ConvolutionKernels(kernels, sources.get(s), cut[s], cut[s + 1]);
    }
    return programs(slicing, inputs);
  }
}
