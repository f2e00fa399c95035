package org.tradewind.onchip;

import org.tradewind.pe.Sram;

/// When what happens in an epoch on cores: the same for all of them, by the number of the timer
/// tick alone. After two ticks in which cores get to know each other, batch by batch:
///
/// ```
/// a batch    ceil(samples of the batch / copies) rounds, then the update
/// a round    one sample a copy, of T steps
///   EventProp    ticks 0 … T-1 are its steps forward, ticks T … 2T-2 the steps T-2 … 0 back
///   e-prop       ticks 0 … T-1 are its steps; the readouts hear of a step in the next, send errors
///                in tick T, and all learn from them in tick T+1
/// ```
///
/// An error that is sent in one tick is needed in the next, as a spike is: so all layers of
/// EventProp go back side by side.
///
/// @param steps T
/// @param roundTicks of a round
/// @param updateTicks that an update is given
record Timetable(int samples, int batch, int copies, int steps, int roundTicks, int updateTicks) {
  static final int WORDS = 6;

  static Timetable eventProp(int samples, int batch, int copies, int steps, int updateTicks) {
    return new Timetable(samples, batch, copies, steps, 2 * steps - 1, updateTicks);
  }

  static Timetable eprop(int samples, int batch, int steps, int updateTicks) {
    return new Timetable(samples, batch, 1, steps, steps + 2, updateTicks);
  }

  /// Ticks before the first batch.
  static final int MEETING = 2;

  static Timetable read(Words from) {
    return new Timetable(
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt(),
        from.nextInt());
  }

  void write(Sram.Writer to) {
    to.putInt(samples).putInt(batch).putInt(copies);
    to.putInt(steps).putInt(roundTicks).putInt(updateTicks);
  }

  int batches() {
    return Math.ceilDiv(samples, batch);
  }

  private int size(int ofBatch) {
    return Math.min(batch, samples - ofBatch * batch);
  }

  private int batchTicks(int size) {
    return Math.ceilDiv(size, copies) * roundTicks + updateTicks;
  }

  /// Timer ticks of the whole epoch.
  int ticks() {
    int last = batches() - 1;
    return Math.addExact(
        MEETING,
        Math.addExact(Math.multiplyExact(last, batchTicks(batch)), batchTicks(size(last))));
  }

  /// Where a copy's core is in the timetable; set anew for every tick.
  static final class Place {
    private final Timetable table;
    private final int copy;
    private final int roundTicks;
    private final int fullBatchTicks;

    int batch;
    int round;

    /// Samples of the batch.
    int size;

    /// Within the round; counts on in the update.
    int tick;

    boolean updating;

    Place(Timetable table, int copy) {
      this.table = table;
      this.copy = copy;
      roundTicks = table.roundTicks;
      fullBatchTicks = table.batchTicks(table.batch);
    }

    /// @param timerTick from [#MEETING] on
    void at(int timerTick) {
      int since = timerTick - MEETING;
      batch = Math.min(since / fullBatchTicks, table.batches() - 1);
      int within = since - batch * fullBatchTicks;
      size = table.size(batch);
      int rounds = Math.ceilDiv(size, table.copies);
      round = Math.min(within / roundTicks, rounds - 1);
      tick = within - round * roundTicks;
      updating = tick >= roundTicks;
    }

    /// The number of this copy's sample in the epoch; negative where it has none in this round.
    int sample() {
      int n = round * table.copies + copy;
      return n < size ? batch * table.batch + n : -1;
    }

    /// That of the next round, or of the next batch's first.
    int nextSample() {
      int n = (round + 1) * table.copies + copy;
      if (n < size) {
        return batch * table.batch + n;
      }
      if ((round + 1) * table.copies < size || batch + 1 == table.batches()) {
        return -1;
      }
      return copy < table.size(batch + 1) ? (batch + 1) * table.batch + copy : -1;
    }

    /// The tick of the update, counted from 0.
    int updateTick() {
      return tick - roundTicks;
    }

    boolean lastRound() {
      return (round + 1) * table.copies >= size;
    }
  }
}
