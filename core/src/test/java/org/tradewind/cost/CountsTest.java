package org.tradewind.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CountsTest {
  private static final Action[] ACTIONS = Action.values();

  @Test
  void countsAreThoseOfOneNumberAnAction() {
    assertThat(ACTIONS.length).as("a bit each in two words").isLessThanOrEqualTo(128);
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var both = new Counts[] {new Counts(), new Counts()};
      var expected = new long[2][ACTIONS.length];
      for (int i = 0; i < 60; i++) {
        int which = random.nextInt(2);
        Action action = ACTIONS[random.nextInt(ACTIONS.length)];
        long times = random.nextInt(4);
        both[which].add(action, times);
        expected[which][action.ordinal()] += times;
      }
      both[0].addAll(both[1]);
      for (Action action : ACTIONS) {
        int i = action.ordinal();
        assertThat(both[1].of(action)).as("seed %d", seed).isEqualTo(expected[1][i]);
        assertThat(both[0].of(action))
            .as("seed %d", seed)
            .isEqualTo(expected[0][i] + expected[1][i]);
      }
    }
  }
}
