package org.tradewind.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Triple32Test {
  /// Computed apart, by whole numbers of any length.
  @ParameterizedTest
  @CsvSource({
    "0123456789ABCDEF, 0, 5befa470", "0123456789ABCDEF, 1, 41b4c6d8",
    "FEDCBA9876543210, 77, 421086cb", "8000000000000001, 2147483647, 8c7fe132"
  })
  void wordsAreThose(String key, int n, String word) {
    assertThat(Triple32.word(Long.parseUnsignedLong(key, 16), n))
        .isEqualTo(Integer.parseUnsignedInt(word, 16));
  }

  @Test
  void manyAtOnceAreTheHighestBitsOfTheSame() {
    int[] numbers = Triple32.numbers(100);
    for (int bits : new int[] {1, 15, 32}) {
      var words = new int[100];
      Triple32.words(-77, 5 - 20, numbers, bits, words, 20, 90);
      for (int i = 0; i < 100; i++) {
        int word = Triple32.word(-77, 5 - 20 + i) >>> 32 - bits;
        assertThat(words[i]).isEqualTo(i >= 20 && i < 90 ? word : 0);
      }
    }
  }

  /// Of words beside each other, seventeen apart, of two keys, and of two keys where one's numbers
  /// are the other's, shifted by one: the six highest bits of both know nothing of each other.
  @ParameterizedTest
  @CsvSource({"1, false, false", "17, false, false", "0, true, false", "1, true, true"})
  void wordsAreIndependent(int distance, boolean otherKey, boolean overlapping) {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var seen = new int[1 << 12];
    int keys = 500;
    int words = 2_000;
    for (int k = 0; k < keys; k++) {
      long key = random.nextLong();
      long other = otherKey ? random.nextLong() : key;
      if (overlapping) {
        // word n + 1 of the one is made from the same number as word n of the other
        other = other & -1L << 32 | (int) key + 0x9E3779B9 & 0xFFFF_FFFFL;
      }
      for (int n = 0; n < words; n++) {
        int here = Triple32.word(key, overlapping ? n + 1 : n) >>> 26;
        int there = Triple32.word(other, overlapping ? n : n + distance) >>> 26;
        seen[here << 6 | there]++;
      }
    }
    double expected = (double) keys * words / seen.length;
    double chiSquare = 0;
    for (int count : seen) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    // of 4,095 degrees of freedom: five standard deviations
    assertThat(chiSquare).as("seed " + seed).isBetween(4095 - 5 * 90.5, 4095 + 5 * 90.5);
  }
}
