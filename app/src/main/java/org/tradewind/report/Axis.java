package org.tradewind.report;

import java.util.ArrayList;
import java.util.List;

/// Numbers along an axis that people can read: multiples of 1, 2 or 5 times a power of ten.
final class Axis {
  private Axis() {}

  /// Multiples within [from, to], about `wanted` of them.
  static List<Double> ticks(double from, double to, int wanted) {
    if (!(to > from)) {
      return List.of(from);
    }
    double raw = (to - from) / Math.max(wanted, 1);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /// The same for whole numbers: never closer than 1.
  static List<Double> wholeTicks(double from, double to, int wanted) {
    return ticks(from, to, Math.clamp((long) (to - from), 1, wanted));
  }

  /// `0.6`, `1,200`, `2e-05`: as short as a multiple can be written.
  static String label(double tick) {
    String text = Numbers.plain(tick);
    return text.matches("-?[0-9,]+\\.[0-9]+") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
