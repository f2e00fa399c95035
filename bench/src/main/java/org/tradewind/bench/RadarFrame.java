package org.tradewind.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.tradewind.cost.MacArrayCost;
import org.tradewind.job.Job;
import org.tradewind.job.Mapped;
import org.tradewind.job.Progress;
import org.tradewind.job.Tradewind;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;
import org.tradewind.pe.MacFormat;
import org.tradewind.pe.MacOutput;
import org.tradewind.pe.Matmul;
import org.tradewind.random.Philox;
import org.tradewind.run.Results;
import org.tradewind.unit.Ticks;

/// A spiking network of the size of the published radar demonstration, 2048-5-4 on three PEs (Huang
/// et al. 2022), a frame a timestep: core cycles of the busiest PE in a frame, by how many inputs
/// spike. How many did is not published; nor is how the frame was cut over the PEs.
///
/// Run word by word, by the programs that Tradewind maps; the published one multiplies on the MAC
/// array, for which the cycles of the product alone are printed.
public final class RadarFrame {
  private static final int INPUTS = 2048;
  private static final int HIDDEN = 5;
  private static final int OUTPUTS = 4;
  private static final int FRAMES = 50;
  private static final long SEED = 1;

  /// Of a PE and frame, fewer than.
  private static final double PUBLISHED_CYCLES = 8_000;

  private RadarFrame() {}

  /// @param args none
  public static void main(String[] args) {
    var table =
        new Table(
            "%s | %d | %.1f kB | %,.0f | %.2f",
            "inputs that spike", "PEs", "SRAM", "cycles of the busiest", "to the 8,000 published");
    for (int spikes : new int[] {16, 32, 50, 64, 128, 256}) {
      print(table, spikes);
    }
    var product =
        new Matmul(1, INPUTS, HIDDEN, MacFormat.U8, MacFormat.S8, MacOutput.accumulators());
    long cycles = MacArrayCost.CHIP.cycles(product.work());
    System.out.printf(
        Locale.ROOT,
        "%nThe MAC array's product of 1 x %d by %d x %d takes %,d cycles whatever spikes, %.2f of 8,000.%n",
        INPUTS,
        INPUTS,
        HIDDEN,
        cycles,
        cycles / PUBLISHED_CYCLES);
  }

  private static void print(Table table, int spikes) {
    var network =
        new Network(
            "radar",
            List.of(
                Population.of("input", INPUTS, new NeuronModel.SpikeList(false)),
                Population.of("hidden", HIDDEN, NeuronModel.Lif.of(0.9, 100)),
                Population.of("output", OUTPUTS, NeuronModel.Lif.of(0.9, 1))),
            List.of(
                new Projection(
                    "in",
                    "input",
                    "hidden",
                    new Connectivity.AllToAll(true),
                    new Values.Uniform(-100, 100),
                    Values.of(0)),
                Projection.of("hidden", "output", new Connectivity.AllToAll(true), 1, 0)));
    int[] steps = IntStream.range(0, spikes * FRAMES).map(i -> i / spikes).toArray();
    int[] neurons =
        IntStream.range(0, spikes * FRAMES).map(i -> Philox.below(INPUTS, SEED, 0, i, 0)).toArray();
    var frames = new Stimulus("frames", "", Map.of("input", SpikeTrain.sorted(steps, neurons)));
    Job job = Job.of(network, FRAMES + 1).stimulated(List.of(frames));
    Mapped mapped = Tradewind.map(job, Progress.SILENT);
    Results results = Tradewind.run(mapped, Progress.SILENT).samples().getFirst().results();
    long ticks = results.cores().stream().mapToLong(Results.Core::maxStepTicks).max().orElseThrow();
    int bytes =
        mapped.mapping().graph().vertices().stream()
            .mapToInt(vertex -> vertex.program().layout().bytes())
            .sum();
    double cycles = (double) ticks / Ticks.perCycle(PerformanceLevel.HIGH.clockMhz().whole());
    table.row(
        spikes, mapped.mapping().graph().size(), 1e-3 * bytes, cycles, cycles / PUBLISHED_CYCLES);
  }
}
