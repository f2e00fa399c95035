package org.tradewind.ticks;

/// How long packets are under way: never less than where nothing else moves; and no longer than if
/// each packet of the step had kept each other waiting once, for as long as one can.
///
/// @param shortestTicks of any way
/// @param longestTicks of any way
/// @param serviceTicks for which a packet can keep another waiting
record Flight(long shortestTicks, long longestTicks, long serviceTicks) {
  /// When the packets of a step landed, at the earliest and at the latest.
  ///
  /// @param packets that were sent
  record Landed(long first, long last, long packets) {}

  /// For packets that are taken in a step.
  Landed over(int step, Worker[] all) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long packets = 0;
    for (Worker worker : all) {
      Worker.Window window = worker.window(step - 1);
      first = Math.min(first, window.firstTick);
      last = Math.max(last, window.lastTick);
      packets += window.packets;
    }
    return packets == 0
        ? new Landed(Long.MAX_VALUE, Long.MIN_VALUE, 0)
        : new Landed(first + shortestTicks, last + longestTicks + packets * serviceTicks, packets);
  }
}
