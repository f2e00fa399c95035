package org.tradewind.network;

import java.util.Arrays;
import org.tradewind.random.NormalQuantile;
import org.tradewind.random.SplitMix;

/// The weights or the delays of a projection, row by row: [Rows] says how they are drawn.
///
/// What is drawn is made from random words by the inverse of its distribution, which rises. So the
/// extremes of a row are what its extreme words give, and whole numbers are looked up in a table of
/// the first word of each, begun where a guide by the word's high bits says (Chen and Asau 1974).
final class RowValues {
  /// Whole numbers that a table has at most: more would not stay in a cache.
  private static final int MOST_IN_TABLE = 1 << 14;

  /// Of a guide, which has some times as many words as the table, so that most are found at once.
  private static final int LEAST_GUIDE_BITS = 8;

  private static final int MOST_GUIDE_BITS = 15;
  private static final double WORD = 0x1p-32;

  /// The values before they are rounded.
  private final Values drawn;

  private final boolean rounded;
  private final double scale;
  private final double low;
  private final double high;
  private final long seed;
  private final long owner;
  private final boolean byWord;
  private final boolean numbered;

  // of a normal distribution, else of a uniform one: its mean and deviation, its bounds, and the
  // probability of being below them and within
  private final boolean normal;
  private final double mean;
  private final double deviation;
  private final double least;
  private final double most;
  private final double below;
  private final double within;

  /// The first word, unsigned, of each whole number from [#tableFrom] on; empty without a table.
  private final int[] firstWord;

  private final int tableFrom;
  private final char[] guide;
  private final int guideShift;

  /// @param shared whether synapses share what is drawn, so that it goes by their numbers
  RowValues(Values values, long seed, long owner, boolean shared) {
    this.seed = seed;
    this.owner = owner;
    if (values instanceof Values.Rounded(Values inner, double factor, double from, double to)) {
      drawn = inner;
      rounded = true;
      scale = factor;
      low = from;
      high = to;
    } else {
      drawn = values;
      rounded = false;
      scale = 1;
      low = Double.NEGATIVE_INFINITY;
      high = Double.POSITIVE_INFINITY;
    }
    boolean random = drawn instanceof Values.Uniform || drawn instanceof Values.Normal;
    byWord = random && !shared;
    numbered = drawn instanceof Values.Listed || random && shared;
    if (drawn instanceof Values.Normal(double m, double std, double from, double to)) {
      normal = true;
      mean = m;
      deviation = std;
      least = from;
      most = to;
      below = std > 0 ? NormalQuantile.below((from - m) / std) : 0;
      within = std > 0 ? NormalQuantile.below((to - m) / std) - below : 0;
    } else if (drawn instanceof Values.Uniform(double from, double to)) {
      normal = false;
      mean = from;
      deviation = to - from;
      least = from;
      most = to;
      below = 0;
      within = 1;
    } else {
      normal = false;
      mean = 0;
      deviation = 0;
      least = 0;
      most = 0;
      below = 0;
      within = 0;
    }
    boolean tabled = byWord && rounded && finished(-1) - finished(0) < MOST_IN_TABLE;
    tableFrom = tabled ? (int) finished(0) : 0;
    firstWord = tabled ? firstWords() : new int[0];
    int bits = 3 + Integer.SIZE - Integer.numberOfLeadingZeros(firstWord.length);
    guideShift = Integer.SIZE - Math.clamp(bits, LEAST_GUIDE_BITS, MOST_GUIDE_BITS);
    guide = tabled ? guide() : new char[0];
  }

  /// Whether a value depends on its synapse's number.
  boolean numbered() {
    return numbered;
  }

  /// Whether a value is made of a word: then nothing but the row and its place there matter.
  boolean byWord() {
    return byWord;
  }

  /// The one value of all synapses, or NaN.
  double common() {
    return drawn instanceof Values.Constant(double value) ? rounded(value) : Double.NaN;
  }

  /// The least that a value may be.
  double least() {
    return switch (drawn) {
      case Values.Listed(double[] all) -> rounded(Arrays.stream(all).min().orElse(0));
      case Values.Constant _ -> common();
      default -> byWord ? finished(0) : rounded(least);
    };
  }

  /// The most that a value may be.
  double most() {
    return switch (drawn) {
      case Values.Listed(double[] all) -> rounded(Arrays.stream(all).max().orElse(0));
      case Values.Constant _ -> common();
      default -> byWord ? finished(-1) : rounded(most);
    };
  }

  /// As a float, then rounded.
  private double rounded(double value) {
    double single = (float) value;
    return rounded ? Math.clamp(Math.rint(single * scale), low, high) : single;
  }

  /// What a word makes in the end.
  double finished(int word) {
    return rounded(quantile(word));
  }

  private double quantile(int word) {
    double u = ((word & 0xFFFF_FFFFL) + 0.5) * WORD;
    if (!normal) {
      return mean + deviation * u;
    }
    if (!(within > 0)) {
      return Math.clamp(mean, least, most);
    }
    double p = Math.clamp(below + within * u, Double.MIN_NORMAL, 1 - 0x1p-53);
    return Math.clamp(mean + deviation * NormalQuantile.at(p), least, most);
  }

  /// By halving: what a word makes rises with it.
  private int[] firstWords() {
    var first = new int[(int) (finished(-1) - tableFrom) + 1];
    for (int n = 1; n < first.length; n++) {
      long before = first[n - 1] & 0xFFFF_FFFFL;
      // about as far as from the number before
      long step = n < 2 ? 1 : Math.max(1, before - (first[n - 2] & 0xFFFF_FFFFL));
      long reached = Math.min(0xFFFF_FFFFL, before + step);
      while (reached < 0xFFFF_FFFFL && finished((int) reached) - tableFrom < n) {
        before = reached;
        step *= 2;
        reached = Math.min(0xFFFF_FFFFL, before + step);
      }
      while (reached - before > 1) {
        long middle = (before + reached) >>> 1;
        if (finished((int) middle) - tableFrom >= n) {
          reached = middle;
        } else {
          before = middle;
        }
      }
      first[n] = (int) (finished((int) before) - tableFrom >= n ? before : reached);
    }
    return first;
  }

  private char[] guide() {
    var begin = new char[1 << Integer.SIZE - guideShift];
    int n = 0;
    for (int cell = 0; cell < begin.length; cell++) {
      int word = cell << guideShift;
      while (n + 1 < firstWord.length && Integer.compareUnsigned(firstWord[n + 1], word) <= 0) {
        n++;
      }
      begin[cell] = (char) n;
    }
    return begin;
  }

  private int lookedUp(int word) {
    int n = guide[word >>> guideShift];
    while (n + 1 < firstWord.length && Integer.compareUnsigned(firstWord[n + 1], word) <= 0) {
      n++;
    }
    return tableFrom + n;
  }

  private int[] words(int pre, int count, RowBuffer row) {
    int[] words = row.words(count);
    SplitMix.words(seed, owner, pre, words, count);
    return words;
  }

  /// The least and the most of a row that is made by words.
  ///
  /// @param count synapses of the row, at least 1
  double[] extremes(int pre, int count, RowBuffer row) {
    int[] words = words(pre, count, row);
    int smallest = -1;
    int largest = 0;
    for (int k = 0; k < count; k++) {
      smallest = Integer.compareUnsigned(words[k], smallest) < 0 ? words[k] : smallest;
      largest = Integer.compareUnsigned(words[k], largest) > 0 ? words[k] : largest;
    }
    return new double[] {finished(smallest), finished(largest)};
  }

  /// The values of a row.
  void fill(int pre, int count, RowBuffer row, float[] into) {
    if (byWord && firstWord.length > 0) {
      int[] words = words(pre, count, row);
      for (int k = 0; k < count; k++) {
        into[k] = lookedUp(words[k]);
      }
    } else if (byWord) {
      int[] words = words(pre, count, row);
      for (int k = 0; k < count; k++) {
        into[k] = (float) finished(words[k]);
      }
    } else if (numbered) {
      for (int k = 0; k < count; k++) {
        into[k] = (float) rounded(drawn.at(seed, owner, row.number[k]));
      }
    } else {
      Arrays.fill(into, 0, count, (float) common());
    }
  }

  /// The same as bytes.
  void fill(int pre, int count, RowBuffer row, byte[] into) {
    if (byWord) {
      int[] words = words(pre, count, row);
      for (int k = 0; k < count; k++) {
        into[k] = (byte) lookedUp(words[k]);
      }
    } else if (numbered) {
      for (int k = 0; k < count; k++) {
        into[k] = (byte) rounded(drawn.at(seed, owner, row.number[k]));
      }
    } else {
      Arrays.fill(into, 0, count, (byte) common());
    }
  }
}
