package org.tradewind.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tradewind.io.net.NetFile;
import org.tradewind.io.nir.NirFile;
import org.tradewind.io.nir.NirImport;
import org.tradewind.job.Decision;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.published.Published;
import org.tradewind.unit.InputException;

/// A model as its file gave it, whatever the format.
///
/// @param input the population that `--input` feeds; empty: the only spike list there is
/// @param output the population that classifies; empty: none
/// @param decision how it does
/// @param dtSeconds how long a step is for input data
/// @param timestepSeconds the system tick, unless the command line says otherwise
/// @param steps to run; 0: not given
/// @param machine that holds it, unless the command line says otherwise
/// @param notes sentences for the user about what was assumed
record LoadedModel(
    Network network,
    Stimulus stimulus,
    String input,
    String output,
    Decision decision,
    double dtSeconds,
    double timestepSeconds,
    int steps,
    long seed,
    String machine,
    List<String> notes) {
  private static final String USUAL_MACHINE = "chip";

  /// Model time of a published network, where the command line says nothing.
  private static final double PUBLISHED_SECONDS = 1;

  /// Networks that come with Tradewind, by name.
  private static final List<String> BUILT_IN = List.of("synfire", "irregular", "bursting");

  static LoadedModel of(String model, ImportOptions importing, double sysTickSeconds) {
    if (model.endsWith(".nir")) {
      var imported = NirImport.network(NirFile.read(Path.of(model)), model, importing.nir(model));
      Network network = imported.network();
      return new LoadedModel(
          network.withPopulations(
              network.populations().stream().map(p -> p.recordingSpikes(true)).toList()),
          Stimulus.NONE,
          imported.input(),
          imported.output(),
          network.population(imported.output()).recordSpikes()
              ? Decision.MOST_SPIKES
              : Decision.GREATEST_VOLTAGE,
          imported.dtSeconds(),
          sysTickSeconds,
          0,
          1,
          USUAL_MACHINE,
          imported.notes());
    }
    if (model.endsWith(".net.yaml") || BUILT_IN.contains(model)) {
      var content = NetFile.read(BUILT_IN.contains(model) ? builtIn(model) : Path.of(model));
      return new LoadedModel(
          content.network(),
          content.stimulus(),
          "",
          content.output(),
          content.decision(),
          content.timestepSeconds(),
          content.timestepSeconds(),
          content.steps(),
          content.seed().orElse(1),
          USUAL_MACHINE,
          List.of());
    }
    Optional<Published> published = Published.named(model);
    if (published.isPresent()) {
      Published network = published.get();
      return new LoadedModel(
          network.network(),
          network.stimulus(),
          "",
          "",
          Decision.MOST_SPIKES,
          network.timestepSeconds(),
          network.timestepSeconds(),
          (int) Math.round(PUBLISHED_SECONDS / network.timestepSeconds()),
          1,
          network.machine(),
          List.of());
    }
    throw new InputException(
        model,
        "is neither a .nir nor a .net.yaml file, nor one of the built-ins "
            + String.join(", ", BUILT_IN)
            + ", "
            + String.join(", ", Published.names()));
  }

  /// The launcher says where Tradewind lives.
  private static Path builtIn(String name) {
    Path file = Path.of(System.getProperty("tradewind.home", "."), "examples", name + ".net.yaml");
    if (!Files.exists(file)) {
      throw new InputException(
          name, "the built-in network is not where it should be, " + file.toAbsolutePath());
    }
    return file;
  }
}
