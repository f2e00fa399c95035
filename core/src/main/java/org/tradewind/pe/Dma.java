package org.tradewind.pe;

/// A PE's DMA controller: copies in the background, one transfer after the other, each in granules
/// of 16 bytes. [Interrupt#DMA_DONE] comes when the last one asked for has ended.
///
/// Addresses, offsets and lengths are multiples of 16; anything else is a program's mistake and
/// throws [IllegalArgumentException].
public interface Dma {
  /// From DRAM into this PE's memory.
  ///
  /// @param address within the chip's 2 GiB; interface 1 begins at 0x4000_0000, and a transfer must
  ///   not cross that boundary
  void readDram(long address, int into, int bytes);

  /// From this PE's memory into DRAM.
  void writeDram(int from, long address, int bytes);

  /// From another PE's memory on this chip into this one's.
  void read(int p, int offset, int into, int bytes);

  /// From this PE's memory into another's on this chip.
  void write(int from, int p, int offset, int bytes);

  /// Transfers that were asked for and have not ended.
  int underWay();
}
