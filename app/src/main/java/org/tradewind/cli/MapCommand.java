package org.tradewind.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tradewind.job.Mapped;
import org.tradewind.job.Tradewind;
import org.tradewind.report.Reports;
import org.tradewind.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tradewind map`.
@Command(
    name = "map",
    description =
        "Says whether a network fits, where everything goes, and whether a core will overrun.",
    mixinStandardHelpOptions = true)
final class MapCommand implements Callable<Integer> {
  /// Where nobody says how long: nothing runs, and without an input there is nothing to rehearse.
  private static final int ANY_STEPS = 1;

  @Mixin private JobOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "write mapping.json and the routing tables there")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (out != null) {
      Reports.prepare(out);
    }
    ProgressLines progress = ProgressLines.onStandardError();
    progress.begin("read");
    Mapped mapped = Tradewind.map(options.job(ANY_STEPS, progress::note), progress);
    if (out != null) {
      Reports.writeMapping(mapped, out);
    }
    spec.commandLine().getOut().println(Text.map(mapped));
    return 0;
  }
}
