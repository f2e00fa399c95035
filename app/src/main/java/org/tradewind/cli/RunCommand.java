package org.tradewind.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tradewind.job.Job;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.report.Reports;
import org.tradewind.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tradewind run`.
@Command(
    name = "run",
    description =
        "Maps a network onto the machine, runs it, and says what came out and what it cost.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private JobOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "tradewind-out",
      description = "where the results go (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--no-reference",
      description = "do not run the float reference beside labelled samples")
  private boolean noReference;

  @Mixin private DriveOptions drive = new DriveOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Reports.prepare(out);
    ProgressLines progress = ProgressLines.onStandardError();
    progress.begin("read");
    Job job = options.job(0, progress::note);
    boolean labelled = job.stimuli().stream().anyMatch(s -> !s.label().isEmpty());
    if (labelled && !job.output().isEmpty() && !noReference) {
      job = job.besideReference();
    }
    Report report = Tradewind.run(Tradewind.map(job, progress), drive.drive(job, out), progress);
    progress.begin("report");
    Path page = Reports.write(report, out, given(spec));
    progress.end();
    spec.commandLine().getOut().println(Text.run(report));
    spec.commandLine().getOut().println("report: " + page);
    return 0;
  }

  /// Every option and parameter with its value: as given, else by default, else `default`, where
  /// that depends on the model.
  static Map<String, String> given(CommandSpec spec) {
    Map<String, String> given = new LinkedHashMap<>();
    for (var argument : spec.args()) {
      String name =
          argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
      given.put(name, asTyped(argument.getValue()));
    }
    given.remove("--help");
    given.remove("--version");
    return given;
  }

  private static String asTyped(Object value) {
    return switch (value) {
      case null -> "default";
      case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT);
      case List<?> several ->
          several.isEmpty()
              ? "default"
              : several.stream().map(Object::toString).collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }
}
