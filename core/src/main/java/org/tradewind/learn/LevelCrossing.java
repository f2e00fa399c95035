package org.tradewind.learn;

import java.util.ArrayList;
import java.util.List;

/// A signal as the steps in which it crosses levels that are `delta` apart: each crossing upward is
/// a spike of one channel, each downward of another (send on delta). As many spikes in a step as
/// levels are crossed in it.
public record LevelCrossing(double delta) {
  public LevelCrossing {
    if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("levels " + delta + " apart are not above 0 and finite");
    }
  }

  /// A crossing.
  public record Crossing(int step, boolean up) {}

  /// All crossings in order. Levels are counted from the first value on; a level that has been
  /// crossed is crossed again only after the next one on the other side has been reached.
  public List<Crossing> encode(double[] signal) {
    List<Crossing> crossings = new ArrayList<>();
    if (signal.length == 0) {
      return crossings;
    }
    long level = 0;
    for (int step = 1; step < signal.length; step++) {
      double at = (signal[step] - signal[0]) / delta;
      while (at >= level + 1) {
        level++;
        crossings.add(new Crossing(step, true));
      }
      while (at <= level - 1) {
        level--;
        crossings.add(new Crossing(step, false));
      }
    }
    return crossings;
  }
}
