package org.tradewind.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActionTest {
  /// 300 MHz x 1 ms.
  private static final long CYCLES_A_TIMESTEP = 300_000;

  /// 12 M events/s with 1,024 neurons at 1 ms (CHIP).
  private static Counts capacity(long packets) {
    var counts = new Counts();
    counts.add(Action.INTERRUPT, 1);
    counts.add(Action.SYNAPTIC_EVENT, 12_000);
    counts.add(Action.LIF_UPDATE, 1_024);
    counts.add(Action.PACKET, packets);
    return counts;
  }

  @Test
  void eventsAndNeuronsOfThePublishedCapacityFitATimestep() {
    assertThat(capacity(0).cycles()).isEqualTo(12 + 12_000 * 20 + 1_024 * 40);
    assertThat(capacity(0).cycles()).isLessThan(CYCLES_A_TIMESTEP);
  }

  @Test
  void theyFitWithTheirPacketsWhileAPacketBringsEnoughEvents() {
    long most = 1_902;
    assertThat(capacity(most).cycles()).isLessThanOrEqualTo(CYCLES_A_TIMESTEP);
    assertThat(capacity(most + 1).cycles()).isGreaterThan(CYCLES_A_TIMESTEP);
    assertThat(12_000.0 / most).isLessThan(6.4);
  }

  @Test
  void anActionCostsEitherCyclesOrTheNetworksEnergy() {
    for (Action action : Action.values()) {
      if (action.onCore()) {
        assertThat(action.cycles().whole()).isPositive();
        assertThat(action.cycles().source()).isNotBlank();
        assertThatThrownBy(action::picojoules).isInstanceOf(IllegalStateException.class);
      } else {
        assertThatThrownBy(action::cycles).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void countsAdd() {
    Counts a = capacity(5);
    a.addAll(capacity(7));
    assertThat(a.of(Action.PACKET)).isEqualTo(12);
    assertThat(a.of(Action.NOC_HOP)).isZero();
  }
}
