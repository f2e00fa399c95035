package org.tradewind.pe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Link;
import org.tradewind.machine.PerformanceLevel;

/// A PE without a machine: holds what a kernel does so that a test can look at it.
public final class FakePe implements Pe {
  /// A spike that the kernel noted.
  public record Spike(int step, int atom) {}

  /// A value that the kernel noted.
  public record Traced(int channel, int step, int atom, float value) {}

  public final Counts counts = new Counts();
  public final List<Integer> sent = new ArrayList<>();
  public final List<Payload> payloads = new ArrayList<>();
  public final List<Spike> spikes = new ArrayList<>();
  public final List<Traced> traces = new ArrayList<>();

  private record Packet(int key, Payload payload) {}

  private final ArrayDeque<Packet> fifo = new ArrayDeque<>();
  private Payload taken = Payload.NONE;
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

  @Override
  public void stray(int key) {
    throw new IllegalStateException("no use for 0x%08x".formatted(key));
  }

  /// A packet lands.
  public void land(int key) {
    land(key, Payload.NONE);
  }

  public void land(int key, Payload payload) {
    fifo.add(new Packet(key, payload));
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
  public void send(int key, Payload payload) {
    sent.add(key);
    payloads.add(payload);
  }

  @Override
  public int waiting(int fifoNumber) {
    return fifo.size();
  }

  @Override
  public int take(int fifoNumber) {
    Packet packet = fifo.remove();
    taken = packet.payload;
    return packet.key;
  }

  @Override
  public Payload payload() {
    return taken;
  }

  @Override
  public int chip() {
    return 0;
  }

  @Override
  public int p() {
    return 0;
  }

  @Override
  public PerformanceLevel level() {
    return PerformanceLevel.HIGH;
  }

  @Override
  public void enable(Interrupt source) {
    throw alone();
  }

  @Override
  public void disable(Interrupt source) {
    throw alone();
  }

  @Override
  public void startTimer(int timer, long microseconds, boolean periodic) {
    throw alone();
  }

  @Override
  public void stopTimer(int timer) {
    throw alone();
  }

  @Override
  public void interrupt(int p) {
    throw alone();
  }

  @Override
  public void interruptAll() {
    throw alone();
  }

  @Override
  public void sendTo(int chip, int p, Payload payload) {
    throw alone();
  }

  @Override
  public void sendNearest(Link link, int address, Payload payload) {
    throw alone();
  }

  @Override
  public Dma dma() {
    throw alone();
  }

  @Override
  public void write(int chip, int p, int offset, Payload payload) {
    throw alone();
  }

  @Override
  public void read(int chip, int p, int offset, int bits, int into) {
    throw alone();
  }

  @Override
  public Sram shared(int qp) {
    throw alone();
  }

  @Override
  public Registers registers() {
    throw alone();
  }

  @Override
  public void launchMacArray(MacArrayWork work) {
    throw alone();
  }

  private static UnsupportedOperationException alone() {
    return new UnsupportedOperationException("this PE has no machine around it");
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
