package org.tradewind.job;

/// Hears what the walk is doing. Calls come from one thread at a time; nothing it does changes a
/// result.
public interface Progress {
  /// Hears nothing.
  Progress SILENT = new Progress() {};

  /// A stage begins, and the one before it has ended.
  default void begin(String stage) {}

  /// How far the current stage is.
  default void at(int done, int of) {}

  /// The last stage has ended.
  default void end() {}
}
