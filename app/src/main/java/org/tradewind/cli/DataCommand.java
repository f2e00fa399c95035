package org.tradewind.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tradewind.io.data.Catalogue;
import org.tradewind.io.data.Download;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tradewind data`.
@Command(
    name = "data",
    description = "Which data sets there are, where they are from, and whether they are here.",
    subcommands = {DataCommand.ListCommand.class, DataCommand.GetCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.YOUR_INPUT;
  }

  private static final String NO_FOLDER =
      "the environment variable TRADEWIND_DATA, which names the folder of data sets, is not set";

  @Command(
      name = "list",
      description = "Names, sizes, addresses and checksums; and what is here.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      String folder = TrainCommand.dataFolder();
      for (Catalogue.Source source : Catalogue.all()) {
        String size = source.entries().isEmpty() ? "" : ", " + Quantity.si(source.bytes(), "B");
        out.printf(Locale.ROOT, "%s: %s%s%n", source.name(), source.what(), size);
        out.printf(Locale.ROOT, "  for %s%n", source.use());
        for (Catalogue.Entry entry : source.entries()) {
          boolean here =
              !folder.isEmpty() && Files.exists(Path.of(folder, source.name(), entry.name()));
          out.printf(
              Locale.ROOT,
              "  %s  %s %s%s%s%n",
              entry.address(),
              entry.algorithm(),
              entry.digest(),
              entry.unpacked() ? " unpacked" : "",
              here ? "  (is here)" : "");
        }
        if (!source.note().isEmpty()) {
          out.println("  " + source.note());
        }
      }
      out.println(
          folder.isEmpty() ? NO_FOLDER : "looked for in folders of these names in " + folder);
      return 0;
    }
  }

  @Command(
      name = "get",
      description =
          "Fetches a data set into the folder that TRADEWIND_DATA names, and checks what is there.",
      mixinStandardHelpOptions = true)
  static final class GetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "of tradewind data list")
    private String name;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      Catalogue.Source source = Catalogue.named(name);
      if (source.entries().isEmpty()) {
        out.println(source.name() + " " + source.note());
        return 0;
      }
      String folder = TrainCommand.dataFolder();
      if (folder.isEmpty()) {
        throw new InputException(name, NO_FOLDER + "; set it to where there is room");
      }
      Path into = Path.of(folder, source.name());
      for (Catalogue.Entry entry : source.entries()) {
        Path file = into.resolve(entry.name());
        if (!Files.exists(file)) {
          out.printf(Locale.ROOT, "%s: fetching %s%n", file, Quantity.si(entry.bytes(), "B"));
          out.flush();
          Download.into(into, entry);
        } else if (!entry.matches(file)) {
          throw new InputException(
              file.toString(),
              "is not the file that " + entry.address() + " has; remove it and ask again");
        }
        out.println(file + ": is here, and its checksum is right");
      }
      if (!source.note().isEmpty()) {
        out.println(source.name() + " " + source.note());
      }
      return 0;
    }
  }
}
