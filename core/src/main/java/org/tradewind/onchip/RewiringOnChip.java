package org.tradewind.onchip;

import java.util.List;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.SparseRewiring;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.onchip.RewiringProgress.Word;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// A network that [DeepRewiring] trains, on 1 to 4 cores of one chip, an epoch a run: sparse from
/// the first step to the last, everything but the samples in the cores' own memory. A plan;
/// [#epoch] runs it ([RewiringProgram]).
///
/// The cores have [DeepRewiring#PARTS] parts between them, and no operation depends on how many
/// parts a core has: any number of cores learns the same bits as [SparseRewiring].
public final class RewiringOnChip {
  /// The memory of a core of the prototype on which deep rewiring was published (Liu et al. 2018):
  /// what a core needs is compared with it, though the chip's has more.
  public static final int PUBLISHED_BYTES = 64 * 1024;

  /// No core has a timer running.
  private static final long ANY_TIMESTEP = Ticks.PER_MICROSECOND;

  private final ChipRuns runs;
  private final int cores;
  private final int batch;

  /// @param machine one chip
  public RewiringOnChip(Machine machine, int cores, DvfsPolicy dvfs, int batch) {
    if (cores < 1 || cores > DeepRewiring.PARTS) {
      throw new IllegalArgumentException(
          "deep rewiring takes 1 to " + DeepRewiring.PARTS + " cores, not " + cores);
    }
    this.cores = cores;
    this.batch = batch;
    runs = new ChipRuns(machine, dvfs, ANY_TIMESTEP);
  }

  /// What is learned: a byte for each input, and which class it is.
  public record Sample(byte[] input, int label) {}

  /// What came out of an epoch.
  ///
  /// @param loss sum over its samples as they were learned, in single precision
  /// @param correct samples that were right as they were learned
  public record Epoch(float loss, int correct, OnChip onChip) {}

  /// Lets a network learn samples in their order, batch by batch.
  ///
  /// @param network is after it what the cores made of it
  /// @param epoch counted from 0, for the learning rate
  public Epoch epoch(SparseRewiring network, List<Sample> samples, int epoch, long seed) {
    Run run = load(network, samples, epoch, seed);
    return learned(run, network, runs.run(run, 0, () -> 0));
  }

  /// A chip with everything in place.
  Run load(SparseRewiring network, List<Sample> samples, int epoch, long seed) {
    Run run = runs.load(graph(network, samples.size(), epoch), seed);
    run.putDram(runs.chip(), SampleRecords.ADDRESS, encode(samples));
    return run;
  }

  ChipRuns runs() {
    return runs;
  }

  private static byte[] encode(List<Sample> samples) {
    int inputs = samples.getFirst().input.length;
    int record = SampleRecords.granules(inputs + 1);
    byte[] records = new byte[Math.multiplyExact(record, samples.size())];
    for (int n = 0; n < samples.size(); n++) {
      System.arraycopy(samples.get(n).input, 0, records, n * record, inputs);
      records[n * record + inputs] = (byte) samples.get(n).label;
    }
    return records;
  }

  Epoch learned(Run run, SparseRewiring network, OnChip onChip) {
    MachineGraph graph = onChip.mapping().graph();
    long rewired = 0;
    for (int core = 0; core < cores; core++) {
      var program = (RewiringProgram) graph.vertex(core).program();
      program.readInto(network, run.sram(core));
      rewired += program.progress(run.sram(core)).get(Word.REWIRED);
    }
    var first = ((RewiringProgram) graph.vertex(0).program()).progress(run.sram(0));
    network.learnedOnCores(first.get(Word.STEPS), rewired);
    return new Epoch(first.loss(), first.get(Word.CORRECT), onChip);
  }

  private MachineGraph graph(SparseRewiring network, int samples, int epoch) {
    SparseRewiring.Step step = SparseRewiring.Step.of(network.rewiring(), epoch);
    var graph = new MachineGraph.Builder();
    for (int core = 0; core < cores; core++) {
      var program = new RewiringProgram(core, core, cores, network, step, batch, samples);
      graph.with(
          ChipRuns.fitting(
              "part " + (core + 1) + " of " + cores,
              RewiringExchange.ATOMS,
              program,
              "its connections, units and errors",
              "take more cores or fewer connections"));
    }
    for (int core = 0; core < cores; core++) {
      for (int other = 0; other < cores; other++) {
        if (other != core) {
          graph.edge(core, other);
        }
      }
    }
    return graph.build();
  }
}
