package org.tradewind.run;

import java.util.Arrays;
import java.util.function.Supplier;
import org.tradewind.machine.Machine;
import org.tradewind.random.Philox;
import org.tradewind.sim.EventQueue;
import org.tradewind.sim.WheelQueue;

/// A network of the machine without its cores: packets made by a generator, to find out what it
/// carries and how long that takes.
///
/// **Closed forms** (Dally and Towles 2004, chapter 3): with γ the largest load of a channel when
/// every node makes one packet a cycle, a network accepts at most 1 / γ packets a node and cycle.
/// It comes that far where queues are endless, as they are here. A packet alone takes its hops.
///
/// **Measured** by [#run]: each source of a node makes a packet with the same probability in each
/// cycle, and it moves hop by hop. What is counted is of the second half of the run.
public final class Interconnect {
  // event kinds, and their order at the same tick
  private static final int MOVE = 0;
  private static final int MAKE = 1;

  /// Of the bits of an event's payload: where its packet goes. Above them, when it was made.
  private static final int NODE_BITS = 20;

  /// A load is sustained if in the end nobody waits longer than this share of the run: a queue that
  /// gets 2 % more than it takes has gathered twice as much by then, while one that gets 3 % less
  /// makes somebody wait 1 % of 20,000 cycles with a probability of e^-12.
  private static final double LONGEST_WAIT = 0.01;

  private final Supplier<Topology> fresh;
  private final Topology plan;

  private Interconnect(Supplier<Topology> fresh) {
    this.fresh = fresh;
    this.plan = fresh.get();
  }

  /// The data NoC of one chip, 8 x 8. A cycle is one of 300 MHz.
  public static Interconnect noc() {
    return new Interconnect(Topology.OfNoc::new);
  }

  /// Routers and links of a torus of chips, each chip and each link of which is there. A cycle is
  /// the 16 ns of a frame on a short link.
  public static Interconnect chips(Machine torus) {
    return new Interconnect(() -> new Topology.OfChips(torus));
  }

  /// The event router of one chip, 6 x 1: packets between its ports to the NoC. A cycle is one of
  /// the NoC's 300 MHz.
  public static Interconnect router() {
    return new Interconnect(Topology.OfRouter::new);
  }

  public int width() {
    return plan.width();
  }

  public int height() {
    return plan.height();
  }

  public long cycleTicks() {
    return plan.cycleTicks();
  }

  /// The most packets that a node can make in a cycle.
  public int sources() {
    return plan.sources();
  }

  /// γ: how many times as many packets as it can take come to the busiest channel, if each node
  /// makes one a cycle.
  public double largestChannelLoad(TrafficPattern pattern) {
    var loads = new double[plan.channels()];
    forEachHop(pattern, (channel, share) -> loads[channel] += share / plan.rate(channel));
    return Arrays.stream(loads).max().orElseThrow();
  }

  /// The most packets a node and cycle that can be accepted.
  public double idealThroughput(TrafficPattern pattern) {
    return 1 / largestChannelLoad(pattern);
  }

  /// Channels that a packet crosses, in the mean.
  public double meanHops(TrafficPattern pattern) {
    var hops = new double[1];
    forEachHop(pattern, (_, share) -> hops[0] += share);
    return hops[0] / packets(pattern);
  }

  /// Mean latency of a packet where nothing else moves.
  public double zeroLoadTicks(TrafficPattern pattern) {
    var ticks = new double[1];
    forEachHop(pattern, (channel, share) -> ticks[0] += share * plan.hopTicks(channel));
    return ticks[0] / packets(pattern);
  }

  /// Packets that all nodes together make in a cycle, if each makes one or keeps it back.
  private static double packets(TrafficPattern pattern) {
    double packets = 0;
    for (int from = 0; from < pattern.nodes(); from++) {
      for (int to = 0; to < pattern.nodes(); to++) {
        packets += pattern.share(from, to);
      }
    }
    return packets;
  }

  private interface Hop {
    void at(int channel, double share);
  }

  /// Walks every way of a pattern, with the packets a cycle that go it.
  private void forEachHop(TrafficPattern pattern, Hop hop) {
    check(pattern);
    for (int from = 0; from < pattern.nodes(); from++) {
      for (int to = 0; to < pattern.nodes(); to++) {
        double share = pattern.share(from, to);
        for (int at = from; share > 0 && at != to; ) {
          int channel = plan.channel(at, to);
          hop.at(channel, share);
          at = plan.end(channel, to);
        }
      }
    }
  }

  /// The largest load that is sustained, to 1 %: found by doubling, then halving the interval.
  public double saturation(TrafficPattern pattern, int cycles, long seed) {
    double low = 0;
    double high = 1.0 / 64;
    while (run(pattern, high, cycles, seed).sustained()) {
      if (high >= plan.sources()) {
        return plan.sources();
      }
      low = high;
      high = Math.min(2 * high, plan.sources());
    }
    while (high - low > 0.01 * high) {
      double middle = (low + high) / 2;
      if (run(pattern, middle, cycles, seed).sustained()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /// @param load packets that a node makes in a cycle, in the mean: at most one from each of its
  ///   sources
  public Measured run(TrafficPattern pattern, double load, int cycles, long seed) {
    check(pattern);
    if (!(load > 0 && load <= plan.sources())) {
      throw new IllegalArgumentException(
          "a load of " + load + " packets a node and cycle; at most " + plan.sources());
    }
    return new Running(fresh.get(), pattern, load, cycles, seed).run();
  }

  private void check(TrafficPattern pattern) {
    if (pattern.width() != plan.width() || pattern.height() != plan.height()) {
      throw new IllegalArgumentException(
          "a pattern of %d x %d on a network of %d x %d"
              .formatted(pattern.width(), pattern.height(), plan.width(), plan.height()));
    }
  }

  /// What came of one load. Latencies are those of the packets that arrived.
  ///
  /// @param load as it was asked for
  /// @param offered packets made a node and cycle: what nodes without a partner keep back is not
  /// @param accepted packets arrived a node and cycle
  /// @param packets that arrived
  /// @param longestWaitCycles what a packet waited for one channel, in the last tenth of the run
  /// @param cycles of the whole run
  public record Measured(
      double load,
      double offered,
      double accepted,
      int packets,
      double meanTicks,
      long medianTicks,
      long percentile99Ticks,
      long maxTicks,
      double longestWaitCycles,
      int cycles) {
    /// Whether no queue is growing.
    public boolean sustained() {
      return longestWaitCycles <= LONGEST_WAIT * cycles;
    }
  }

  private static final class Running {
    private final Topology topology;
    private final TrafficPattern pattern;
    private final double probability;
    private final double load;
    private final int cycles;
    private final long seed;
    private final long countFrom;
    private final long lastTenthFrom;
    private final EventQueue queue = new WheelQueue(1 << 15);

    private long made;
    private int arrived;
    private long[] latencies = new long[1 << 12];
    private long longestWait;

    Running(Topology topology, TrafficPattern pattern, double load, int cycles, long seed) {
      this.topology = topology;
      this.pattern = pattern;
      this.probability = load / topology.sources();
      this.load = load;
      this.cycles = cycles;
      this.seed = seed;
      this.countFrom = cycles / 2 * topology.cycleTicks();
      this.lastTenthFrom = cycles * topology.cycleTicks() * 9 / 10;
    }

    Measured run() {
      long end = cycles * topology.cycleTicks();
      queue.add(0, MAKE, 0, 0);
      while (queue.next() && queue.tick() < end) {
        if (queue.priority() == MOVE) {
          move(queue.tick(), queue.target(), queue.payload());
        } else {
          make(queue.tick(), queue.target());
          queue.add(queue.tick() + topology.cycleTicks(), MAKE, queue.target() + 1, 0);
        }
      }
      long[] sorted = Arrays.copyOf(latencies, arrived);
      Arrays.sort(sorted);
      double nodeCycles = (double) pattern.nodes() * (cycles - cycles / 2);
      return new Measured(
          load,
          made / nodeCycles,
          arrived / nodeCycles,
          arrived,
          Arrays.stream(sorted).average().orElse(0),
          percentile(sorted, 50),
          percentile(sorted, 99),
          percentile(sorted, 100),
          (double) longestWait / topology.cycleTicks(),
          cycles);
    }

    private void make(long tick, int cycle) {
      int sources = topology.sources();
      for (int node = 0; node < pattern.nodes(); node++) {
        for (int source = 0; source < sources; source++) {
          long owner = (long) node * sources + source;
          if (Philox.uniform(seed, owner, cycle, 0) < probability) {
            int to = pattern.draw(node, seed, owner, cycle);
            if (to != node) {
              made += tick >= countFrom ? 1 : 0;
              move(tick, node, tick << NODE_BITS | to);
            }
          }
        }
      }
    }

    private void move(long tick, int at, long packet) {
      int to = (int) packet & (1 << NODE_BITS) - 1;
      if (at == to) {
        arrive(tick - (packet >>> NODE_BITS), tick);
        return;
      }
      int channel = topology.channel(at, to);
      long there = topology.cross(channel, tick);
      if (tick >= lastTenthFrom) {
        longestWait = Math.max(longestWait, there - tick - topology.hopTicks(channel));
      }
      queue.add(there, MOVE, topology.end(channel, to), packet);
    }

    private void arrive(long latency, long tick) {
      if (tick < countFrom) {
        return;
      }
      if (arrived == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * arrived);
      }
      latencies[arrived++] = latency;
    }

    /// The least value that so many per cent do not exceed.
    private static long percentile(long[] sorted, int percent) {
      return sorted.length == 0
          ? 0
          : sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100) - 1];
    }
  }
}
