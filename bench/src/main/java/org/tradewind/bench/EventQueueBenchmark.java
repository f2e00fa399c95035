package org.tradewind.bench;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
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
import org.tradewind.random.Philox;
import org.tradewind.sim.EventQueue;
import org.tradewind.sim.HeapQueue;
import org.tradewind.sim.WheelQueue;

/// The hold model: so many events are pending; one operation takes the next and adds another. Ticks
/// ahead are those of the packet machine: most within a few NoC hops, some a timestep away.
///
/// The measure is `java.util.PriorityQueue` over records.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventQueueBenchmark {
  private static final int AHEAD = 1 << 12;

  @Param({"1000", "100000"})
  int pending;

  private final long[] ahead = new long[AHEAD];
  private final EventQueue wheel = new WheelQueue(1 << 15);
  private final EventQueue heap = new HeapQueue();
  private final PriorityQueue<Event> records = new PriorityQueue<>();
  private int draw;
  private long sequence;

  private record Event(long tick, int priority, long sequence, int target, long payload)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTick = Long.compare(tick, other.tick);
      if (byTick != 0) {
        return byTick;
      }
      int byPriority = Integer.compare(priority, other.priority);
      return byPriority != 0 ? byPriority : Long.compare(sequence, other.sequence);
    }
  }

  /// JMH makes one.
  public EventQueueBenchmark() {}

  /// Fills all queues to where they stay.
  @Setup
  public void fill() {
    for (int i = 0; i < AHEAD; i++) {
      double uniform = Philox.uniform(1, 0, 0, i);
      ahead[i] = i % 16 == 0 ? 6_000_000 : (long) (uniform * 1_000);
    }
    for (int i = 0; i < pending; i++) {
      wheel.add(ahead(), i & 3, i, i);
      heap.add(ahead(), i & 3, i, i);
      records.add(new Event(ahead(), i & 3, sequence++, i, i));
    }
  }

  /// The machine's own queue.
  @Benchmark
  public long wheel() {
    return hold(wheel);
  }

  /// The heap that the wheel is built from.
  @Benchmark
  public long heap() {
    return hold(heap);
  }

  /// The JDK's queue, an object an event.
  @Benchmark
  public long priorityQueueOfRecords() {
    Event event = records.remove();
    records.add(
        new Event(event.tick + ahead(), event.priority, sequence++, event.target, event.payload));
    return event.tick;
  }

  private long hold(EventQueue queue) {
    queue.next();
    queue.add(queue.tick() + ahead(), queue.priority(), queue.target(), queue.payload());
    return queue.tick();
  }

  private long ahead() {
    return ahead[draw++ & (AHEAD - 1)];
  }
}
