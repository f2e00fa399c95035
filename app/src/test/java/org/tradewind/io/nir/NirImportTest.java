package org.tradewind.io.nir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Connectivity;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.Values;

class NirImportTest {
  private static final NirImport.Options EULER =
      new NirImport.Options(1e-4, Reset.TO_V_RESET, NirImport.Integrator.EULER, 0, false);

  private static NirImport.Imported imported(String sample) {
    return NirImport.network(NirFile.read(Samples.shipped(sample)), sample, EULER);
  }

  @Test
  void thePapersSingleNeuronBecomesItsDifferenceEquation() {
    NirImport.Imported imported = imported("lif_norse.nir");
    Population neuron = imported.network().population("1");
    var lif = (NeuronModel.Lif) neuron.model();
    // tau 2.5 ms, dt 0.1 ms: alpha 24/25, threshold 0.1 * 25
    assertThat(lif.alphaDecay().at(0, 0, 0)).isCloseTo(0.96, within());
    assertThat(lif.threshold().at(0, 0, 0)).isCloseTo(2.5, within());
    assertThat(neuron.vUnit().at(0, 0, 0)).isCloseTo(0.04, within());
    assertThat(lif.iOffset()).isEqualTo(Values.of(0));
    assertThat(neuron.recordSpikes()).isTrue();
    assertThat(imported.input()).isEqualTo("input");
    assertThat(imported.output()).isEqualTo("1");
    assertThat(imported.network().population("input").model())
        .isEqualTo(new NeuronModel.SpikeList(true));
    assertThat(imported.notes()).anyMatch(n -> n.contains("no unit of time"));
  }

  @Test
  void thePapersConvolutionalNetworkKeepsItsStructure() {
    NirImport.Imported imported = imported("cnn_sinabs.nir");
    assertThat(imported.network().populations())
        .extracting(Population::name)
        .containsExactly("input", "1", "3", "6", "10", "12");
    assertThat(imported.network().populations())
        .extracting(Population::size)
        .containsExactly(2 * 34 * 34, 4096, 4096, 512, 256, 10);
    List<Projection> projections = imported.network().projections();
    assertThat(projections)
        .extracting(Projection::name)
        .containsExactlyInAnyOrder("input->1", "1->3", "3->6", "6->10", "10->12");
    assertThat(projection(projections, "3->6").connectivity())
        .isEqualTo(
            new Connectivity.Convolution(16, 16, 16, 2, 2, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    assertThat(projection(projections, "10->12").connectivity())
        .isEqualTo(new Connectivity.AllToAll(true));
    // SumPool2d, Flatten and Affine in one: each of 512 neurons belongs to one of 128 windows
    assertThat(projection(projections, "6->10").connectivity())
        .isEqualTo(new Connectivity.AllToAll(true));
  }

  private static Projection projection(List<Projection> all, String name) {
    return all.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }
}
