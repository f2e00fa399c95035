package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMixTest {
  /// Java has it too, as a sequence whose first word is number 1.
  @Test
  void wordsAreThoseOfJava() {
    for (long begin : new long[] {0, 1_234_567, -1, 0x9E37_79B9_7F4A_7C15L}) {
      var java = new SplittableRandom(begin);
      for (int n = 1; n <= 100; n++) {
        assertThat(SplitMix.word(begin, n)).isEqualTo(java.nextLong());
      }
    }
  }

  /// Uniform and, from one number to the next and from one step to the next, independent: 8 x 8
  /// boxes of each.
  @Test
  void numbersFillTheUnitSquare() {
    int steps = 200;
    int draws = 1_000;
    var beside = new int[64];
    var before = new int[64];
    for (int step = 0; step < steps; step++) {
      long begin = SplitMix.begin(7, 3, step);
      long last = SplitMix.begin(7, 3, step - 1);
      for (int n = 0; n < draws; n++) {
        int box = 8 * (int) (8 * SplitMix.uniform(begin, n));
        beside[box + (int) (8 * SplitMix.uniform(begin, n + 1))]++;
        before[box + (int) (8 * SplitMix.uniform(last, n))]++;
      }
    }
    double expected = steps * draws / 64.0;
    for (int[] boxes : new int[][] {beside, before}) {
      double chiSquare = 0;
      for (int count : boxes) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
      // 63 degrees of freedom, one seed in a thousand
      assertThat(chiSquare).isLessThan(103.4);
    }
  }

  @Test
  void manyWordsAreTheSameAsOneByOne() {
    var words = new long[33];
    SplitMix.words(77, 1L << 40, words, 32);
    for (int i = 0; i < 32; i++) {
      assertThat(words[i]).isEqualTo(SplitMix.word(77, (1L << 40) + i));
    }
    assertThat(words[32]).isZero();
  }

  @Test
  void aWordIsTwoOfHalfTheBits() {
    long begin = Philox.bits(7, 8, 9, 0);
    var halves = new int[6];
    SplitMix.words(7, 8, 9, halves, 5);
    for (int i = 0; i < 5; i++) {
      assertThat(halves[i]).isEqualTo((int) (SplitMix.word(begin, i / 2) >>> 32 * (i % 2)));
    }
    assertThat(halves[5]).isZero();
  }
}
