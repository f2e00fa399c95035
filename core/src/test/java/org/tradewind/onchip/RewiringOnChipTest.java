package org.tradewind.onchip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.cost.Action;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.SparseRewiring;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.random.Philox;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Run;

/// Deep rewiring on cores against the same in plain loops: connections, weights and generators, bit
/// for bit.
class RewiringOnChipTest {
  private static RewiringOnChip on(int cores, int batch) {
    return new RewiringOnChip(Machine.chip(), cores, DvfsPolicy.high(), batch);
  }

  /// Bytes of which many are 0, brighter where the label is.
  private static List<RewiringOnChip.Sample> samples(int inputs, int classes, int n, long seed) {
    List<RewiringOnChip.Sample> samples = new ArrayList<>();
    for (int sample = 0; sample < n; sample++) {
      int label = Philox.below(classes, seed, 1, sample, 0);
      byte[] input = new byte[inputs];
      for (int i = 0; i < inputs; i++) {
        double bright = i % classes == label ? 250 : 120;
        double p = Philox.uniform(seed, 2, sample, i);
        input[i] = (byte) (p < 0.5 ? 0 : (p - 0.5) * 2 * bright);
      }
      samples.add(new RewiringOnChip.Sample(input, label));
    }
    return samples;
  }

  private static float learnOnHost(
      SparseRewiring network, List<RewiringOnChip.Sample> samples, int epoch, int batch) {
    float loss = 0;
    for (int n = 0; n < samples.size(); n++) {
      loss += (float) network.learn(samples.get(n).input(), samples.get(n).label());
      if ((n + 1) % batch == 0 || n + 1 == samples.size()) {
        network.step(epoch);
      }
    }
    return loss;
  }

  /// Connections, weights, generators, steps and rewirings.
  private static byte[] bits(SparseRewiring network) throws IOException {
    var bytes = new ByteArrayOutputStream();
    network.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /// Sizes are random; the last batch is often not full, and some parts have no targets in a layer.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1", "2, 1, 3", "3, 2, 1", "4, 2, 2", "5, 3, 1", "6, 3, 2", "7, 4, 1", "8, 4, 5"
  })
  void coresLearnWhatPlainLoopsLearnBitForBit(long seed, int cores, int every) throws IOException {
    System.out.println("RewiringOnChipTest: seed " + seed);
    int inputs = 5 + Philox.below(60, seed, 1, 0, 0);
    int hidden = 2 + Philox.below(40, seed, 2, 0, 0);
    int second = 2 + Philox.below(30, seed, 3, 0, 0);
    int classes = 2 + Philox.below(9, seed, 4, 0, 0);
    List<Integer> sizes =
        seed % 2 == 0 ? List.of(inputs, hidden, second, classes) : List.of(inputs, hidden, classes);
    List<Integer> active = new ArrayList<>();
    for (int l = 0; l + 1 < sizes.size(); l++) {
      active.add(1 + sizes.get(l) * sizes.get(l + 1) / (2 + l));
    }
    var rewiring = new DeepRewiring(sizes, active, 0.3, 0.8, 1e-3, 0.02, every);
    int batch = 1 + Philox.below(7, seed, 5, 0, 0);
    SparseRewiring host = rewiring.sparse(seed);
    SparseRewiring chip = rewiring.sparse(seed);
    RewiringOnChip cored = on(cores, batch);
    for (int epoch = 0; epoch < 2; epoch++) {
      var samples = samples(inputs, classes, 30 + (int) seed, seed + 100 * epoch);
      float loss = learnOnHost(host, samples, epoch, batch);
      RewiringOnChip.Epoch learned = cored.epoch(chip, samples, epoch, 1);

      assertThat(bits(chip)).inHexadecimal().isEqualTo(bits(host));
      assertThat(learned.loss()).isEqualTo(loss);
    }
    assertThat(chip.rewired()).isPositive();
  }

  /// The network of the paper, on 1, 2 and 4 cores, each within the memory of its prototype.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void leNetIsLearnedWithin64KibibytesOfEachCore(int cores) throws IOException {
    DeepRewiring leNet = DeepRewiring.leNet(1);
    SparseRewiring host = leNet.sparse(1);
    SparseRewiring chip = leNet.sparse(1);
    var samples = samples(784, 10, 40, 3);
    learnOnHost(host, samples, 0, 10);
    RewiringOnChip.Epoch epoch = on(cores, 10).epoch(chip, samples, 0, 1);

    assertThat(bits(chip)).inHexadecimal().isEqualTo(bits(host));
    for (MachineVertex vertex : epoch.onChip().mapping().graph().vertices()) {
      assertThat(vertex.program().layout().bytes()).isLessThan(RewiringOnChip.PUBLISHED_BYTES);
    }
    var counts = epoch.onChip().results().counts();
    assertThat(counts.of(Action.REWIRED_STEP)).isEqualTo(4 * 3552);
    assertThat(counts.of(Action.REWIRING_NEW)).isEqualTo(chip.rewired());
    // labels and images, by each core
    assertThat(counts.of(Action.DRAM_BYTE)).isEqualTo(40L * 800 * cores);
    // an introduction, and five times a sample
    assertThat(epoch.onChip().results().network().sent())
        .isEqualTo(cores == 1 ? 0 : cores * (1L + 40 * 5));
  }

  @Test
  void moreCoresTakeLessTime() {
    DeepRewiring leNet = DeepRewiring.leNet(10);
    var samples = samples(784, 10, 30, 3);
    long before = Long.MAX_VALUE;
    for (int cores = 1; cores <= 4; cores++) {
      long ticks = on(cores, 10).epoch(leNet.sparse(1), samples, 0, 1).onChip().results().ticks();
      assertThat(ticks).isLessThan(before);
      before = ticks;
    }
  }

  /// Whatever is under way: DMA, packets, the middle of a batch.
  @Test
  void aSavedEpochGoesOnWhereItWas() throws IOException {
    var rewiring = new DeepRewiring(List.of(30, 16, 4), List.of(90, 30), 0.3, 1, 1e-3, 0.02, 2);
    var samples = samples(30, 4, 40, 1);
    SparseRewiring whole = rewiring.sparse(1);
    long ticks = on(3, 4).epoch(whole, samples, 0, 1).onChip().results().ticks();
    SparseRewiring parts = rewiring.sparse(1);
    RewiringOnChip cored = on(3, 4);
    Run run = cored.load(parts, samples, 0, 1);
    run.start(0);
    Run end =
        Interruptions.through(
            run, cored.runs(), LongStream.range(1, 12).map(part -> part * ticks / 12));
    var results = end.results();
    cored.learned(end, parts, new OnChip(results, cored.runs().mapping()));

    assertThat(results.ticks()).isEqualTo(ticks);
    assertThat(bits(parts)).isEqualTo(bits(whole));
  }

  @Test
  void aNetworkThatIsTooLargeForACoreNamesItsNeed() {
    var large = new DeepRewiring(List.of(784, 300, 10), List.of(20_000, 300), 0.5, 1, 0, 0, 1);

    assertThatThrownBy(() -> on(1, 10).epoch(large.sparse(1), samples(784, 10, 1, 1), 0, 1))
        .isInstanceOf(DoesNotFitException.class)
        .hasMessageContaining("part 1 of 1")
        .hasMessageContaining("take more cores");
  }
}
