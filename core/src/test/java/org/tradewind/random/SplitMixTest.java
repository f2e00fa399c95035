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
