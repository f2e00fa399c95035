package org.tradewind.learn;

import org.tradewind.random.Philox;

/// Values as rates: in each step channel c spikes with the probability x_c × `greatest`, whatever
/// it did before.
///
/// @param greatest probability of a spike in a step for the value 1
public record RateCode(double greatest) {
  public RateCode {
    if (!(greatest > 0 && greatest <= 1)) {
      throw new IllegalArgumentException("probability " + greatest + " is not within (0, 1]");
    }
  }

  /// Whether a channel of this value spikes, by its own draw of `owner` in this step.
  public boolean spikes(double x, long seed, long owner, int step, int channel) {
    if (!(x >= 0 && x <= 1)) {
      throw new IllegalArgumentException(
          "value " + x + " of channel " + channel + " is not within [0, 1]; scale the data first");
    }
    return Philox.uniform(seed, owner, step, channel) < x * greatest;
  }
}
