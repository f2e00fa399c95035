package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.unit.InputException;

class DecisionTest {
  private static final Population OUT =
      Population.of("out", List.of(3), NeuronModel.Lif.of(0.9, 1));
  private static final SpikeTrain SPIKES =
      SpikeTrain.sorted(new int[] {2, 2, 3, 4, 5}, new int[] {2, 1, 0, 0, 0});

  private static int winner(Decision decision, SpikeTrain spikes, double... voltages) {
    var trace = new Trace(voltages.length / 3, 3, voltages);
    var activity =
        new Activity(
            trace.steps(), Map.of("out", spikes), Map.of("out", Map.of(Variable.V, trace)));
    return decision.winner(activity, OUT);
  }

  @Test
  void theNeuronThatSpikesMostOftenOrFirstDecides() {
    assertThat(winner(Decision.MOST_SPIKES, SPIKES)).isZero();
    assertThat(winner(Decision.FIRST_SPIKE, SPIKES)).isEqualTo(1);
  }

  @Test
  void theNeuronWhoseVoltageWasTheGreatestInAnyStepDecides() {
    double[] voltages = {0, 0, -1, 3, 1, -1, 0, 2, 4};

    assertThat(winner(Decision.GREATEST_VOLTAGE, SPIKES, voltages)).isEqualTo(2);
    assertThat(winner(Decision.GREATEST_VOLTAGE, SPIKES, -3, -1, -2)).isEqualTo(1);
  }

  @Test
  void orWhoseVoltageWasTheGreatestInTheLastStepOrOnAverage() {
    double[] voltages = {0, 0, 6, 2, 3, 0, 2, 1, -1};

    assertThat(winner(Decision.GREATEST_VOLTAGE, SPIKES, voltages)).isEqualTo(2);
    assertThat(winner(Decision.LAST_VOLTAGE, SPIKES, voltages)).isZero();
    assertThat(winner(Decision.MEAN_VOLTAGE, SPIKES, voltages)).isEqualTo(2);
    assertThat(winner(Decision.LAST_VOLTAGE, SPIKES, 5, 5, 5, -3, -2, -1)).isEqualTo(2);
    assertThat(winner(Decision.MEAN_VOLTAGE, SPIKES, -4, -1, -3, 2, 1, 0)).isEqualTo(1);
  }

  @Test
  void ofEqualsAndOfTheSilentTheLowestDoes() {
    for (Decision decision : Decision.values()) {
      assertThat(winner(decision, SpikeTrain.EMPTY, 0, 0, 0, 0, 0, 0)).isZero();
    }
    var together = SpikeTrain.sorted(new int[] {4, 4}, new int[] {2, 1});
    assertThat(winner(Decision.FIRST_SPIKE, together)).isEqualTo(1);
    assertThat(winner(Decision.MOST_SPIKES, together)).isEqualTo(1);
    assertThat(winner(Decision.GREATEST_VOLTAGE, together, 0, 5, 1, 0, 1, 5)).isEqualTo(1);
  }

  @Test
  void voltagesThatAreNotRecordedDecideNothing() {
    var job = Job.of(new Network("n", List.of(OUT), List.of()), 1).classifiedBy("out");

    assertThatThrownBy(() -> job.decidedBy(Decision.GREATEST_VOLTAGE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("greatest_voltage needs 'v' of the neurons of 'out'");
  }
}
