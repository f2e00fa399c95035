package org.tradewind.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tradewind.cost.Action;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Results;

/// How fast the packet-level machine is on one host core: all 148 cores of a chip work, send to
/// random cores of it, and take what comes. Rates of what was simulated are reported beside the
/// time of a run; `events` are packet hops and handler calls.
///
/// Three loads, whose differences give the cost of each kind: cores that only work, that send each
/// packet to one core, and that send it to ten.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ChipBenchmark {
  private static final int STEPS = 20;

  /// Targets of each packet; 0: nothing is sent.
  @Param({"0", "1", "10"})
  int targets;

  private Mapping mapping;

  /// JMH makes one.
  public ChipBenchmark() {}

  /// Counted over all runs of an iteration: JMH shows them as rates.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rates {
    public long events;
    public long hops;
    public long landings;
    public long handlers;

    /// JMH makes one.
    public Rates() {}
  }

  /// Maps the load.
  @Setup
  public void map() {
    mapping = Traffic.mapping(Machine.chip(), targets == 0 ? 0 : 100, Math.max(1, targets));
  }

  /// A run of twenty timesteps.
  @Benchmark
  public Results chip(Rates rates) {
    Results results = Traffic.run(mapping, STEPS, 1);
    long hops = results.network().counts().of(Action.NOC_HOP);
    rates.hops += hops;
    rates.landings += results.events().landed();
    rates.handlers += results.events().handled();
    rates.events += hops + results.events().handled();
    return results;
  }
}
