package org.tradewind.run;

import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;

/// A loaded machine. One run: load it again to start over.
public final class Run {
  private Run() {}

  /// Loads a mapping with these images (the mapping's own, or those of another stimulus).
  public static Run load(Mapping mapping, Images images, Options options) {
    throw new UnsupportedOperationException();
  }

  /// Runs `steps` timer ticks from the start interrupt on.
  public Results until(int steps) {
    throw new UnsupportedOperationException();
  }
}
