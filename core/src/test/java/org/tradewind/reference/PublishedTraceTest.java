package org.tradewind.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Activity;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;

/// The single LIF neuron of the NIR paper, as py-spinnaker2 ran it (Pedersen et al. 2024, the file
/// `lif_spinnaker2.csv`): 1,000 steps of input, voltage and spike.
///
/// An affine weight of 1 was scaled by 102.02 and rounded to 102; tau 2.5 ms in steps of 0.1 ms
/// makes alpha 0.96, and the threshold 0.1 * 102.02 * 25. Row t has the input of step t and its
/// effect, hence a spike list that sends ahead.
class PublishedTraceTest {
  private static final double SCALE = 102.02;

  private List<double[]> rows;

  @BeforeEach
  void readThePublishedTrace() throws IOException {
    String data = System.getenv("TRADEWIND_DATA");
    assumeTrue(data != null, "TRADEWIND_DATA does not name the folder of published data");
    Path file = Path.of(data, "nir/expected/01_lif/lif_spinnaker2.csv");
    assumeTrue(Files.exists(file), "the published trace is not there: " + file);
    rows =
        Files.readAllLines(file).stream()
            .map(line ->
                List.of(line.split(",")).stream().mapToDouble(Double::parseDouble).toArray())
            .toList();
  }

  @Test
  void itsSpikesAreReproduced() {
    for (Arithmetic arithmetic : Arithmetic.values()) {
      assertThat(run(0.96, arithmetic).spikes().get("neuron").steps())
          .containsExactly(460, 510, 710, 760)
          .containsExactly(stepsWith(2));
    }
  }

  /// The back end held alpha in single precision and computed in double.
  @Test
  void itsVoltageIsReproducedToTheLastBits() {
    assertThat(largestError(run(0.96f, Arithmetic.DOUBLE))).isLessThan(1e-15);
  }

  @Test
  void theMathematicsAndTheChipsArithmeticAreWithinAMillionth() {
    assertThat(largestError(run(0.96, Arithmetic.DOUBLE))).isBetween(1e-8, 1e-6);
    assertThat(largestError(run(0.96, Arithmetic.SINGLE))).isLessThan(1e-6);
  }

  /// A checker that cannot fail proves nothing: each of these is another neuron.
  @Test
  void anotherConventionDoesNotReproduceIt() {
    assertThat(largestError(run(Math.exp(-1 / 25.0), Arithmetic.DOUBLE))).isGreaterThan(1e-3);
    assertThat(largestError(run(0.96, Arithmetic.DOUBLE, false))).isGreaterThan(1e-3);
  }

  private Activity run(double alpha, Arithmetic arithmetic) {
    return run(alpha, arithmetic, true);
  }

  private Activity run(double alpha, Arithmetic arithmetic, boolean ahead) {
    Values zero = Values.of(0);
    var lif =
        new NeuronModel.Lif(
            Values.of(alpha), zero, Values.of(0.1 * SCALE * 25), zero, zero, Reset.TO_V_RESET);
    var network =
        new Network(
            "lif",
            List.of(
                Population.of("input", 1, new NeuronModel.SpikeList(ahead)),
                Population.of("neuron", 1, lif)
                    .recording(Variable.V)
                    .inUnits(Values.of(1 / SCALE))),
            List.of(Projection.of("input", "neuron", new Connectivity.OneToOne(), 102, 0)));
    int[] input = stepsWith(0);
    var stimulus =
        new Stimulus("", "", Map.of("input", new SpikeTrain(input, new int[input.length])));
    return Reference.of(network, 1, arithmetic).run(stimulus, rows.size());
  }

  private int[] stepsWith(int column) {
    return IntStream.range(0, rows.size()).filter(t -> rows.get(t)[column] != 0).toArray();
  }

  private double largestError(Activity activity) {
    var v = activity.traces().get("neuron").get(Variable.V);
    return IntStream.range(0, rows.size())
        .mapToDouble(t -> Math.abs(v.at(t, 0) - rows.get(t)[1]))
        .max()
        .orElseThrow();
  }
}
