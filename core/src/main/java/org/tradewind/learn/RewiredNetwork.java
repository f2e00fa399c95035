package org.tradewind.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// A network that [DeepRewiring] trains, at work. Its inputs are bytes; one of b, read without
/// sign, is the number b / 255.
public interface RewiredNetwork {
  /// Adds the gradient of one sample to that of the next step.
  ///
  /// @return its loss
  double learn(byte[] input, int label);

  /// Changes the active connections by the mean gradient since the last step, and rewires if it is
  /// time to.
  void step(double epoch);

  /// The class of the greatest readout, the first of them where several are equal.
  int classify(byte[] input);

  /// Whether the connection at this position of a layer, `source * targets + target`, is active.
  boolean isActive(int layer, int position);

  /// s θ where it is active, else 0.
  double weight(int layer, int position);

  int active(int layer);

  /// How many connections have become active since the start.
  long rewired();

  /// How long all rewiring took so far.
  long rewiringNanos();

  /// Writes its connections and how far it is, between two steps, so that another can go on.
  void save(DataOutput to) throws IOException;

  void restore(DataInput from) throws IOException;
}
