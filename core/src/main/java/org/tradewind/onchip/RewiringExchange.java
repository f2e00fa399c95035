package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.onchip.RewiringProgress.Flag;
import org.tradewind.onchip.RewiringProgress.Word;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;

/// What the cores of a network that is rewired tell each other.
///
/// What one has computed of a layer's units, and of the errors of others' units, it writes by DMA
/// into the memories of the other cores, to where it has them itself, and tells them in one
/// multicast packet when all of it is there. For each sample of a network of L layers that is 2 L -
/// 1 times, and a core waits for all others each time. So none is ever ahead by more than that,
/// nothing that is still needed is written over, and a bit in the packet's key is enough to tell
/// one time from the next.
final class RewiringExchange {
  /// Keys: what was told is complete, in turns.
  static final int ATOMS = 2;

  private final Pe pe;
  private final int key;
  private final RewiringPlaces places;
  private final RewiringProgress progress;
  private final int core;
  private final int cores;
  private final int others;
  private final int[] units;
  private final int[] ofParts;

  RewiringExchange(
      Pe pe, int key, RewiringPlaces places, Layout layout, RewiringProgress progress) {
    this.pe = pe;
    this.key = key;
    this.places = places;
    this.progress = progress;
    core = places.core();
    cores = places.cores();
    others = layout.region("others").offset();
    units = new int[places.layers()];
    ofParts = new int[places.layers() - 1];
    for (int l = 0; l < units.length; l++) {
      units[l] = layout.region(RewiringPlaces.units(l)).offset();
    }
    for (int l = 0; l < ofParts.length; l++) {
      ofParts[l] = layout.region(RewiringPlaces.ofParts(l)).offset();
    }
  }

  /// Offset of what a layer's targets have become.
  int units(int l) {
    return units[l];
  }

  /// Offset of the errors of a layer's targets by a part above.
  int errors(int l, int part) {
    return ofParts[l] + part * places.row(l);
  }

  // ── to others ──

  void introduce() {
    if (cores > 1) {
      Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.SOURCE, core));
    }
  }

  /// Writes this core's units, of which others have the same place, to all others.
  void shareUnits(int l) {
    for (int other = 0; other < cores; other++) {
      if (other != core) {
        push(other, units[l], l, core);
      }
    }
    pushed();
  }

  /// Writes, to each other core, what this one's parts know of the errors of its units.
  void shareErrors(int l) {
    for (int other = 0; other < cores; other++) {
      for (int p = places.from(); other != core && p < places.to(); p++) {
        push(other, errors(l, p), l, other);
      }
    }
    pushed();
  }

  /// Of a row of all targets those that are some core's.
  private void push(int to, int offset, int l, int whose) {
    int from = 4 * places.target(l, RewiringPlaces.firstPart(whose, cores));
    int bytes = 4 * places.target(l, RewiringPlaces.firstPart(whose + 1, cores)) - from;
    if (bytes > 0) {
      progress.set(Flag.PUSHING);
      pe.did(Action.DMA_START, 1);
      int p = pe.sram().getByte(others + to) & 0xFF;
      pe.dma().write(offset + from, p, offset + from, SampleRecords.granules(bytes));
    }
  }

  private void pushed() {
    if (cores > 1) {
      progress.set(Flag.WAITING);
      if (!progress.is(Flag.PUSHING)) {
        tell();
      }
    }
  }

  /// No DMA is under way any more.
  void transferred() {
    if (progress.is(Flag.PUSHING)) {
      progress.clear(Flag.PUSHING);
      tell();
    }
  }

  /// What was shared last is complete in all memories.
  private void tell() {
    pe.did(Action.SEND_PACKET, 1);
    pe.send(key | turn());
  }

  private int turn() {
    return progress.get(Word.TURN) & 1;
  }

  // ── from others ──

  void receive() {
    pe.did(Action.HANDLE_PACKETS, 1);
    for (int waiting = pe.waiting(); waiting > 0; waiting--) {
      int packet = pe.take();
      Payload letter = pe.payload();
      Letters.took(pe, letter);
      if (letter.bits() == 0) {
        progress.add(heard(packet & 1), 1);
      } else if (letter.bits() == 64 && Letters.copy(letter) < cores) {
        pe.sram().putByte(others + Letters.copy(letter), (byte) Letters.p(Letters.from(letter)));
        progress.add(Word.MET, 1);
      } else {
        pe.stray(packet);
      }
    }
  }

  private static Word heard(int turn) {
    return turn == 0 ? Word.HEARD_EVEN : Word.HEARD_ODD;
  }

  /// Whether all that was shared has been told, by this core and to it.
  boolean isOver() {
    if (progress.is(Flag.PUSHING)) {
      return false;
    }
    if (progress.is(Flag.WAITING)) {
      Word heard = heard(turn());
      if (progress.get(heard) < cores - 1) {
        return false;
      }
      progress.add(heard, 1 - cores);
      progress.add(Word.TURN, 1);
      progress.clear(Flag.WAITING);
    }
    return true;
  }

  boolean hasMetAll() {
    return progress.get(Word.MET) == cores - 1;
  }
}
