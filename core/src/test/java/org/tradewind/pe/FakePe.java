package org.tradewind.pe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;

/// A PE without a machine: holds what a kernel does so that a test can look at it.
public final class FakePe implements Pe {
  /// A spike that the kernel noted.
  public record Spike(int step, int atom) {}

  /// A value that the kernel noted.
  public record Traced(int channel, int step, int atom, float value) {}

  public final Counts counts = new Counts();
  public final List<Integer> sent = new ArrayList<>();
  public final List<Spike> spikes = new ArrayList<>();
  public final List<Traced> traces = new ArrayList<>();

  private final ArrayDeque<Integer> fifo = new ArrayDeque<>();
  private final Sram sram;
  private final long seed;
  private long now;

  public FakePe(Sram sram, long seed) {
    this.sram = sram;
    this.seed = seed;
  }

  /// A PE that a program was loaded on; its vertices' keys are those of [#keys].
  public static FakePe loaded(Program program, long seed) {
    var sram = new Sram(program.layout().bytes());
    program.write(keys(), sram);
    return new FakePe(sram, seed);
  }

  /// Vertex v sends v << 12 | atom.
  public static KeyLookup keys() {
    return new KeyLookup() {
      @Override
      public int key(int vertex) {
        return vertex << 12;
      }

      @Override
      public int mask(int vertex) {
        return -1 << 12;
      }
    };
  }

  /// A packet lands.
  public void land(int key) {
    fifo.add(key);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Sram sram() {
    return sram;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public void did(Action action, int times) {
    counts.add(action, times);
    now += (long) times * action.cycles().whole();
  }

  @Override
  public void send(int key) {
    sent.add(key);
  }

  @Override
  public int waiting() {
    return fifo.size();
  }

  @Override
  public int take() {
    return fifo.remove();
  }

  @Override
  public void spiked(int step, int atom) {
    spikes.add(new Spike(step, atom));
  }

  @Override
  public void trace(int channel, int step, int atom, float value) {
    traces.add(new Traced(channel, step, atom, value));
  }
}
