package org.tradewind.cli;

import java.util.ArrayList;
import java.util.List;

/// What the launcher makes its AOT cache from: the commands that people wait for, one after the
/// other in one JVM, because a cache is made from one.
final class FirstStart {
  private FirstStart() {}

  /// @param arguments command lines, each ended by `;`
  public static void main(String[] arguments) {
    var command = new ArrayList<String>();
    for (String argument : arguments) {
      if (argument.equals(";")) {
        rehearse(command);
        command.clear();
      } else {
        command.add(argument);
      }
    }
  }

  private static void rehearse(List<String> command) {
    String[] arguments = command.toArray(String[]::new);
    int code = Main.commandLine(arguments).execute(arguments);
    if (code != 0) {
      throw new IllegalStateException(code + " from " + command);
    }
  }
}
