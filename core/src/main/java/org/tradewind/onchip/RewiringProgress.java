package org.tradewind.onchip;

import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// How far a core that learns by rewiring is, in its memory: in region "progress".
final class RewiringProgress {
  enum Word {
    SAMPLE,
    /// Of the sample: layers forward, then back.
    PHASE,
    FLAGS,
    /// Cores that have introduced themselves.
    MET,
    /// How often all have told each other.
    TURN,
    /// Who has told this core something, in even turns and in odd ones.
    HEARD_EVEN,
    HEARD_ODD,
    LOSS,
    CORRECT,
    STEPS,
    REWIRED,
    /// Samples since the last step.
    IN_BATCH
  }

  /// What is under way.
  enum Flag {
    /// An image from DRAM.
    FETCHING,
    /// Floats to other cores.
    PUSHING,
    /// What others have to tell.
    WAITING
  }

  static final int WORDS = Word.values().length;

  private final Sram sram;
  private final int offset;

  RewiringProgress(Sram sram, Layout layout) {
    this.sram = sram;
    offset = layout.region("progress").offset();
  }

  int get(Word word) {
    return sram.getInt(offset + 4 * word.ordinal());
  }

  void put(Word word, int value) {
    sram.putInt(offset + 4 * word.ordinal(), value);
  }

  void add(Word word, int value) {
    put(word, get(word) + value);
  }

  /// Sum of the samples' losses.
  float loss() {
    return Float.intBitsToFloat(get(Word.LOSS));
  }

  void addLoss(float loss) {
    put(Word.LOSS, Float.floatToRawIntBits(loss() + loss));
  }

  boolean is(Flag flag) {
    return (get(Word.FLAGS) & bit(flag)) != 0;
  }

  void set(Flag flag) {
    put(Word.FLAGS, get(Word.FLAGS) | bit(flag));
  }

  void clear(Flag flag) {
    put(Word.FLAGS, get(Word.FLAGS) & ~bit(flag));
  }

  private static int bit(Flag flag) {
    return 1 << flag.ordinal();
  }
}
