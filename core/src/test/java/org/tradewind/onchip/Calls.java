package org.tradewind.onchip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.tradewind.cost.Counts;
import org.tradewind.firmware.Firmware;

/// Calls of the C loops that learn, and of a static schedule's, in memory as the emulated board has
/// it: what `firmware/qemu/learning.c` reads, and what has to come of it.
final class Calls {
  /// Numbered as there.
  enum Loop {
    EPROP_FRAME,
    EPROP_RECURRENT,
    EPROP_UPDATE,
    EPROP_TRIANGLE,
    EPROP_SURROGATE,
    EPROP_INPUTS,
    EPROP_SPIKES,
    EPROP_SIGNAL,
    EPROP_GRADIENT,
    EPROP_DECAY,
    EPROP_HEAR,
    EPROP_TOTAL,
    EPROP_READOUT_GRADIENT,
    REWIRED_FORWARD_BYTES,
    REWIRED_FORWARD,
    REWIRED_READ_OUT,
    REWIRED_BACKWARD_BYTES,
    REWIRED_BACKWARD,
    REWIRED_ERRORS,
    REWIRED_DESCEND,
    REWIRING_DRAW,
    REWIRING_INSERT,
    EVENTPROP_EVENT,
    EVENTPROP_UPDATE,
    EVENTPROP_ERROR,
    EVENTPROP_ADJOINT,
    EVENTPROP_GRADIENT,
    GRADIENT_SUM,
    ADAM_UPDATE,
    SCHEDULE_LAYER,
    SCHEDULE_LOOK,
    SCHEDULE_STAGE
  }

  private static final int END = 0;
  private static final int PUT = 1;
  private static final int CALL = 2;
  private static final int GET = 3;

  private static final int MEMORY = 0x2000_0000;
  private static final int MEMORY_BYTES = 2 << 20;
  private static final int ARGUMENTS = 6;

  /// Words of a transmitter: control, key and payload.
  private static final int TRANSMITTER = 6;

  private static final int READY = 1 << 31;

  private record Expected(String what, int[] words) {}

  private final ByteArrayOutputStream in = new ByteArrayOutputStream();
  private final List<Expected> expected = new ArrayList<>();
  private int next = MEMORY;

  static float[] normals(Random random, int count, double scale) {
    float[] numbers = new float[count];
    for (int n = 0; n < count; n++) {
      numbers[n] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }

  // ── memory ──

  /// Room with these words.
  ///
  /// @return its address
  int words(int... words) {
    int at = next;
    next += 4 * words.length;
    assertThat(next - MEMORY).isLessThanOrEqualTo(MEMORY_BYTES);
    put(at, words);
    return at;
  }

  int floats(float... numbers) {
    return words(bits(numbers));
  }

  int bytes(byte... bytes) {
    return words(packed(bytes));
  }

  int shorts(short... shorts) {
    return words(packed(shorts));
  }

  /// A row of transmitters that are ready.
  int transmitters(int count) {
    int[] words = new int[TRANSMITTER * count];
    for (int n = 0; n < count; n++) {
      words[TRANSMITTER * n] = READY;
    }
    return words(words);
  }

  void put(int at, int... words) {
    write(PUT, at, words.length);
    write(words);
  }

  void put(int at, float... numbers) {
    put(at, bits(numbers));
  }

  void put(int at, byte... bytes) {
    put(at, packed(bytes));
  }

  static int bits(float number) {
    return Float.floatToRawIntBits(number);
  }

  private static int[] bits(float[] numbers) {
    int[] words = new int[numbers.length];
    Arrays.setAll(words, n -> bits(numbers[n]));
    return words;
  }

  private static int[] packed(byte[] bytes) {
    int[] words = new int[Math.ceilDiv(bytes.length, 4)];
    for (int n = 0; n < bytes.length; n++) {
      words[n / 4] |= (bytes[n] & 0xFF) << 8 * (n % 4);
    }
    return words;
  }

  private static int[] packed(short[] shorts) {
    int[] words = new int[Math.ceilDiv(shorts.length, 2)];
    for (int n = 0; n < shorts.length; n++) {
      words[n / 2] |= (shorts[n] & 0xFFFF) << 16 * (n % 2);
    }
    return words;
  }

  private void write(int... words) {
    var bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(words);
    in.writeBytes(bytes.array());
  }

  // ── calls ──

  void call(Loop loop, int... arguments) {
    call(loop, 0, 0, arguments);
  }

  /// @param real the argument that is a float
  void call(Loop loop, float real, int... arguments) {
    call(loop, real, 0, arguments);
  }

  /// @param into where what it returns goes
  void callInto(int into, Loop loop, int... arguments) {
    call(loop, 0, into, arguments);
  }

  private void call(Loop loop, float real, int into, int... arguments) {
    write(CALL, loop.ordinal());
    write(Arrays.copyOf(arguments, ARGUMENTS));
    write(bits(real), into);
  }

  // ── what has to come of them ──

  void expect(String what, int at, int... words) {
    write(GET, at, words.length);
    expected.add(new Expected(what, words.clone()));
  }

  void expect(String what, int at, float... numbers) {
    expect(what, at, bits(numbers));
  }

  void expect(String what, int at, byte... bytes) {
    expect(what, at, packed(bytes));
  }

  void expect(String what, int at, short... shorts) {
    expect(what, at, packed(shorts));
  }

  /// That these keys were sent, and no more.
  ///
  /// @param out where the address of the next transmitter is
  void expectSent(String what, int transmitters, int out, int... keys) {
    for (int n = 0; n < keys.length; n++) {
      expect(what, transmitters + 4 * (TRANSMITTER * n + 1), keys[n]);
    }
    expect("how many " + what, out, transmitters + 4 * TRANSMITTER * keys.length);
  }

  /// Runs all calls and compares.
  void run(Firmware firmware) throws IOException, InterruptedException {
    write(firmware);
    ByteBuffer results = firmware.emulate("learning");
    for (Expected e : expected) {
      int[] words = new int[e.words.length];
      for (int n = 0; n < words.length; n++) {
        words[n] = results.getInt();
      }
      assertThat(words).as(e.what).inHexadecimal().isEqualTo(e.words);
    }
    assertThat(results.hasRemaining()).isFalse();
    assertThat(expected).hasSizeGreaterThan(3);
  }

  /// Runs them instruction by instruction: what was counted is what was executed in the loops, by
  /// the documented timing of each instruction.
  void assertForetells(Firmware firmware, Counts counts) throws IOException, InterruptedException {
    firmware.keptTable();
    write(firmware);
    double ratio = (double) counts.cycles() / firmware.trace("learning");
    System.out.printf(Locale.ROOT, "cycles counted, over those executed: %.3f%n", ratio);
    assertThat(ratio).isBetween(0.9, 1.1);
  }

  private void write(Firmware firmware) throws IOException {
    var all = new ByteArrayOutputStream();
    all.writeBytes(in.toByteArray());
    all.writeBytes(new byte[] {END, 0, 0, 0});
    Files.write(firmware.folder().resolve("learning.bin"), all.toByteArray());
  }
}
