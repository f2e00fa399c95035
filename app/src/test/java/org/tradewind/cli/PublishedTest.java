package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tradewind.io.data.Samples;
import org.tradewind.io.nir.NirFile;
import org.tradewind.io.nir.NirImport;
import org.tradewind.job.Job;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Variable;
import org.tradewind.reference.Arithmetic;
import org.tradewind.reference.Reference;
import org.tradewind.snn.Quantisation;

/// Our runs beside what others published, on real data.
class PublishedTest {
  private static final Path NIR = Path.of("..", "examples", "nir");
  private static final int STEPS = 1000;

  private static Path data(String inside) {
    String root = System.getenv("TRADEWIND_DATA");
    Assumptions.assumeTrue(
        root != null, "TRADEWIND_DATA does not name the folder of data sets; needs " + inside);
    Path path = Path.of("").toAbsolutePath().getParent().resolve(root).resolve(inside);
    Assumptions.assumeTrue(Files.exists(path), path + " is not there");
    return path;
  }

  /// Rows of (input, voltage, spike).
  private static double[][] trace(String platform) throws IOException {
    try (var lines = Files.lines(data("nir/expected/01_lif/lif_" + platform + ".csv"))) {
      return lines
          .map(l -> List.of(l.split(",")).stream().mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }

  private static Network neuron(Reset reset, NirImport.Integrator integrator) {
    String file = NIR.resolve("lif_norse.nir").toString();
    return NirImport.network(
            NirFile.read(Path.of(file)),
            file,
            new NirImport.Options(1e-4, reset, integrator, 0, true))
        .network();
  }

  private static Stimulus inputOf(double[][] rows) {
    int[] steps = IntStream.range(0, rows.length).filter(t -> rows[t][0] > 0).toArray();
    return new Stimulus(
        "", "", java.util.Map.of("input", new SpikeTrain(steps, new int[steps.length])));
  }

  @Test
  void theModelledChipGivesTheVoltagesThatPySpinnaker2Published() throws IOException {
    double[][] published = trace("spinnaker2");
    Job job =
        Job.of(neuron(Reset.TO_V_RESET, NirImport.Integrator.EULER), STEPS)
            .stimulated(List.of(inputOf(published)))
            .scaled(new Quantisation.Scaling(102.02));

    Activity ours = Tradewind.run(job).samples().getFirst().activity();

    assertThat(ours.spikes().get("1").steps()).containsExactly(460, 510, 710, 760);
    for (int t = 0; t < STEPS; t++) {
      // their voltages are not divided by the gain 1/25 of a step
      assertThat(25 * ours.traces().get("1").get(Variable.V).at(t, 0))
          .as("v at step " + t)
          .isCloseTo(published[t][1], within(1e-6 * Math.max(1, Math.abs(published[t][1]))));
    }
  }

  @Test
  void theFloatReferenceGivesNorsesTrace() throws IOException {
    double[][] published = trace("norse");
    Activity ours =
        Reference.of(neuron(Reset.TO_V_RESET, NirImport.Integrator.EULER), 1, Arithmetic.DOUBLE)
            .run(inputOf(published), STEPS);

    assertThat(ours.spikes().get("1").steps()).containsExactly(460, 510, 710, 760);
    for (int t = 0; t < STEPS; t++) {
      assertThat(ours.traces().get("1").get(Variable.V).at(t, 0))
          .as("v at step " + t)
          .isCloseTo(published[t][1], within(1e-6));
    }
  }

  /// The exact solution resets within a step and goes on leaking; up to the first spike there is no
  /// difference.
  @Test
  void theFloatReferenceIsTheExactSolutionUntilItFirstSpikes() throws IOException {
    double[][] published = trace("exact");
    Activity ours =
        Reference.of(
                neuron(Reset.TO_V_RESET, NirImport.Integrator.EXPONENTIAL), 1, Arithmetic.DOUBLE)
            .run(inputOf(published), STEPS);

    assertThat(ours.spikes().get("1").steps()).containsExactly(460, 510, 710, 760);
    for (int t = 0; t < 460; t++) {
      assertThat(ours.traces().get("1").get(Variable.V).at(t, 0))
          .as("v at step " + t)
          .isCloseTo(published[t][1], within(1e-9));
    }
  }

  @Test
  void aHundredDigitsAreToldApartAsWellAsOnThePublishedPlatforms() {
    Path archive = data("n-mnist/n-mnist-small.tar.gz");
    String file = NIR.resolve("cnn_sinabs.nir").toString();
    var imported =
        NirImport.network(
            NirFile.read(Path.of(file)),
            file,
            new NirImport.Options(
                1e-3, Reset.TO_V_RESET, NirImport.Integrator.EXPONENTIAL, 0, false));
    Population input = imported.network().population(imported.input());
    List<Stimulus> samples = Samples.read(Path.of(archive + "!/test"), input, 1e-3);
    int steps =
        samples.stream().mapToInt(Stimulus::endStep).max().orElseThrow()
            + imported.network().depth();

    Report report =
        Tradewind.run(
            Job.of(imported.network(), steps)
                .stimulated(samples)
                .classifiedBy(imported.output())
                .besideReference()
                .onThreads(2));

    assertThat(report.samples()).hasSize(100);
    assertThat(report.accuracy()).as("published: 95.4 % to 98.5 %").isGreaterThanOrEqualTo(0.95);
    assertThat(report.referenceAccuracy()).isGreaterThanOrEqualTo(0.95);
  }
}
