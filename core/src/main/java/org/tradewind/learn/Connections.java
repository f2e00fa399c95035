package org.tradewind.learn;

import java.util.Arrays;
import org.tradewind.pe.Kiss64;

/// The connections of one layer of a [RewiredPart], row by row, a row for each target: whose
/// equations these loops are.
final class Connections {
  private static final int BYTES_MEAN = 510;

  final int sources;
  final int firstTarget;
  final int targets;
  final float[] weight;
  final float[] gradient;
  final int[] source;

  /// Where each target's row ends and the next begins.
  final int[] rowEnd;

  Connections(RewiredPart.Shape shape) {
    sources = shape.sources();
    firstTarget = shape.firstTarget();
    targets = shape.targets();
    weight = new float[shape.active()];
    gradient = new float[shape.active()];
    source = new int[shape.active()];
    rowEnd = new int[targets];
  }

  int begin(int target) {
    return target == 0 ? 0 : rowEnd[target - 1];
  }

  /// How many there are; room is for as many as there are weights.
  int count() {
    return targets == 0 ? 0 : rowEnd[targets - 1];
  }

  /// @param scale of what is summed
  /// @param hidden whether what is below 0 becomes 0
  /// @return weights that were multiplied and added
  int forward(float[] in, float scale, boolean hidden, float[] out) {
    int[] source = this.source;
    float[] weight = this.weight;
    int sums = 0;
    for (int t = 0, c = 0; t < targets; t++) {
      float a = 0;
      for (int end = rowEnd[t]; c < end; c++) {
        float x = in[source[c]];
        if (x != 0) {
          a += weight[c] * x;
          sums++;
        }
      }
      a *= scale;
      out[firstTarget + t] = hidden && !(a > 0) ? 0 : a;
    }
    return sums;
  }

  /// Connections of targets that have an error.
  int wanted(float[] errors) {
    int count = 0;
    for (int t = 0; t < targets; t++) {
      count += errors[firstTarget + t] == 0 ? 0 : rowEnd[t] - begin(t);
    }
    return count;
  }

  /// @param scale of errors, as gradients see them
  /// @param back errors of all sources; null where nobody asks for them
  /// @return gradients that were added to
  int backward(float[] in, float[] errors, float scale, float[] back) {
    int[] source = this.source;
    float[] weight = this.weight;
    float[] gradient = this.gradient;
    int used = 0;
    for (int t = 0, c = 0; t < targets; t++) {
      float error = errors[firstTarget + t];
      int end = rowEnd[t];
      if (error == 0) {
        c = end;
        continue;
      }
      float scaled = error * scale;
      for (; c < end; c++) {
        float x = in[source[c]];
        if (x != 0) {
          gradient[c] += x * scaled;
          if (back != null) {
            back[source[c]] += weight[c] * error;
          }
          used++;
        }
      }
    }
    return used;
  }

  /// Every connection's step, a random word each; rows close over those that are gone.
  void descend(float share, float shrink, float spread, Kiss64 random) {
    int to = 0;
    for (int t = 0, c = 0; t < targets; t++) {
      for (int end = rowEnd[t]; c < end; c++) {
        float w = weight[c];
        float slope = Math.copySign(1, w) * (gradient[c] * share);
        float theta = Math.abs(w) - slope - shrink + spread * bell(random.getAsInt());
        if (!(theta < 0)) {
          weight[to] = Math.copySign(theta, w);
          source[to++] = source[c];
        }
      }
      rowEnd[t] = to;
    }
    Arrays.fill(gradient, 0);
  }

  /// The sum of a word's bytes, less its mean.
  private static int bell(int word) {
    int pairs = (word & 0xFF00FF) + (word >>> 8 & 0xFF00FF);
    return (pairs & 0xFFFF) + (pairs >>> 16) - BYTES_MEAN;
  }
}
