package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntropyTest {
  @Test
  void theSameSeedGivesAChipTheSameWords() {
    assertThat(words(1, 5)).isEqualTo(words(1, 5));
    assertThat(words(1, 5)).isNotEqualTo(words(1, 6)).isNotEqualTo(words(2, 5));
  }

  @Test
  void everyBitIsSetHalfOfTheTime() {
    int draws = 100_000;
    var set = new int[Integer.SIZE];
    var entropy = new Entropy(3, 0);
    for (int i = 0; i < draws; i++) {
      int word = entropy.getAsInt();
      for (int bit = 0; bit < set.length; bit++) {
        set[bit] += word >>> bit & 1;
      }
    }
    for (int count : set) {
      assertThat((double) count / draws).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(draws)));
    }
  }

  private static int[] words(long seed, int chip) {
    return IntStream.generate(new Entropy(seed, chip)).limit(100).toArray();
  }
}
