package org.tradewind.snn;

import java.util.Arrays;

/// From whole numbers to floats, and from places among many sums to rows of their own: each loop
/// has one index and writes another type than it reads, which C2 needs to make vector instructions
/// of it.
record WrittenSums(int[] sum) implements Sums {
  @Override
  public void take(int at, float[] all, int n) {
    take(sum, at, all, n);
    Arrays.fill(sum, at, at + n, 0);
  }

  @Override
  public void take(int at, int[] more, int weight, float[] all, int n) {
    take(sum, at, more, weight, all, n);
    Arrays.fill(sum, at, at + n, 0);
  }

  private static void take(int[] sum, int at, float[] all, int n) {
    for (int i = 0; i < n; i++) {
      all[i] = sum[at + i];
    }
  }

  private static void take(int[] sum, int at, int[] more, int weight, float[] all, int n) {
    for (int i = 0; i < n; i++) {
      all[i] = sum[at + i] + weight * more[i];
    }
  }
}
