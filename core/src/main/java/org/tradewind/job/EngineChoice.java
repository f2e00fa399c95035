package org.tradewind.job;

import java.util.Optional;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.run.Stopwatch;
import org.tradewind.ticks.TickRun;
import org.tradewind.unit.InputException;

/// What moves the machine, from the beginning of a run to its end. [Results#engine] says which did,
/// [Results#engineBecause] why.
public enum EngineChoice implements Drive {
  /// Step by step where that is what the machine does, else packet by packet: a run in steps that
  /// comes to a point where the machine may do otherwise is begun anew.
  AUTO {
    @Override
    public Results drive(
        Mapping mapping, Images images, Options options, int steps, Stopwatch watch) {
      Optional<String> obstacle = TickRun.obstacle(mapping, images, options);
      String doubt;
      if (obstacle.isEmpty()) {
        TickRun run = TickRun.load(mapping, images, options);
        Optional<Results> exact = run.exactly(steps, watch);
        if (exact.isPresent()) {
          return exact.get().because("all packets found room and came in their step");
        }
        doubt = run.doubt();
      } else {
        doubt = obstacle.get();
      }
      return EVENTS.drive(mapping, images, options, steps, watch).because(doubt);
    }
  },

  /// Packet by packet.
  EVENTS {
    @Override
    public Results drive(
        Mapping mapping, Images images, Options options, int steps, Stopwatch watch) {
      Run run = Run.load(mapping, images, options);
      watch.begins();
      return run.until(steps).because("asked for");
    }
  },

  /// Step by step, whatever happens.
  TICKS {
    @Override
    public Results drive(
        Mapping mapping, Images images, Options options, int steps, Stopwatch watch) {
      TickRun.obstacle(mapping, images, options)
          .ifPresent(obstacle -> {
            throw new InputException(
                "engine", "ticks cannot run this: " + obstacle + "; use events, or auto");
          });
      TickRun run = TickRun.load(mapping, images, options);
      Results results = run.until(steps, watch);
      return results.because(run.doubt().isEmpty() ? "asked for" : "asked for; but " + run.doubt());
    }
  }
}
