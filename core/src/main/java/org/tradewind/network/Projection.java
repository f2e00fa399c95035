package org.tradewind.network;

import java.util.Arrays;

/// Synapses from one population to another, or to itself.
///
/// @param name unique in its network; `pre->post` where nobody named it
/// @param weights in the post population's own units; the sign says excitatory or inhibitory
/// @param delays delay fields in steps: 0 arrives in the next step, d arrives d + 1 steps after the
///   spike
public record Projection(
    String name,
    String pre,
    String post,
    Connectivity connectivity,
    Values weights,
    Values delays) {
  public static Projection of(
      String pre, String post, Connectivity connectivity, double weight, int delay) {
    return new Projection(
        pre + "->" + post, pre, post, connectivity, Values.of(weight), Values.of(delay));
  }

  /// The largest delay field that can occur.
  int longestDelay() {
    double longest =
        switch (delays) {
          case Values.Constant(double value) -> value;
          case Values.Listed(double[] values) -> Arrays.stream(values).max().orElse(0);
          case Values.Uniform(_, double high) -> high;
          case Values.Normal(_, _, _, double high) -> high;
          case Values.Rounded(_, _, _, double high) -> high;
        };
    return (int) Math.clamp(Math.ceil(longest), 0, Synapses.MAX_DELAY);
  }
}
