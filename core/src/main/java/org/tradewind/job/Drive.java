package org.tradewind.job;

import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;

/// How a sample is loaded and run: straight through, or saved on the way, or watched.
public interface Drive {
  /// From the beginning to the end.
  Drive STRAIGHT =
      (mapping, images, options, steps) -> Run.load(mapping, images, options).until(steps);

  Results drive(Mapping mapping, Images images, Options options, int steps);
}
