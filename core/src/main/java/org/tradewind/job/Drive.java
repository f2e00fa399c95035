package org.tradewind.job;

import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Stopwatch;

/// How a sample is loaded and run: straight through ([EngineChoice]), or saved on the way, or
/// watched.
public interface Drive {
  /// @param watch is told when the run begins, and its steps
  Results drive(Mapping mapping, Images images, Options options, int steps, Stopwatch watch);
}
