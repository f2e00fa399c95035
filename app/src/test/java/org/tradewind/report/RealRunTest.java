package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.job.Job;
import org.tradewind.job.Report;
import org.tradewind.job.Tradewind;
import org.tradewind.network.Connectivity;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.Values;

class RealRunTest {
  @TempDir Path directory;

  @Test
  void aSpikeOfTheInputIsSeenInTheFilesOneStepLater() throws IOException {
    var lif =
        new NeuronModel.Lif(
            Values.of(0.5),
            Values.of(0),
            Values.of(1),
            Values.of(0),
            Values.of(0),
            NeuronModel.Reset.TO_V_RESET);
    var network =
        new Network(
            "pair",
            List.of(
                Population.of("in", 2, new NeuronModel.SpikeList(false)),
                Population.of("out", 2, lif)),
            List.of(Projection.of("in", "out", new Connectivity.OneToOne(), 2, 0)));
    var spikes = new SpikeTrain(new int[] {3, 5}, new int[] {1, 0});
    Report report =
        Tradewind.run(
            Job.of(network, 10)
                .stimulated(List.of(new Stimulus("two spikes", "", Map.of("in", spikes)))));

    Path page = Reports.write(report, directory, Map.of());

    assertThat(Files.readAllLines(directory.resolve("spikes.csv")))
        .containsExactly("population,neuron,time_step", "in,1,3", "in,0,5", "out,1,4", "out,0,6");
    assertThat(Files.readString(page)).contains("4 spikes in 10 steps", "no core overran");
  }
}
