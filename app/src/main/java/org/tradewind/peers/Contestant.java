package org.tradewind.peers;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A simulator that can be asked to run a network in a process of its own.
public interface Contestant {
  /// As the user names it: `nest`.
  String name();

  /// As it names itself: `NEST`.
  String label();

  /// A command that ends with 0 where the simulator is installed; what it prints last says why it
  /// is not. Empty: it always is.
  List<String> probe();

  /// How to install it, a sentence's second half.
  String installation();

  /// The most threads it can use, where there is such a limit.
  OptionalInt mostThreads();

  List<String> command(Task task);

  /// Variables that its process has besides those of this one.
  Map<String, String> environment();

  /// What a process of [#command] that has ended well did.
  ///
  /// @param output what it printed
  /// @throws org.tradewind.unit.InputException where that cannot be understood
  Measurement read(Task task, String output);
}
