package org.tradewind.pe;

/// What can be loaded on a PE. Open: the chip runs anything.
public interface Program {
  /// Regions and sizes, known before placement. The image is written through the same layout, so
  /// that an estimate cannot differ from the build.
  Layout layout();

  /// Fills exactly that layout, or throws.
  void write(KeyLookup keys, Sram into);

  /// Whether writing it costs what it writes. Else it may take the work of writing many programs'
  /// images, as where they are made together; then it is not written but to be loaded.
  default boolean writesAlone() {
    return true;
  }

  /// The running twin, made from what was written: it reads `pe.sram()` and keeps no reference to
  /// this program's data.
  Kernel start(Pe pe);

  /// How packets are received.
  default Reception reception() {
    return Reception.ALL_IN_ONE;
  }
}
