package org.tradewind.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tradewind.io.recipe.RecipeData;
import org.tradewind.io.recipe.RecipeFile;
import org.tradewind.io.recipe.TrainedFiles;
import org.tradewind.io.recipe.TrainedNir;
import org.tradewind.network.Stimulus;
import org.tradewind.report.Reports;
import org.tradewind.report.TrainingReport;
import org.tradewind.train.DataSet;
import org.tradewind.train.Recipe;
import org.tradewind.train.Trained;
import org.tradewind.train.Training;
import org.tradewind.unit.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tradewind train`.
@Command(
    name = "train",
    description =
        "Trains a network by a recipe, on modelled cores where the recipe says so, and writes it as"
            + " a network that run takes.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /// Recipes that come with Tradewind.
  static final List<String> BUILT_IN =
      List.of("yin-yang", "yin-yang-chip", "mnist", "deep-rewiring", "speech");

  @Parameters(
      paramLabel = "RECIPE",
      description =
          "a .recipe.yaml file, or a built-in: yin-yang, yin-yang-chip, mnist, deep-rewiring,"
              + " speech")
  private String name;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "in the place of what the recipe says, such as epochs=10, machine.copies=4")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "tradewind-trained",
      description = "where the results go (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--resume",
      description = "go on from the checkpoint in the results' folder, where there is one")
  private boolean resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Recipe recipe = RecipeFile.read(file(), changes);
    Reports.prepare(out);
    DataSet data = RecipeData.read(recipe, dataFolder());
    var training = new Training(recipe, data);
    Path checkpoint = out.resolve("checkpoint.bin");
    if (resume && Files.exists(checkpoint)) {
      try (var in = new BufferedInputStream(Files.newInputStream(checkpoint))) {
        training.restore(in, checkpoint.toString());
      }
    }
    learn(training, checkpoint);
    Training.Row chosen = training.choose();
    TrainingReport.Tried tried = writeAndTry(training, training.trainer().trained());
    PrintWriter print = spec.commandLine().getOut();
    print.println(TrainingReport.write(training, chosen, tried, out, RunCommand.given(spec)));
    print.println("report: " + out.resolve("report.html"));
    return 0;
  }

  private Path file() {
    if (BUILT_IN.contains(name)) {
      return Path.of(
          System.getProperty("tradewind.home", "."), "examples", name + RecipeFile.EXTENSION);
    }
    if (!name.endsWith(RecipeFile.EXTENSION)) {
      throw new InputException(
          name, "is neither a .recipe.yaml file nor one of the built-ins " + BUILT_IN);
    }
    return Path.of(name);
  }

  /// Where data sets are, or empty.
  static String dataFolder() {
    String folder = System.getenv("TRADEWIND_DATA");
    return folder == null ? "" : folder;
  }

  private void learn(Training training, Path checkpoint) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    long start = System.nanoTime();
    int before = training.curve().size();
    while (!training.over()) {
      Training.Row row = training.next();
      double seconds = (System.nanoTime() - start) * 1e-9;
      double each = seconds / (row.epoch() - before);
      int epochs = training.recipe().epochs();
      print.printf(
          Locale.ROOT,
          "epoch %d/%d  loss %.4f  test %.2f %%  %.1f s an epoch, %.0f s left%s%n",
          row.epoch(),
          epochs,
          row.loss(),
          100 * row.accuracy(),
          each,
          each * (epochs - row.epoch()),
          row.note().isEmpty() ? "" : "  " + row.note());
      print.flush();
      save(training, checkpoint);
      TrainingReport.writeCurve(training, out);
    }
  }

  /// At no time is there half a checkpoint.
  private static void save(Training training, Path checkpoint) throws IOException {
    Path half = checkpoint.resolveSibling("checkpoint.half");
    try (var to = new BufferedOutputStream(Files.newOutputStream(half))) {
      training.save(to);
    }
    Files.move(half, checkpoint, StandardCopyOption.REPLACE_EXISTING);
  }

  private TrainingReport.Tried writeAndTry(Training training, Trained trained) {
    Recipe.Exported exported = training.recipe().exported();
    TrainedFiles.writeNet(trained, exported.word(), out.resolve("trained.net.yaml"));
    Optional<String> withoutNir = TrainedNir.write(trained, out.resolve("trained.nir"));
    DataSet.Part test = training.data().test();
    List<Stimulus> samples = trained.stimuli(test, exported.samples());
    TrainedFiles.writeSamples(samples, out.resolve("test"));
    double asTrained = training.trainer().accuracy(test.first(samples.size()));
    int threads = Runtime.getRuntime().availableProcessors();
    return new TrainingReport.Tried(
        asTrained, trained.tried(exported.word(), samples, threads), withoutNir);
  }
}
