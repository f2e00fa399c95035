package org.tradewind.pe;

/// What can wake a core: those of the chip's 45 sources (CHIP) that are modelled, in order of their
/// priority. The full list is not published; neither is this order (ASSUMED). Handlers run to their
/// end: none interrupts another.
public enum Interrupt {
  /// The chip-global start of a run.
  START,
  /// The timestep's timer, for kernels that have steps.
  TIMER_0,
  TIMER_1,
  TIMER_2,
  /// Filter 0's FIFO holds a packet.
  FILTER_0_WAITING,
  /// It holds as many as its fill level says.
  FILTER_0_LEVEL,
  /// A packet found it full.
  FILTER_0_FULL,
  FILTER_1_WAITING,
  FILTER_1_LEVEL,
  FILTER_1_FULL,
  /// The default handler's FIFO, which takes what no filter takes.
  OTHERWISE_WAITING,
  OTHERWISE_LEVEL,
  OTHERWISE_FULL,
  /// A transfer of this PE's DMA has ended.
  DMA_DONE,
  /// An answer to a remote read is in the memory.
  READ_DONE,
  /// The MAC array has finished a launch.
  MAC_ARRAY_DONE,
  /// Another PE of the chip asked for this one.
  MESSAGE,
  /// A PE of the chip asked for all.
  GLOBAL;

  private static final Interrupt[] ALL = values();

  public static Interrupt of(int ordinal) {
    return ALL[ordinal];
  }

  /// This and those that another PE may raise.
  public boolean fromSoftware() {
    return this == MESSAGE || this == GLOBAL;
  }

  /// `WAITING` of FIFO 0..2; level and full follow it.
  public static Interrupt waiting(int fifo) {
    return of(FILTER_0_WAITING.ordinal() + 3 * fifo);
  }

  public static Interrupt level(int fifo) {
    return of(FILTER_0_LEVEL.ordinal() + 3 * fifo);
  }

  public static Interrupt full(int fifo) {
    return of(FILTER_0_FULL.ordinal() + 3 * fifo);
  }

  /// Of timer 0..2.
  public static Interrupt timer(int timer) {
    return of(TIMER_0.ordinal() + timer);
  }
}
