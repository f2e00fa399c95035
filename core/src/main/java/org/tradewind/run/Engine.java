package org.tradewind.run;

/// What moves a loaded machine. Both read the same images and count the same actions.
public enum Engine {
  /// Packet by packet: [Run].
  EVENTS,

  /// Step by step, packets of a step all at once: `ticks`. What it cannot know is estimated: see
  /// docs/limits.md.
  TICKS
}
