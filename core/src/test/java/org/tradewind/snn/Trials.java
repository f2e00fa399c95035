package org.tradewind.snn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import org.tradewind.firmware.Firmware;
import org.tradewind.pe.Sram;

/// What `firmware/qemu/trials.c` reads and writes, in its order.
final class Trials {
  /// The loops that update neurons, numbered as they are there; each kind's second is for
  /// parameters that neurons do not share.
  enum Update {
    LIF_BY_SUBTRACTION,
    LIF_BY_SUBTRACTION_EACH,
    LIF_TO_V_RESET,
    LIF_TO_V_RESET_EACH,
    CURR_EXP_BY_SUBTRACTION,
    CURR_EXP_BY_SUBTRACTION_EACH,
    CURR_EXP_TO_V_RESET,
    CURR_EXP_TO_V_RESET_EACH,
    ADAPTIVE_BY_SUBTRACTION,
    ADAPTIVE_BY_SUBTRACTION_EACH,
    ADAPTIVE_TO_V_RESET,
    ADAPTIVE_TO_V_RESET_EACH,
    ADAPTIVE_NEXT_BY_THRESHOLD,
    ADAPTIVE_NEXT_BY_THRESHOLD_EACH,
    ADAPTIVE_NEXT_BY_BOUND,
    ADAPTIVE_NEXT_BY_BOUND_EACH,
    IZHIKEVICH,
    IZHIKEVICH_EACH,
    RELAY,
    RECTIFIED,
    RECTIFIED_EACH,
    POISSON,
    SPIKE_LIST,
    VALUE_LIST,
    PROGRAM
  }

  /// The loops that receive.
  enum Receive {
    DELAY,
    NO_DELAY,
    WIDE,
    DELAY_SPLIT,
    NO_DELAY_SPLIT,
    WIDE_SPLIT,
    DELAY_GRADED,
    NO_DELAY_GRADED,
    WIDE_GRADED,
    KERNELS
  }

  /// A program's image and where its parts are, in bytes from its start.
  ///
  /// @param spikeNumber what a packet without a number counts; of a value list where its numbers
  ///   are
  /// @param noise 0 where there is none
  record Trial(
      Update update,
      Receive receive,
      Sram image,
      int sources,
      int sourceCount,
      int parameters,
      int state,
      int stateWords,
      int accumulators,
      int accumulatorWords,
      int neurons,
      int slots,
      int key,
      boolean sends,
      int from,
      int to,
      int spikeNumber,
      int noise) {}

  private final ByteArrayOutputStream in = new ByteArrayOutputStream();

  /// @param words for each step what goes in: keys of packets, keys each with its number, random
  ///   bits, or the payloads and keys of packets
  void add(Trial t, List<int[]> words) {
    add(t, words, List.of());
  }

  /// @param drawn for each step what backgrounds draw, where there are any
  void add(Trial t, List<int[]> words, List<int[]> drawn) {
    put(t.update.ordinal(), t.receive.ordinal(), t.image.size(), t.sources, t.sourceCount);
    put(t.parameters, t.state, t.stateWords, t.accumulators, t.accumulatorWords);
    put(t.neurons, t.slots, t.key, t.sends ? 1 : 0, t.from, t.to, t.spikeNumber);
    put(t.noise, words.size());
    for (int at = 0; at < t.image.size(); at++) {
      in.write(t.image.getByte(at));
    }
    for (int step = 0; step < words.size(); step++) {
      put(words.get(step).length);
      put(words.get(step));
      if (t.noise != 0) {
        put(drawn.get(step).length);
        put(drawn.get(step));
      }
    }
  }

  private void put(int... words) {
    var bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    in.writeBytes(bytes.array());
  }

  /// Runs all of them.
  ///
  /// @return what was written, from its beginning
  ByteBuffer run(Firmware firmware) throws IOException, InterruptedException {
    write(firmware);
    return firmware.emulate("trials");
  }

  /// Runs all of them instruction by instruction.
  ///
  /// @return cycles of those that were executed in the loops
  long trace(Firmware firmware) throws IOException, InterruptedException {
    write(firmware);
    return firmware.trace("trials");
  }

  private void write(Firmware firmware) throws IOException {
    put(Update.values().length);
    Files.write(firmware.folder().resolve("trials.bin"), in.toByteArray());
  }
}
