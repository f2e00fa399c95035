package org.tradewind.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.tradewind.machine.DoesNotFitException;
import org.tradewind.mapping.UnreachableException;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `tradewind`. Exit codes: 0 good, 1 our fault, 2 the user's input, 3 does not fit the machine.
@Command(
    name = "tradewind",
    description =
        "SpiNNaker2 in software: does it fit, what comes out, how fast, for how many joules?",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit codes: 0 good, 1 our fault, 2 your input, 3 does not fit the machine."})
public final class Main implements Callable<Integer> {
  static final int OUR_FAULT = 1;
  static final int YOUR_INPUT = 2;
  static final int DOES_NOT_FIT = 3;

  /// The command that needs every command's options.
  private static final String ALL_OPTIONS = "generate-completion";

  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          MapCommand.class,
          TrainCommand.class,
          DataCommand.class,
          ReplayCommand.class,
          BenchCommand.class,
          ConvertCommand.class,
          MachineCommand.class,
          HelpCommand.class,
          GenerateCompletion.class);

  @Spec private CommandSpec spec;

  /// For picocli.
  public Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /// Knows the commands that the arguments name with all their options, and the others by what they
  /// are for: reading options from annotations is most of what a short command takes.
  static CommandLine commandLine(String... arguments) {
    List<String> named = List.of(arguments);
    var line = new CommandLine(new Main());
    for (Class<?> type : COMMANDS) {
      Command command = type.getAnnotation(Command.class);
      if (named.contains(command.name()) || named.contains(ALL_OPTIONS)) {
        line.addSubcommand(type);
      } else {
        CommandSpec brief = CommandSpec.create();
        brief
            .usageMessage()
            .header(command.header())
            .description(command.description())
            .hidden(command.hidden());
        line.addSubcommand(command.name(), brief);
      }
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .registerConverter(Integer.class, text -> whole(text, Integer::valueOf))
        .registerConverter(int.class, text -> whole(text, Integer::valueOf))
        .registerConverter(Long.class, text -> whole(text, Long::valueOf))
        .setParameterExceptionHandler((e, _) -> notUnderstood(e))
        .setExecutionStrategy(Main::run)
        .setExecutionExceptionHandler((e, failed, _) -> exitCode(e, failed.getErr()));
  }

  private static <T> T whole(String text, Function<String, T> number) {
    try {
      return number.apply(text);
    } catch (NumberFormatException _) {
      throw new TypeConversionException("'" + text + "' is no whole number in range");
    }
  }

  /// One sentence; the whole usage below it would push it off the screen.
  private static int notUnderstood(ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("tradewind: " + e.getMessage().replaceAll("\\R\\s*", " "));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("try '" + line.getCommandSpec().qualifiedName() + " --help'");
    return YOUR_INPUT;
  }

  private static int run(CommandLine.ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      parsed.commandSpec().commandLine().getErr().println("tradewind: " + outOfMemory());
      return YOUR_INPUT;
    }
  }

  private static String outOfMemory() {
    return "this computer's memory: "
        + Quantity.si(Runtime.getRuntime().maxMemory(), "B")
        + " of Java heap are not enough for this job; run fewer steps, record less or use fewer"
        + " --threads, or allow more: TRADEWIND_JAVA_OPTS=-Xmx16g";
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
      case IllegalStateException _ when ranOutOfMemory(e) -> {
        err.println("tradewind: " + outOfMemory());
        return YOUR_INPUT;
      }
      default -> {
        err.println("tradewind: this is a fault of Tradewind, not yours; please report it:");
        e.printStackTrace(err);
        return OUR_FAULT;
      }
    }
  }

  /// Whether a thread of the job did.
  private static boolean ranOutOfMemory(Throwable e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof OutOfMemoryError)) {
      cause = cause.getCause();
    }
    return cause != null;
  }
}
