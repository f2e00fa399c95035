package org.tradewind.run;

import org.tradewind.machine.CoreMap;
import org.tradewind.machine.PerformanceLevel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Registers;
import org.tradewind.sim.EventQueue;

/// What crosses a chip's configuration NoC: PEs read and write registers of others and of the
/// router. A question has the place of the answer for its payload, and so has a write its value:
/// each way a worm of 96 bits, three flits.
///
/// A place is a PE, 0..151, or the router.
final class RegisterAccess {
  private static final int ROUTER = CoreMap.PES;

  private static final Registers.OfPe[] OF_PE = Registers.OfPe.values();
  private static final Registers.OfRouter[] OF_ROUTER = Registers.OfRouter.values();

  private final Chip chip;
  private final EventQueue queue;
  private final Packets packets;
  private final Noc noc = Noc.configuration();

  RegisterAccess(Chip chip, EventQueue queue, Packets packets) {
    this.chip = chip;
    this.queue = queue;
    this.packets = packets;
  }

  /// As a PE reaches them.
  Registers from(RunningPe pe) {
    return new Registers() {
      @Override
      public void read(OfPe register, int p, int into) {
        requireRunning(p);
        leave(PacketKind.GET_REGISTER, register.ordinal(), pe.now(), pe.p(), p, into);
      }

      @Override
      public void read(OfRouter counter, int into) {
        leave(PacketKind.GET_REGISTER, counter.ordinal(), pe.now(), pe.p(), ROUTER, into);
      }

      @Override
      public void setLevel(int p, PerformanceLevel level) {
        requireRunning(p);
        leave(PacketKind.SET_LEVEL, 0, pe.now(), pe.p(), p, level.ordinal());
      }
    };
  }

  private void requireRunning(int p) {
    chip.pe(chip.world().pe(chip.number(), p) % CoreMap.PES);
  }

  private void leave(PacketKind kind, int key, long tick, int from, int to, int word) {
    int packet = packets.add(kind, key, RunningPe.NO_STEP, tick, Payload.of(word), to, from, 0);
    int start = switchOf(from, to);
    boolean there = start == switchOf(to, from);
    queue.add(there ? tick + tailTicks(packet) : tick, Chip.REGISTER, start, packet);
  }

  /// The router has two switches: the one that is nearer to the other end.
  private static int switchOf(int place, int other) {
    return place == ROUTER ? Noc.ofRouter(switchOf(other, place)) : Noc.ofQuad(CoreMap.quad(place));
  }

  private long tailTicks(int packet) {
    return noc.tailTicks(noc.flits(packets.payloadBits(packet)));
  }

  /// The head of a packet is at a switch; the whole of it, where it ends.
  void hop(long tick, int at, int packet) {
    int to = switchOf(packets.target(packet), packets.source(packet));
    if (at == to) {
      arrive(tick, packet);
      return;
    }
    int next = Noc.next(at, to);
    long there = noc.cross(Noc.link(at, next), tick, noc.flits(packets.payloadBits(packet)));
    queue.add(next == to ? there + tailTicks(packet) : there, Chip.REGISTER, next, packet);
  }

  private void arrive(long tick, int packet) {
    int place = packets.target(packet);
    int asker = packets.source(packet);
    int word = (int) packets.low(packet);
    int key = packets.key(packet);
    packets.copied(packet, -1);
    switch (packets.kind(packet)) {
      case GET_REGISTER -> {
        int value = place == ROUTER ? counter(OF_ROUTER[key]) : register(OF_PE[key], place);
        leave(PacketKind.REGISTER, word, tick, place, asker, value);
      }
      case REGISTER -> {
        RunningPe pe = chip.pe(place);
        pe.sram().putInt(key, word);
        pe.core().raise(Interrupt.READ_DONE, tick);
      }
      case SET_LEVEL -> chip.pe(place).core().setLevel(PerformanceLevel.values()[word], tick);
      default -> throw new IllegalStateException("a packet is on the wrong NoC");
    }
  }

  private int register(Registers.OfPe register, int p) {
    RunningPe pe = chip.pe(p);
    return switch (register) {
      case LEVEL -> pe.level().ordinal();
      case WAITING -> pe.waiting();
      case DROPPED -> (int) pe.dropped();
    };
  }

  private int counter(Registers.OfRouter counter) {
    Fabric fabric = chip.fabric();
    return switch (counter) {
      case PACKETS -> (int) fabric.routed();
      case UNROUTED -> (int) fabric.unrouted();
      case EXPIRED -> (int) fabric.expired();
      case RESENT -> (int) fabric.resent();
    };
  }

  /// Flits times links crossed.
  long flitHops() {
    return noc.flitHops();
  }

  void save(State.Writer out) {
    noc.save(out);
  }

  void restore(State.Reader in) {
    noc.restore(in);
  }
}
