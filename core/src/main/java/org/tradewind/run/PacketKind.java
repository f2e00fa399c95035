package org.tradewind.run;

/// What a packet is for.
///
/// The first three are what programs call packets, in the order of [PacketTrace.Kind].
enum PacketKind {
  /// To whom the tables of the routers say.
  MULTICAST,
  /// To one PE anywhere, into its event FIFO.
  CORE_TO_CORE,
  /// To the chip behind one link.
  NEAREST,
  /// Its payload goes into a PE's memory.
  WRITE,
  /// Asks for a PE's memory.
  READ,
  /// Answers that.
  ANSWER,
  /// Wakes a PE.
  INTERRUPT,
  /// Part of a transfer: its bytes go into a PE's memory, or into DRAM.
  BURST,
  /// Asks for a transfer.
  FETCH,
  /// Tells a PE that what it wrote elsewhere is there.
  DONE,
  /// Asks a PE or the router for a register: the first of those that cross the configuration NoC.
  GET_REGISTER,
  /// Answers that.
  REGISTER,
  /// Sets a PE's performance level.
  SET_LEVEL;

  private static final PacketKind[] ALL = values();

  static PacketKind of(int ordinal) {
    return ALL[ordinal];
  }
}
