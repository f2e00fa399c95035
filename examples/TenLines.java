import java.util.List;
import org.tradewind.job.Job;
import org.tradewind.job.Tradewind;
import org.tradewind.network.Connectivity.FixedProbability;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel.Lif;
import org.tradewind.network.NeuronModel.Poisson;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;

/// A network described, mapped onto one chip and run, in ten lines:
/// `java -cp core/target/tradewind-core-0.1.0.jar examples/TenLines.java`
public class TenLines {
  public static void main(String[] arguments) {
    var noise = Population.of("noise", 200, Poisson.withProbability(0.02));
    var cells = Population.of("cells", 400, Lif.of(0.95, 20));
    var drive = Projection.of("noise", "cells", new FixedProbability(0.2, true), 5, 0);
    var inhibit = Projection.of("cells", "cells", new FixedProbability(0.1, false), -2, 1);
    var network = new Network("ten lines", List.of(noise, cells), List.of(drive, inhibit));
    var report = Tradewind.run(Job.of(network, 1000));
    var spikes = report.samples().getFirst().activity().spikes().get("cells");
    System.out.println(spikes.size() + " spikes of 400 cells in 1000 steps of 1 ms");
    System.out.println(report.mapped().mapping().graph().size() + " cores");
    System.out.println(report.energy());
  }
}
