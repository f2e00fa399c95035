package org.tradewind.run;

import org.tradewind.machine.CoreMap;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Sram;

/// What goes over the NoC to one place instead of through the tables: packets for a single PE,
/// remote reads and writes, the bursts of DMA transfers, interrupts.
///
/// A place is a PE, 0..151, or a DRAM interface, 152 and 153.
final class Memory {
  /// A transfer is cut into bursts of so many bytes, each a run of flits of 16 bytes. So it holds a
  /// link for 16 cycles, then others get their turn. ASSUMED: how the hardware cuts them is not
  /// published.
  static final int BURST_BYTES = 256;

  /// The granule of DMA, and what a flit carries.
  static final int GRANULE_BYTES = 16;

  static final int FIRST_DRAM = CoreMap.PES;

  private final Chip chip;
  private final Packets packets;
  private final Dram[] drams = new Dram[2];

  Memory(Chip chip, Packets packets) {
    this.chip = chip;
    this.packets = packets;
  }

  Dram dram(int interfaceNumber) {
    if (drams[interfaceNumber] == null) {
      drams[interfaceNumber] = new Dram(chip.power());
    }
    return drams[interfaceNumber];
  }

  long dramBytes() {
    long sum = 0;
    for (Dram dram : drams) {
      sum += dram == null ? 0 : dram.bytesMoved();
    }
    return sum;
  }

  // ── what PEs ask for ──

  void write(RunningPe from, int toChip, int toP, int offset, Payload payload) {
    if (payload.bits() == 0) {
      throw new IllegalArgumentException("a remote write of nothing");
    }
    leave(from, PacketKind.WRITE, offset, chip.world().pe(toChip, toP), payload, 0);
  }

  void read(RunningPe from, int fromChip, int fromP, int offset, int bits, int into) {
    var asked = new Payload(64, (long) bits << 32 | into & 0xFFFF_FFFFL, 0);
    leave(from, PacketKind.READ, offset, chip.world().pe(fromChip, fromP), asked, 0);
  }

  void interrupt(RunningPe from, int to) {
    leave(
        from,
        PacketKind.INTERRUPT,
        0,
        chip.world().pe(chip.number(), to),
        Payload.NONE,
        Interrupt.MESSAGE.ordinal());
  }

  private void leave(
      RunningPe from, PacketKind kind, int key, int target, Payload payload, int extra) {
    int source = chip.world().pe(chip.number(), from.p());
    int packet =
        packets.add(kind, key, RunningPe.NO_STEP, from.now(), payload, target, source, extra);
    chip.fabric().sendToPe(from.p(), from.now(), packet);
  }

  // ── transfers ──

  /// Asks another place of this chip for a whole transfer.
  void fetch(RunningPe from, long tick, int place, int address, int into, int bytes) {
    int packet =
        packets.add(
            PacketKind.FETCH,
            address,
            RunningPe.NO_STEP,
            tick,
            Payload.of((long) bytes << 32 | into & 0xFFFF_FFFFL),
            place,
            from.p(),
            0);
    chip.crossAt(tick, placeOf(from.p()), packet);
  }

  /// Sends all bursts of a transfer; the NoC spaces them.
  void push(RunningPe from, long tick, int place, int address, int offset, int bytes) {
    for (int at = 0; at < bytes; at += BURST_BYTES) {
      byte[] part = from.sram().bytes(offset + at, Math.min(BURST_BYTES, bytes - at));
      boolean last = at + part.length == bytes;
      burst(tick, from.p(), place, address + at, part, last, from.p());
    }
  }

  /// @param asker the PE whose transfer it is
  private void burst(
      long tick, int place, int to, int address, byte[] part, boolean last, int asker) {
    int packet =
        packets.add(
            PacketKind.BURST,
            address,
            RunningPe.NO_STEP,
            tick,
            Payload.NONE,
            to,
            asker,
            last ? 1 : 0);
    packets.carry(packet, part);
    chip.crossAt(tick, placeOf(place), packet);
  }

  /// The switch of a place.
  private static int placeOf(int place) {
    return place < FIRST_DRAM ? Noc.ofQuad(CoreMap.quad(place)) : Noc.ofDram(place - FIRST_DRAM);
  }

  /// The switch that a packet is for.
  int place(int packet) {
    return switch (packets.kind(packet)) {
      case FETCH, BURST, DONE -> placeOf(packets.target(packet));
      case CORE_TO_CORE, NEAREST, WRITE, READ, ANSWER, INTERRUPT ->
          placeOf(packets.target(packet) % CoreMap.PES);
      case MULTICAST, GET_REGISTER, REGISTER, SET_LEVEL ->
          throw new IllegalStateException("no place on the data NoC is meant");
    };
  }

  int flits(int packet) {
    return packets.kind(packet) == PacketKind.BURST
        ? Math.ceilDiv(packets.bytes(packet).length, GRANULE_BYTES)
        : 1;
  }

  /// The head of a packet is at the switch of its place.
  void arrive(long tick, int packet) {
    int target = packets.target(packet);
    int key = packets.key(packet);
    switch (packets.kind(packet)) {
      case CORE_TO_CORE, NEAREST -> {
        chip.pe(target % CoreMap.PES)
            .land(key, packets.payload(packet), packets.step(packet), tick);
        chip.fabric().landed(tick, packet);
      }
      case WRITE -> put(chip.pe(target % CoreMap.PES).sram(), key, packets.payload(packet));
      case READ -> answer(tick, target, packet);
      case ANSWER -> {
        RunningPe pe = chip.pe(target % CoreMap.PES);
        put(pe.sram(), key, packets.payload(packet));
        pe.core().raise(Interrupt.READ_DONE, tick);
      }
      case INTERRUPT ->
          chip.pe(target % CoreMap.PES).core().raise(Interrupt.of(packets.extra(packet)), tick);
      case FETCH -> serve(tick, target, packet);
      case BURST -> takeBurst(tick + chip.fabric().tailTicks(flits(packet)), target, packet);
      case DONE -> chip.pe(target).transferred(tick);
      case MULTICAST, GET_REGISTER, REGISTER, SET_LEVEL ->
          throw new IllegalStateException("a packet left its network's ways");
    }
    packets.copied(packet, -1);
  }

  private static void put(Sram sram, int offset, Payload payload) {
    for (int i = 0; 32 * i < payload.bits(); i++) {
      sram.putInt(offset + 4 * i, payload.word(i));
    }
  }

  private void answer(long tick, int target, int packet) {
    int bits = (int) (packets.low(packet) >>> 32);
    int into = (int) packets.low(packet);
    int offset = packets.key(packet);
    int p = target % CoreMap.PES;
    Sram sram = chip.pe(p).sram();
    Payload found =
        switch (bits) {
          case 32 -> Payload.of(sram.getInt(offset));
          case 64 -> Payload.of(sram.getLong(offset));
          case 128 -> Payload.of(sram.getLong(offset), sram.getLong(offset + 8));
          default -> throw new IllegalArgumentException("a remote read of " + bits + " bits");
        };
    int answer =
        packets.add(
            PacketKind.ANSWER,
            into,
            RunningPe.NO_STEP,
            tick,
            found,
            packets.source(packet),
            target,
            0);
    chip.fabric().sendToPe(p, tick, answer);
  }

  /// A place sends what a transfer asked of it.
  private void serve(long tick, int place, int packet) {
    int address = packets.key(packet);
    int bytes = (int) (packets.low(packet) >>> 32);
    int into = (int) packets.low(packet);
    int asker = packets.source(packet);
    for (int at = 0; at < bytes; at += BURST_BYTES) {
      int length = Math.min(BURST_BYTES, bytes - at);
      byte[] part;
      long ready = tick;
      if (place >= FIRST_DRAM) {
        Dram dram = dram(place - FIRST_DRAM);
        part = dram.read(address + at, length);
        ready = dram.readyAt(tick, length);
      } else {
        part = chip.pe(place).sram().bytes(address + at, length);
      }
      burst(ready, place, asker, into + at, part, at + length == bytes, asker);
    }
  }

  /// A burst has come as a whole.
  private void takeBurst(long tick, int place, int packet) {
    byte[] part = packets.bytes(packet);
    boolean last = packets.extra(packet) == 1;
    int asker = packets.source(packet);
    if (place >= FIRST_DRAM) {
      Dram dram = dram(place - FIRST_DRAM);
      dram.write(packets.key(packet), part);
      long done = dram.readyAt(tick, part.length);
      if (last) {
        done(done, place, asker);
      }
    } else {
      chip.pe(place).sram().putBytes(packets.key(packet), part);
      if (last && place == asker) {
        chip.transferredAt(tick, place);
      } else if (last) {
        done(tick, place, asker);
      }
    }
  }

  /// Tells a PE that all it wrote has come.
  private void done(long tick, int place, int asker) {
    int packet =
        packets.add(PacketKind.DONE, 0, RunningPe.NO_STEP, tick, Payload.NONE, asker, place, 0);
    chip.crossAt(tick, placeOf(place), packet);
  }

  void save(State.Writer out) {
    for (Dram dram : drams) {
      out.put(dram != null);
      if (dram != null) {
        dram.save(out);
      }
    }
  }

  void restore(State.Reader in) {
    for (int i = 0; i < drams.length; i++) {
      if (in.getBoolean()) {
        dram(i).restore(in);
      }
    }
  }
}
