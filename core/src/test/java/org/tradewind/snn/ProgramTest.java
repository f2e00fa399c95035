package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Synapses;
import org.tradewind.pe.FakePe;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Programs on a PE without a machine.
class ProgramTest {
  private static final int SENDER = 3;
  private static final int OTHER_SENDER = 7;
  private static final int ITSELF = 4;

  /// Two senders of two neurons each; weights from the first: 0 -> (0: 2, 1: 3), 1 -> (1: 5, one
  /// step later); from the second: 0 -> (0: -4), 1 -> (1: 1).
  private static NeuronProgram twoNeurons(boolean sends) {
    var uneven =
        new Synapses(
            new int[] {0, 2, 3}, new int[] {0, 1, 1}, new float[] {2, 3, 5}, new byte[] {0, 0, 1});
    var even =
        new Synapses(new int[] {0, 1, 2}, new int[] {0, 1}, new float[] {-4, 1}, new byte[] {0, 0});
    var rows =
        new Senders(SynapseFormat.DELAY, 2).with(SENDER, uneven).with(OTHER_SENDER, even).rows();
    var neurons = Neurons.of(Population.of("n", 2, NeuronModel.Lif.of(0.5, 4)));
    return new NeuronProgram(
        ITSELF, neurons, rows, new Noise(0, 0, List.of()), 2, sends, true, new int[] {0});
  }

  @Test
  void aStepReceivesUpdatesAndSends() {
    FakePe pe = FakePe.loaded(twoNeurons(true), 0);
    Kernel kernel = twoNeurons(true).start(pe);
    pe.land(SENDER << 12);
    pe.land(SENDER << 12 | 1);
    kernel.onTimer(0);
    assertThat(pe.spikes).isEmpty();
    assertThat(pe.traces)
        .containsExactly(new FakePe.Traced(0, 0, 0, 2), new FakePe.Traced(0, 0, 1, 3));
    kernel.onTimer(1);
    // 0.5 * 3 + 5, delayed by one
    assertThat(pe.spikes).containsExactly(new FakePe.Spike(1, 1));
    assertThat(pe.sent).containsExactly(ITSELF << 12 | 1);
    pe.land(OTHER_SENDER << 12);
    kernel.onTimer(2);
    assertThat(pe.traces.subList(4, 6))
        .containsExactly(new FakePe.Traced(0, 2, 0, -3.5f), new FakePe.Traced(0, 2, 1, 0));
    assertThat(pe.counts.of(Action.STEP)).isEqualTo(3);
    assertThat(pe.counts.of(Action.RING_SLOT)).isEqualTo(6);
    assertThat(pe.counts.of(Action.PACKET)).isEqualTo(3);
    assertThat(pe.counts.of(Action.PROBE)).isEqualTo(3);
    assertThat(pe.counts.of(Action.INDEXED_ROW)).isEqualTo(2);
    assertThat(pe.counts.of(Action.SYNAPTIC_EVENT)).isEqualTo(4);
    assertThat(pe.counts.of(Action.LIF_UPDATE)).isEqualTo(6);
    assertThat(pe.counts.of(Action.SPIKE)).isEqualTo(1);
  }

  @Test
  void withoutAListenerNothingIsSent() {
    FakePe pe = FakePe.loaded(twoNeurons(false), 0);
    Kernel kernel = twoNeurons(false).start(pe);
    pe.land(SENDER << 12 | 1);
    kernel.onTimer(0);
    kernel.onTimer(1);
    assertThat(pe.spikes).hasSize(1);
    assertThat(pe.sent).isEmpty();
    assertThat(pe.counts.of(Action.SPIKE)).isZero();
  }

  @Test
  void aKernelReadsWhatWasWrittenAndNothingElse() {
    NeuronProgram program = twoNeurons(true);
    FakePe pe = FakePe.loaded(program, 0);
    int threshold = program.layout().region(Parameters.REGION).offset() + 4 + 2 * 4;
    assertThat(pe.sram().getFloat(threshold)).isEqualTo(4);
    pe.sram().putFloat(threshold, 100);
    Kernel kernel = program.start(pe);
    pe.land(SENDER << 12 | 1);
    kernel.onTimer(0);
    kernel.onTimer(1);
    assertThat(pe.spikes).isEmpty();
    assertThat(pe.traces.getLast().value()).isEqualTo(5);
  }

  @Test
  void aPacketWithoutARowIsOurFault() {
    FakePe pe = FakePe.loaded(twoNeurons(true), 0);
    Kernel kernel = twoNeurons(true).start(pe);
    pe.land(5 << 12);
    assertThatThrownBy(() -> kernel.onTimer(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0x00005000");
  }

  @Test
  void packetsThatLandWhileAStepRunsBelongToTheNext() {
    NeuronProgram program = twoNeurons(true);
    var sram = new Sram(program.layout().bytes());
    program.write(FakePe.keys(), sram);
    var rows = (SynapticRows) program.input();
    var accumulators = new Accumulators(2, 2, false);
    var receiver =
        SynapticInput.receiver(
            rows.read(program.layout(), sram, 2, false),
            new SourceTable(program.layout(), sram),
            accumulators);
    var pe = new FakePe(sram, 0);
    pe.land(SENDER << 12);
    receiver.receive(pe, 0);
    pe.land(SENDER << 12);
    assertThat(accumulators.sum).containsExactly(2, 3, 0, 0);
    receiver.receive(pe, 1);
    assertThat(accumulators.sum).containsExactly(2, 3, 2, 3);
  }

  private static Program listed(boolean ahead) {
    var train = SpikeTrain.sorted(new int[] {0, 2, 2, 2, 3}, new int[] {1, 0, 1, 1, 1});
    return new SpikeListProgram(
        ITSELF, 2, new SpikeListProgram.Capacity(5, 9), Listed.spikes(train), ahead, true, true);
  }

  @Test
  void aListedSpikeLeavesInItsStep() {
    FakePe pe = FakePe.loaded(listed(false), 0);
    Kernel kernel = listed(false).start(pe);
    kernel.onStart();
    assertThat(pe.sent).isEmpty();
    kernel.onTimer(0);
    assertThat(pe.sent).containsExactly(ITSELF << 12 | 1);
    kernel.onTimer(1);
    assertThat(pe.sent).hasSize(1);
    kernel.onTimer(2);
    assertThat(pe.sent).hasSize(4);
    kernel.onTimer(3);
    assertThat(pe.counts.of(Action.SPIKE_LIST_UPDATE)).isEqualTo(5);
    assertThat(pe.spikes).hasSize(5).endsWith(new FakePe.Spike(3, 1));
  }

  @Test
  void aheadItLeavesOneStepEarlierAndIsNotedInItsOwn() {
    FakePe pe = FakePe.loaded(listed(true), 0);
    Kernel kernel = listed(true).start(pe);
    kernel.onStart();
    assertThat(pe.sent).containsExactly(ITSELF << 12 | 1);
    assertThat(pe.spikes).isEmpty();
    kernel.onTimer(0);
    assertThat(pe.spikes).containsExactly(new FakePe.Spike(0, 1));
    assertThat(pe.sent).hasSize(1);
    kernel.onTimer(1);
    assertThat(pe.sent).hasSize(4);
    assertThat(pe.spikes).hasSize(1);
    kernel.onTimer(2);
    assertThat(pe.spikes).hasSize(4);
  }

  @Test
  void poissonSpikesAreThoseOfTheirProbabilityAndDoNotDependOnTheSplit() {
    var p = new Parameters(2000, new float[][] {{0.1f}});
    var whole = new PoissonProgram(ITSELF, 0, 0, p, 5, 25, true, true);
    FakePe all = FakePe.loaded(whole, 3);
    Kernel kernel = whole.start(all);
    var part = new PoissonProgram(ITSELF, 0, 1500, p.slice(1500, 2000), 5, 25, true, true);
    FakePe some = FakePe.loaded(part, 3);
    Kernel partKernel = part.start(some);
    for (int step = 0; step < 30; step++) {
      kernel.onTimer(step);
      partKernel.onTimer(step);
    }
    // 40,000 draws: 4,000 expected, five standard deviations are 300
    assertThat(all.spikes.size()).isBetween(3700, 4300);
    assertThat(all.spikes).allMatch(s -> s.step() >= 5 && s.step() < 25);
    assertThat(some.spikes)
        .isEqualTo(
            all.spikes.stream()
                .filter(s -> s.atom() >= 1500)
                .map(s -> new FakePe.Spike(s.step(), s.atom() - 1500))
                .toList());
    assertThat(all.counts.of(Action.POISSON_UPDATE)).isEqualTo(40_000);
  }
}
