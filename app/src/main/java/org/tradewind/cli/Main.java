package org.tradewind.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.mapping.UnreachableException;
import org.tradewind.unit.InputException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tradewind`. Exit codes: 0 good, 1 our fault, 2 the user's input, 3 does not fit the machine.
@Command(
    name = "tradewind",
    description =
        "SpiNNaker2 in software: does it fit, what comes out, how fast, for how many joules?",
    subcommands = {
      RunCommand.class,
      MapCommand.class,
      ConvertCommand.class,
      MachineCommand.class,
      GenerateCompletion.class
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit codes: 0 good, 1 our fault, 2 your input, 3 does not fit the machine."})
public final class Main implements Callable<Integer> {
  static final int OUR_FAULT = 1;
  static final int YOUR_INPUT = 2;
  static final int DOES_NOT_FIT = 3;

  @Spec private CommandSpec spec;

  /// For picocli.
  public Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, line, _) -> exitCode(e, line.getErr()));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return YOUR_INPUT;
  }

  private static int exitCode(Exception e, PrintWriter err) {
    switch (e) {
      case InputException _ -> {
        err.println("tradewind: " + e.getMessage());
        return YOUR_INPUT;
      }
      case DoesNotFitException _, UnreachableException _ -> {
        err.println("tradewind: does not fit: " + e.getMessage());
        return DOES_NOT_FIT;
      }
      default -> {
        err.println("tradewind: this is a fault of Tradewind, not yours; please report it:");
        e.printStackTrace(err);
        return OUR_FAULT;
      }
    }
  }
}
