package org.tradewind.network;

/// The synapses of one projection, expanded: rows by pre neuron, each sorted by post neuron. Flat
/// arrays that nobody may change.
///
/// @param rowStart pre + 1 entries; row i is [rowStart[i], rowStart[i + 1])
/// @param post post neuron of each synapse
/// @param weight in the post population's own units
/// @param delay delay field of each synapse
public record Synapses(int[] rowStart, int[] post, float[] weight, byte[] delay) {
  public int count() {
    return post.length;
  }

  /// Expands a projection of the network. Row by row where the rule allows; the result depends on
  /// (network, seed) alone.
  public static Synapses of(Network network, Projection projection, long seed) {
    throw new UnsupportedOperationException("written by the network helper");
  }

  /// Why a projection cannot connect populations of these sizes: a sentence, or empty where it can.
  static String mismatch(Projection projection, int preSize, int postSize) {
    return "";
  }
}
