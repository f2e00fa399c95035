package org.tradewind.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.published.Published;

/// `networks.py`, which needs no simulator: only a Python.
class NetworksTest {
  private static final String PYTHON = "python3";
  private static final double SECONDS = 120;

  @TempDir private Path work;

  @Test
  void whatAllPeersShareIsTested() throws IOException {
    assumeItCan("import numpy");
    Script.all(PYTHON, work);
    try (InputStream script = NetworksTest.class.getResourceAsStream("networks_test.py")) {
      Files.copy(script, work.resolve("networks_test.py"));
    }

    Child child = python("networks_test.py");

    assertThat(child.code()).as(child.err()).isZero();
    assertThat(child.err()).contains("OK").doesNotContain("Ran 0");
  }

  /// Timestep in ms, neurons, and synapses to expect.
  @Test
  void peersRunTheNetworksThatAreBuiltIn() throws IOException {
    assumeItCan("import argparse");
    Script.all(PYTHON, work);
    Files.writeString(
        work.resolve("sizes.py"),
        """
        import networks
        for name, make in networks.NETWORKS.items():
            net = make(name)
            synapses = sum(
                {"indegree": lambda p, k: p.post.size * k,
                 "probability": lambda p, q: p.pre.size * p.post.size * q,
                 "total": lambda p, n: n}[p.rule[0]](p, p.rule[1]) for p in net.projections)
            print(net.name, net.dt, networks.neurons(net), synapses)
        """);

    Child child = python("sizes.py");

    assertThat(child.code()).as(child.err()).isZero();
    List<String[]> lines = child.out().lines().map(line -> line.split(" ")).toList();
    assertThat(lines)
        .extracting(line -> line[0])
        .containsExactlyInAnyOrderElementsOf(Contestants.networks());
    assertThat(lines)
        .allSatisfy(line -> {
          Published ours = Published.named(line[0]).orElseThrow();
          assertThat(Double.parseDouble(line[1]) * 1e-3)
              .isCloseTo(ours.timestepSeconds(), within(1e-12));
          assertThat(Long.parseLong(line[2])).isEqualTo(neurons(ours.network()));
          assertThat(Double.parseDouble(line[3])).isCloseTo(synapses(ours.network()), within(0.5));
        });
  }

  private static long neurons(Network network) {
    return network.populations().stream()
        .filter(p -> !(p.model() instanceof NeuronModel.SpikeList))
        .mapToLong(Population::size)
        .sum();
  }

  private static double synapses(Network network) {
    Map<String, Integer> sizes = new HashMap<>();
    network.populations().forEach(p -> sizes.put(p.name(), p.size()));
    return network.projections().stream()
        .mapToDouble(p -> {
          double pre = sizes.get(p.pre());
          double post = sizes.get(p.post());
          return switch (p.connectivity()) {
            case Connectivity.FixedNumberPre(int n, _) -> n * post;
            case Connectivity.FixedProbability(double q, _) -> q * pre * post;
            case Connectivity.FixedTotalNumber(int n, _) -> n;
            default -> throw new AssertionError(p.connectivity());
          };
        })
        .sum();
  }

  private Child python(String file) throws IOException {
    return Child.run(List.of(PYTHON, "-B", file), Map.of(), work, SECONDS);
  }

  private void assumeItCan(String line) {
    boolean can = false;
    try {
      can = Child.run(List.of(PYTHON, "-c", line), Map.of(), work, SECONDS).code() == 0;
    } catch (IOException _) {
      // there is no Python
    }
    Assumptions.assumeTrue(can, PYTHON + " cannot " + line + "; it is not tested");
  }
}
