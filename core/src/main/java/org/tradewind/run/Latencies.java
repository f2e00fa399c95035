package org.tradewind.run;

import java.util.Arrays;

/// From sending to landing: the least, the mean, the most, and how many in each power of two.
final class Latencies {
  private final long[] histogram = new long[Long.SIZE];
  private long count;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;

  void add(long ticks, long copies) {
    count += copies;
    sum += copies * ticks;
    min = Math.min(min, ticks);
    max = Math.max(max, ticks);
    histogram[Long.SIZE - Long.numberOfLeadingZeros(ticks)] += copies;
  }

  void addAll(Latencies other) {
    count += other.count;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    for (int bin = 0; bin < histogram.length; bin++) {
      histogram[bin] += other.histogram[bin];
    }
  }

  long count() {
    return count;
  }

  long min() {
    return count == 0 ? 0 : min;
  }

  long max() {
    return max;
  }

  double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /// Ends with the last bin that is not empty.
  long[] histogram() {
    int bins = histogram.length;
    while (bins > 0 && histogram[bins - 1] == 0) {
      bins--;
    }
    return Arrays.copyOf(histogram, bins);
  }

  void save(State.Writer out) {
    out.put(histogram);
    out.put(new long[] {count, sum, min, max});
  }

  void restore(State.Reader in) {
    in.get(histogram);
    var state = new long[4];
    in.get(state);
    count = state[0];
    sum = state[1];
    min = state[2];
    max = state[3];
  }
}
