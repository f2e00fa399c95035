package org.tradewind.snn;

import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.tradewind.cost.Action;
import org.tradewind.network.Connectivity.Convolution;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Sram;

/// Convolutions that end on a core, as int8 kernels: `lif_conv2d`. No synapse is stored; a packet's
/// targets follow from its source's channel, row and column, as [Convolution] defines them, and its
/// weights are those of the kernel. Delay fields are 0.
///
/// Region `kernels`: for each projection its geometry, seventeen words in [Convolution]'s order,
/// then the kernels of those output channels that have neurons here, a byte a weight.
///
/// @param projections every projection that ends here
/// @param sources each vertex that sends here, in order of the vertex
/// @param from first target neuron
/// @param to behind the last
record ConvolutionKernels(List<Kernel> projections, List<Source> sources, int from, int to)
    implements SynapticInput {
  private static final String REGION = "kernels";
  private static final int GEOMETRY_WORDS = 17;

  /// @param weight numbered as in [Convolution]
  record Kernel(Convolution convolution, byte[] weight) {}

  /// @param projection which kernel its packets meet
  /// @param preFrom the vertex's first neuron
  record Source(int vertex, int projection, int preFrom) {}

  /// Bytes of the kernels that targets [from, to) need.
  static int bytes(List<Kernel> projections, int from, int to) {
    int bytes = 0;
    for (Kernel kernel : projections) {
      Convolution c = kernel.convolution;
      int area = c.outHeight() * c.outWidth();
      int channels = (to - 1) / area - from / area + 1;
      bytes += 4 * GEOMETRY_WORDS + (channels * (c.weights() / c.outChannels()) + 3 & ~3);
    }
    return bytes;
  }

  @Override
  public Layout regions(Layout layout) {
    return layout
        .with(SourceTable.REGION, sources.size() * SourceTable.ENTRY_BYTES)
        .with(REGION, bytes(projections, from, to));
  }

  @Override
  public void write(KeyLookup keys, Layout layout, Sram into) {
    var starts = new int[projections.size()];
    int at = layout.region(REGION).offset();
    try (Sram.Writer writer = into.writer(layout.region(REGION))) {
      for (int p = 0; p < starts.length; p++) {
        starts[p] = at;
        Kernel kernel = projections.get(p);
        for (int word : geometry(kernel.convolution)) {
          writer.putInt(word);
        }
        Convolution c = kernel.convolution;
        int area = c.outHeight() * c.outWidth();
        int perChannel = c.weights() / c.outChannels();
        int firstWeight = from / area * perChannel;
        int endWeight = ((to - 1) / area + 1) * perChannel;
        for (int w = firstWeight; w < endWeight; w++) {
          writer.putByte(kernel.weight[w]);
        }
        for (int pad = endWeight - firstWeight; pad % 4 != 0; pad++) {
          writer.putByte(0);
        }
        at += bytes(List.of(kernel), from, to);
      }
    }
    SourceTable.write(
        sources.stream().mapToInt(s -> keys.key(s.vertex)).toArray(),
        sources.stream().mapToInt(s -> keys.mask(s.vertex)).toArray(),
        sources.stream().mapToInt(s -> starts[s.projection]).toArray(),
        sources.stream().mapToInt(Source::preFrom).toArray(),
        layout,
        into);
  }

  private static int[] geometry(Convolution c) {
    return new int[] {
      c.inChannels(), c.inHeight(), c.inWidth(), c.poolY(), c.poolX(), c.outChannels(),
      c.kernelHeight(), c.kernelWidth(), c.strideY(), c.strideX(), c.padTop(), c.padLeft(),
      c.padBottom(), c.padRight(), c.dilationY(), c.dilationX(), c.groups()
    };
  }

  private static Convolution geometry(Sram sram, int at) {
    var g = new int[GEOMETRY_WORDS];
    for (int i = 0; i < g.length; i++) {
      g[i] = sram.getInt(at + 4 * i);
    }
    return new Convolution(
        g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[10], g[11], g[12], g[13],
        g[14], g[15], g[16]);
  }

  @Override
  public CoreImage.Kernels read(Layout layout, Sram sram, int neurons, boolean split) {
    return new Read(new SourceTable(layout, sram), sram, from, to);
  }

  /// The kernels, read back.
  private static final class Read implements CoreImage.Kernels {
    private final SourceTable table;
    private final RunningKernel[] running;
    private final RunningKernel[] ofSource;

    Read(SourceTable table, Sram sram, int from, int to) {
      this.table = table;
      int[] kernelsAt = Arrays.stream(table.first).distinct().sorted().toArray();
      running = new RunningKernel[kernelsAt.length];
      for (int k = 0; k < running.length; k++) {
        running[k] = new RunningKernel(sram, kernelsAt[k], from, to);
      }
      ofSource = new RunningKernel[table.size()];
      for (int e = 0; e < ofSource.length; e++) {
        ofSource[e] = running[Arrays.binarySearch(kernelsAt, table.first[e])];
      }
    }

    @Override
    public int[] keys() {
      return table.keys();
    }

    @Override
    public void add(int source, int atom, int[] sum) {
      ofSource[source].add(table.second[source] + atom, sum);
    }

    @Override
    public void count(ObjIntConsumer<Action> did) {
      for (RunningKernel kernel : running) {
        kernel.count(did);
      }
    }
  }

  /// Adds kernels.
  static final class Running implements Receiver {
    private final CoreImage.Kernels kernels;
    private final SourceTable table;
    private final Accumulators accumulators;

    Running(CoreImage.Kernels kernels, SourceTable table, Accumulators accumulators) {
      this.kernels = kernels;
      this.table = table;
      this.accumulators = accumulators;
    }

    @Override
    public void receive(Pe pe, int step) {
      int packets = pe.waiting();
      for (int waiting = packets; waiting > 0; waiting--) {
        int packet = pe.take();
        int entry = table.entry(packet);
        if (entry == SourceTable.NONE) {
          pe.stray(packet);
          continue;
        }
        kernels.add(entry, table.atom(entry, packet), accumulators.sum);
      }
      pe.did(kernels.packet(), packets);
      pe.did(Action.PROBE, packets * kernels.probes());
      kernels.count(pe::did);
    }
  }

  /// One projection's kernel, running.
  private static final class RunningKernel {
    private final Convolution c;
    private final int from;
    private final int to;
    private final int outHeight;
    private final int outWidth;

    /// The first output channel with a neuron here, and behind the last.
    private final int fromChannel;

    private final int toChannel;

    /// Channels from fromChannel on, each inPerGroup x kernelHeight x kernelWidth.
    private final byte[] weight;

    /// Output rows that the current source reaches, and the kernel row that it meets in each.
    private final int[] outY;

    private final int[] kernelY;
    private final int[] outX;
    private final int[] kernelX;

    /// What was done since it was counted last.
    private int taps;

    private int channelsReached;
    private int kernelRows;
    private int events;

    RunningKernel(Sram sram, int at, int from, int to) {
      c = geometry(sram, at);
      this.from = from;
      this.to = to;
      outHeight = c.outHeight();
      outWidth = c.outWidth();
      fromChannel = from / (outHeight * outWidth);
      toChannel = (to - 1) / (outHeight * outWidth) + 1;
      double weights =
          (double) (toChannel - fromChannel)
              * (c.inChannels() / c.groups())
              * c.kernelHeight()
              * c.kernelWidth();
      if (Math.max(weights, Math.max(c.kernelHeight(), c.kernelWidth())) > sram.size()) {
        throw new IllegalStateException("the geometry says " + weights + " weights: " + c);
      }
      weight = new byte[(toChannel - fromChannel) * (c.weights() / c.outChannels())];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = sram.getByte(at + 4 * GEOMETRY_WORDS + i);
      }
      outY = new int[c.kernelHeight()];
      kernelY = new int[c.kernelHeight()];
      outX = new int[c.kernelWidth()];
      kernelX = new int[c.kernelWidth()];
    }

    void count(ObjIntConsumer<Action> did) {
      did.accept(Action.KERNEL_TAP, taps);
      did.accept(Action.KERNEL_CHANNEL, channelsReached);
      did.accept(Action.KERNEL_ROW, kernelRows);
      did.accept(Action.KERNEL_EVENT, events);
      taps = channelsReached = kernelRows = events = 0;
    }

    /// Adds one spike's weights.
    void add(int pre, int[] sum) {
      int x = pre % c.inWidth() / c.poolX();
      int y = pre / c.inWidth() % c.inHeight() / c.poolY();
      int channel = pre / (c.inWidth() * c.inHeight());
      if (x >= c.inWidth() / c.poolX() || y >= c.inHeight() / c.poolY()) {
        return;
      }
      int rows = reach(y + c.padTop(), c.strideY(), c.dilationY(), outHeight, outY, kernelY);
      int columns = reach(x + c.padLeft(), c.strideX(), c.dilationX(), outWidth, outX, kernelX);
      int inPerGroup = c.inChannels() / c.groups();
      int outPerGroup = c.outChannels() / c.groups();
      int group = channel / inPerGroup;
      int firstOut = Math.max(fromChannel, group * outPerGroup);
      int endOut = Math.min(toChannel, (group + 1) * outPerGroup);
      int neurons = to - from;
      int reached = columns == 0 ? 0 : Math.max(0, endOut - firstOut);
      taps += rows + columns;
      channelsReached += reached;
      kernelRows += reached * rows;
      for (int out = firstOut; out < endOut; out++) {
        int kernel = ((out - fromChannel) * inPerGroup + channel % inPerGroup) * kernelY.length;
        for (int i = 0; i < rows; i++) {
          int targetRow = (out * outHeight + outY[i]) * outWidth - from;
          int kernelRow = (kernel + kernelY[i]) * kernelX.length;
          for (int j = 0; j < columns; j++) {
            int target = targetRow + outX[j];
            if (target >= 0 && target < neurons) {
              sum[target] += weight[kernelRow + kernelX[j]];
              events++;
            }
          }
        }
      }
    }
  }

  /// Along one axis: which outputs an input reaches and through which kernel element. Output o
  /// reads padded inputs o * stride + k * dilation.
  ///
  /// @param padded the input's place, padding included
  /// @return how many
  static int reach(int padded, int stride, int dilation, int outputs, int[] output, int[] kernel) {
    int n = 0;
    for (int k = 0; k < kernel.length; k++) {
      int offset = padded - k * dilation;
      if (offset >= 0 && offset % stride == 0 && offset / stride < outputs) {
        output[n] = offset / stride;
        kernel[n] = k;
        n++;
      }
    }
    return n;
  }
}
