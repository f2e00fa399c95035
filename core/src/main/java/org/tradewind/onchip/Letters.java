package org.tradewind.onchip;

import org.tradewind.cost.Action;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;

/// What cores that learn tell each other. A spike has no payload; errors have 128 bits; all else
/// has 64: from which PE, and a word that says what.
///
/// An error of EventProp goes back to the core that sent the spike; its words are dL/dt as a float,
/// the spike's step, its neuron, and 0. Errors of e-prop's readouts go to all neurons, four floats
/// a packet.
final class Letters {
  /// A core whose packets are received: here errors are sent back.
  static final int SOURCE = 0;

  /// An optimiser, which wants to know where its layers are.
  static final int OPTIMISER = 1;

  /// A layer's answer, with the copy above.
  static final int LAYER = 2;

  /// The gradient of a batch is complete, with the copy above.
  static final int READY = 3;

  /// The weights are new.
  static final int GO = 4;

  /// The readouts of e-prop, which want to know where the neurons are.
  static final int READOUT = 5;

  /// The neurons' answer, with the number of the core above.
  static final int NEURONS = 6;

  /// Readouts' errors in a packet.
  static final int ERRORS = 4;

  private static final int WHAT_BITS = 8;

  private Letters() {}

  static Payload of(int chip, int p, int what, int copy) {
    return Payload.of(address(chip, p) | (long) (copy << WHAT_BITS | what) << 32);
  }

  static int what(Payload letter) {
    return letter.word(1) & (1 << WHAT_BITS) - 1;
  }

  static int copy(Payload letter) {
    return letter.word(1) >>> WHAT_BITS;
  }

  /// The PE that a letter is from, as [#send] takes it.
  static int from(Payload letter) {
    return letter.word(0);
  }

  private static int address(int chip, int p) {
    return chip << 8 | p;
  }

  private static int chip(int address) {
    return address >>> 8;
  }

  static int p(int address) {
    return address & 0xFF;
  }

  /// Counts what a packet takes beside its handler's work.
  static void took(Pe pe, Payload payload) {
    pe.did(Action.TAKE_PACKET, 1);
    pe.did(Action.PAYLOAD_WORD, payload.bits() / Integer.SIZE);
  }

  static void send(Pe pe, int to, Payload letter) {
    pe.did(Action.SEND_PACKET, 1);
    pe.did(Action.PAYLOAD_WORD, letter.bits() / Integer.SIZE);
    pe.sendTo(chip(to), p(to), letter);
  }

  /// To all that this core sends to.
  static void post(Pe pe, int key, Payload letter) {
    pe.did(Action.SEND_PACKET, 1);
    pe.did(Action.PAYLOAD_WORD, letter.bits() / Integer.SIZE);
    pe.send(key, letter);
  }

  /// Who of so many sent a key: they have an aligned block of a power of two.
  static int atom(int key, int atoms) {
    return key & (Integer.highestOneBit(2 * atoms - 1) - 1);
  }

  static Payload error(float error, int step, int neuron) {
    return Payload.of(Float.floatToRawIntBits(error) & 0xFFFF_FFFFL | (long) step << 32, neuron);
  }

  static float error(Payload payload) {
    return Float.intBitsToFloat(payload.word(0));
  }

  static int step(Payload payload) {
    return payload.word(1);
  }

  static int neuron(Payload payload) {
    return payload.word(2);
  }

  /// Four of the readouts' errors.
  static Payload errors(float[] errors, int from) {
    return Payload.of(pair(errors, from), pair(errors, from + 2));
  }

  private static long pair(float[] errors, int from) {
    return bits(errors, from) | bits(errors, from + 1) << 32;
  }

  /// 0 behind the last.
  private static long bits(float[] errors, int n) {
    return n < errors.length ? Float.floatToRawIntBits(errors[n]) & 0xFFFF_FFFFL : 0;
  }
}
