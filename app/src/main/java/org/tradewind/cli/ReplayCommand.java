package org.tradewind.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tradewind.cost.Action;
import org.tradewind.io.data.PacketFile;
import org.tradewind.job.Mapped;
import org.tradewind.job.Tradewind;
import org.tradewind.run.PacketTrace;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tradewind replay`.
@Command(
    name = "replay",
    description =
        "Sends the packets of a recorded run again, all or some, over the same mapping's network"
            + " without its programs, and says what the network did.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final int ANY_STEPS = 1;

  @Mixin private JobOptions options;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      required = true,
      description = "packets.csv of tradewind run --packets")
  private Path trace;

  @Mixin private PacketFilter filter = new PacketFilter();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ProgressLines progress = ProgressLines.onStandardError();
    progress.begin("read");
    Mapped mapped = Tradewind.map(options.job(ANY_STEPS, progress::note), progress);
    var machine = mapped.job().machine();
    PacketTrace packets = PacketFile.read(trace, mapped.mapping()).filtered(filter.filter(machine));
    progress.begin("replay");
    Results results = Run.replay(mapped.mapping(), mapped.job().options(), packets);
    progress.end();
    Results.Net net = results.network();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d packets sent, %,d delivered, %,d unrouted%n"
                + "%,d NoC hops, %,d passes of routers, %,d link frames%n"
                + "latency %.0f to %.0f ns, mean %.1f ns%n",
            net.sent(),
            net.delivered(),
            net.unrouted(),
            net.counts().of(Action.NOC_HOP),
            net.counts().of(Action.ROUTER_PACKET),
            net.counts().of(Action.LINK_FRAME),
            Ticks.toNanoseconds(net.minLatencyTicks()),
            Ticks.toNanoseconds(net.maxLatencyTicks()),
            net.meanLatencyTicks() * Ticks.toNanoseconds(1));
    return 0;
  }
}
