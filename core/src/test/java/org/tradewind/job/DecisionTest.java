package org.tradewind.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tradewind.network.SpikeTrain;

class DecisionTest {
  private static final SpikeTrain SPIKES =
      SpikeTrain.sorted(new int[] {2, 2, 3, 4, 5}, new int[] {2, 1, 0, 0, 0});

  @Test
  void theNeuronThatSpikesMostOftenOrFirstDecides() {
    assertThat(Decision.MOST_SPIKES.winner(SPIKES, 3)).isZero();
    assertThat(Decision.FIRST_SPIKE.winner(SPIKES, 3)).isEqualTo(1);
  }

  @Test
  void ofEqualsAndOfTheSilentTheLowestDoes() {
    for (Decision decision : Decision.values()) {
      assertThat(decision.winner(SpikeTrain.EMPTY, 3)).isZero();
    }
    var together = SpikeTrain.sorted(new int[] {4, 4}, new int[] {2, 1});
    assertThat(Decision.FIRST_SPIKE.winner(together, 3)).isEqualTo(1);
    assertThat(Decision.MOST_SPIKES.winner(together, 3)).isEqualTo(1);
  }
}
