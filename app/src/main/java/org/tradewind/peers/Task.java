package org.tradewind.peers;

import java.nio.file.Path;

/// One run that is asked of a contestant.
///
/// @param network by its name in `networks.py`
/// @param seconds of model time that are timed
/// @param warmUpSeconds of model time before them
/// @param work a directory that lives as long as the contest: for compiled code and results
public record Task(String network, int threads, double seconds, double warmUpSeconds, Path work) {
  @Override
  public String toString() {
    return network + ", " + threads + (threads == 1 ? " thread" : " threads");
  }
}
