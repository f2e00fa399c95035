package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.network.Activity;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.snn.DrawnNetworks.Case;
import org.tradewind.snn.DrawnNetworks.Folding;

/// Every program, word, delay and reset, recurrent, split into 1, 2 and 5 cores: the machine does
/// what the reference does in float32, bit for bit.
class SnnContractTest {
  static Stream<Case> cases() {
    return DrawnNetworks.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMachineEqualsTheReference(Case c) {
    long seed = c.toString().hashCode();
    var random = new Random(seed);
    Network network = DrawnNetworks.network(c, random);
    Stimulus stimulus = DrawnNetworks.stimulus("input", 6, random);
    var twin = new ChipTwin(network, List.of(Stimulus.NONE, stimulus));
    assertThat(twin.cores("neurons")).isEqualTo(c.split());
    Activity both = twin.equalsReference(stimulus, DrawnNetworks.STEPS);
    assertThat(both.spikes().get("neurons").size()).as("seed " + seed).isPositive();
  }

  static Stream<Folding> foldings() {
    return DrawnNetworks.foldings();
  }

  @ParameterizedTest
  @MethodSource("foldings")
  void convolutionsEqualTheReference(Folding folding) {
    var random = new Random(folding.toString().hashCode());
    Network network = DrawnNetworks.network(folding);
    var stimulus = DrawnNetworks.stimulus("input", folding.convolution().preSize(), random);
    var twin = new ChipTwin(network, List.of(stimulus));
    twin.equalsReference(stimulus, DrawnNetworks.STEPS);
    assertThat(twin.mapping.graph().vertices().getLast().programName())
        .isEqualTo(folding.word() == SynapseWord.DELAY ? "lif" : "lif_conv2d");
  }
}
