package org.tradewind.learn;

/// The Yin-Yang data set (Kriener, Göltz and Petrovici, "The Yin-Yang dataset", NICE 2022; their
/// generator, lkriener/yin_yang_data_set): points of a disc with the classes yang, yin and dot. To
/// the bit what the published generator makes of the same seed.
///
/// A plan; equal to itself only, as it holds arrays.
///
/// @param values of each sample in turn, the [#FEATURES] x, y, 1 - x, 1 - y, all within [0, 1]
/// @param labels of each sample: 0 yang, 1 yin, 2 dot
public record YinYang(double[] values, int[] labels) {
  public static final int FEATURES = 4;
  public static final int CLASSES = 3;

  private static final double R_BIG = 0.5;
  private static final double R_SMALL = 0.1;

  /// @param seed usually 42 for training, 41 for validation and 40 for testing
  public static YinYang generate(int samples, int seed) {
    var random = new NumpyRandom(seed);
    double[] values = new double[samples * FEATURES];
    int[] labels = new int[samples];
    for (int n = 0; n < samples; n++) {
      // a class first, so that all are as frequent; then points until one is of that class
      int goal = random.below(CLASSES);
      double x;
      double y;
      do {
        x = random.uniform() * 2 * R_BIG;
        y = random.uniform() * 2 * R_BIG;
      } while (distance(x, y, R_BIG) > R_BIG || label(x, y) != goal);
      int at = n * FEATURES;
      values[at] = x;
      values[at + 1] = y;
      values[at + 2] = 1 - x;
      values[at + 3] = 1 - y;
      labels[n] = goal;
    }
    return new YinYang(values, labels);
  }

  public int samples() {
    return labels.length;
  }

  /// The class of a point of the disc.
  private static int label(double x, double y) {
    double right = distance(x, y, 1.5 * R_BIG);
    double left = distance(x, y, 0.5 * R_BIG);
    if (right < R_SMALL || left < R_SMALL) {
      return 2;
    }
    boolean yin =
        right <= R_SMALL
            || (left > R_SMALL && left <= 0.5 * R_BIG)
            || (y > R_BIG && right > 0.5 * R_BIG);
    return yin ? 1 : 0;
  }

  /// From the point at `centre` on the disc's horizontal diameter.
  private static double distance(double x, double y, double centre) {
    double dx = x - centre;
    double dy = y - R_BIG;
    return Math.sqrt(dx * dx + dy * dy);
  }
}
