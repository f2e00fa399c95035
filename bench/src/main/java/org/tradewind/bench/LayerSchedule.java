package org.tradewind.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tradewind.cost.Action;
import org.tradewind.cost.MacArrayCost;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.LinearPlacer;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.MacFormat;
import org.tradewind.pe.MacOutput;
import org.tradewind.pe.Matmul;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// What a layer of a neural network costs beside its arithmetic, under a static schedule that one
/// PE drives (SP24; OCT): programs on the modelled machine, not a formula.
///
/// The scheduler fetches a layer's header from DRAM, writes 16 bytes to each worker and interrupts
/// it. A worker fetches its parameters and its two operands from DRAM, lets the MAC array multiply,
/// writes the result to DRAM and a flag into the scheduler's memory. The scheduler looks at the
/// flags one after the other, as often as it must, then goes on. Workers are asynchronous within a
/// layer, layers are not.
///
/// Cycles of the two programs are those of the same loops in C (`firmware/loops/schedule.c`).
///
/// ```
/// bin/maven -pl core,app,bench package -DskipTests
/// java -cp core/target/classes:bench/target/classes org.tradewind.bench.LayerSchedule
/// ```
public final class LayerSchedule {
  private static final int WORKERS = 147;
  private static final int LAYERS = 8;

  /// About (OCT); at which level is not said.
  private static final double PUBLISHED_OVERHEAD_US = 13;

  private static final int CONTROL_BYTES = 64;
  private static final int HEADER_BYTES = 16;

  private static final MacOutput TO_8_BITS = new MacOutput(MacFormat.S8, 7, false, true);

  private LayerSchedule() {}

  /// A product of (m x k) and (k x n), its columns split evenly among the workers; none: workers
  /// only answer.
  private record Layer(String name, int m, int k, int n) {
    boolean works() {
      return m > 0;
    }

    int columns() {
      return Math.ceilDiv(n, WORKERS);
    }

    int activationBytes() {
      return granules(m * k);
    }

    int weightBytes() {
      return granules(k * columns());
    }

    int resultBytes() {
      return granules(m * columns());
    }

    private static int granules(int bytes) {
      return (bytes + 15) & ~15;
    }
  }

  /// What one layer took, in microseconds.
  ///
  /// @param array the MAC array of one worker
  private record Taken(double layer, double array, double dramBytes) {}

  /// @param args none
  public static void main(String[] args) {
    var table =
        new Table(
            "%s | %s | %.2f µs | %s | %.2f µs | %,.1f kB | %.1f %%",
            "layer",
            "level",
            "a layer",
            "to the 13 µs published",
            "of them the array",
            "weights",
            "the array's share");
    for (DvfsPolicy policy : List.of(DvfsPolicy.low(), DvfsPolicy.high())) {
      for (Layer layer :
          List.of(
              new Layer("nothing to do: overhead", 0, 0, 0),
              new Layer("fully connected, 1 x 1024 x 1029", 1, 1024, 1029),
              new Layer("MLP, 32 x 1024 x 1029", 32, 1024, 1029),
              new Layer("matmul, 128 x 256 x 2352", 128, 256, 2352))) {
        Taken taken = run(layer, policy);
        table.row(
            layer.name,
            policy.fastest().toString().toLowerCase(Locale.ROOT),
            taken.layer,
            layer.works()
                ? ""
                : String.format(Locale.ROOT, "%.2f", taken.layer / PUBLISHED_OVERHEAD_US),
            taken.array,
            1e-3 * layer.k * layer.n,
            100 * taken.array / taken.layer);
      }
    }
  }

  private static Taken run(Layer layer, DvfsPolicy policy) {
    var vertices = new ArrayList<MachineVertex>();
    vertices.add(vertex("scheduler", new Scheduler(layer)));
    for (int w = 1; w <= WORKERS; w++) {
      vertices.add(vertex("worker" + w, new Worker(layer, w)));
    }
    var graph = new MachineGraph(vertices, new int[vertices.size()][0]);
    Mapping mapping =
        Mapping.of(graph, Machine.chip(), new LinearPlacer(), new ShortestPathRouter(), _ -> {});
    var options = new Options(Ticks.PER_MILLISECOND, policy, 1, 64);
    Run run = Run.load(mapping, mapping.images(), options);
    Results results = run.until(0);
    Results.Recording layers = results.cores().getFirst().recording();
    int n = layers.traceValues().length;
    if (n != LAYERS + 1) {
      throw new IllegalStateException(n - 1 + " of " + LAYERS + " layers ended");
    }
    double microseconds = (layers.traceValues()[n - 1] - layers.traceValues()[1]) / (LAYERS - 1);
    double array =
        layer.works()
            ? MacArrayCost.CHIP.cycles(product(layer).work()) / policy.fastest().clockMhz().value()
            : 0;
    return new Taken(
        microseconds, array, results.network().counts().of(Action.DRAM_BYTE) / (double) LAYERS);
  }

  private static Matmul product(Layer layer) {
    return new Matmul(layer.m, layer.k, layer.columns(), MacFormat.S8, MacFormat.S8, TO_8_BITS);
  }

  private static MachineVertex vertex(String name, Program program) {
    return new MachineVertex(name, 0, 1, program, name, 0, 0);
  }

  /// Sends out one layer after the other.
  private record Scheduler(Layer layer) implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("header", HEADER_BYTES).with("flags", 4 * (WORKERS + 1));
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      // starts empty
    }

    @Override
    public Kernel start(Pe pe) {
      pe.enable(Interrupt.DMA_DONE);
      pe.enable(Interrupt.TIMER_1);
      return new Scheduling(pe, layer);
    }
  }

  private static final class Scheduling implements EventKernel {
    private final Pe pe;
    private final Layer layer;
    private int done;
    private int flag;

    Scheduling(Pe pe, Layer layer) {
      this.pe = pe;
      this.layer = layer;
    }

    @Override
    public void onStart() {
      next();
    }

    private void next() {
      pe.trace(0, done, 0, (float) (pe.now() / (double) Ticks.PER_MICROSECOND));
      if (done == LAYERS) {
        pe.stopTimer(1);
        return;
      }
      pe.did(Action.DMA_START, 1);
      pe.dma().readDram(1024, 0, HEADER_BYTES);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (source == Interrupt.DMA_DONE) {
        pe.did(Action.SCHEDULE_LAYER, 1);
        done++;
        for (int w = 1; w <= WORKERS; w++) {
          pe.did(Action.SCHEDULE_WORKER, 1);
          pe.write(pe.chip(), w, 0, Payload.of(done, layer.m));
          pe.interrupt(w);
        }
        flag = 1;
        pe.startTimer(1, 1, false);
        return;
      }
      // looks on from the first flag that was not set
      pe.did(Action.SCHEDULE_LOOK, 1);
      while (flag <= WORKERS && pe.sram().getInt(HEADER_BYTES + 4 * flag) == done) {
        pe.did(Action.SCHEDULE_FLAG, 1);
        flag++;
      }
      if (flag > WORKERS) {
        next();
      } else {
        pe.startTimer(1, 1, false);
      }
    }
  }

  /// Does its part of every layer.
  private record Worker(Layer layer, int number) implements Program {
    @Override
    public Layout layout() {
      return new Layout()
          .with("control", CONTROL_BYTES)
          .with("activations", layer.activationBytes())
          .with("weights", layer.weightBytes())
          .with("results", layer.resultBytes());
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      // starts empty
    }

    @Override
    public Kernel start(Pe pe) {
      pe.enable(Interrupt.MESSAGE);
      pe.enable(Interrupt.DMA_DONE);
      pe.enable(Interrupt.MAC_ARRAY_DONE);
      return new Working(pe, layer, layout(), number);
    }
  }

  private static final class Working implements EventKernel {
    private static final long SECOND_INTERFACE = 0x4000_0000L;

    private final Pe pe;
    private final Layer layer;
    private final Layout layout;
    private final int number;
    private final long dram;

    /// Nothing, fetching, multiplying, storing.
    private int stage;

    Working(Pe pe, Layer layer, Layout layout, int number) {
      this.pe = pe;
      this.layer = layer;
      this.layout = layout;
      this.number = number;
      this.dram = (number & 1) == 0 ? 1 << 20 : SECOND_INTERFACE + (1 << 20);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      pe.did(Action.SCHEDULE_STAGE, 1);
      stage++;
      if (!layer.works()) {
        answer();
        return;
      }
      switch (stage) {
        case 1 -> {
          pe.did(Action.DMA_START, 3);
          pe.dma().readDram(dram, 16, CONTROL_BYTES - 16);
          pe.dma().readDram(dram + 4096, at("activations"), layer.activationBytes());
          pe.dma().readDram(dram + 65_536L * number, at("weights"), layer.weightBytes());
        }
        case 2 -> {
          pe.did(Action.SCHEDULE_LAUNCH, 1);
          pe.launchMacArray(product(layer).work());
        }
        case 3 -> {
          pe.did(Action.DMA_START, 1);
          pe.dma().writeDram(at("results"), dram + 65_536L * (number + 200), layer.resultBytes());
        }
        default -> answer();
      }
    }

    private int at(String region) {
      return layout.region(region).offset();
    }

    private void answer() {
      stage = 0;
      pe.did(Action.SCHEDULE_ANSWER, 1);
      pe.write(pe.chip(), 0, HEADER_BYTES + 4 * number, Payload.of(pe.sram().getInt(0)));
    }
  }
}
