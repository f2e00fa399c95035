package org.tradewind.snn;

import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Sram;

/// What turns packets into weights on a core: [SynapticRows] or [ConvolutionKernels]; or
/// [RuledRows], which no core is loaded with.
interface SynapticInput {
  /// Adds its regions.
  Layout regions(Layout layout);

  void write(KeyLookup keys, Layout layout, Sram into);

  /// As [org.tradewind.pe.Program#writesAlone].
  default boolean writesAlone() {
    return true;
  }

  /// Reads back what [#write] wrote.
  ///
  /// @param neurons of the core
  /// @param split whether excitatory and inhibitory weights are summed apart
  CoreImage.Input read(Layout layout, Sram sram, int neurons, boolean split);

  /// The running twin of what was read.
  ///
  /// @param into where the weights are added
  static Receiver receiver(CoreImage.Input input, SourceTable table, Accumulators into) {
    return switch (input) {
      case CoreImage.Rows rows -> new SynapticRows.Running(rows, table, into);
      case CoreImage.Ruled _ -> throw new IllegalStateException("no core makes rows by rules");
      case CoreImage.Kernels kernels -> new ConvolutionKernels.Running(kernels, table, into);
    };
  }

  /// Packets, running.
  interface Receiver {
    /// Takes the packets that wait now and adds their weights.
    void receive(Pe pe, int step);
  }
}
