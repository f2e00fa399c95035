package org.tradewind.snn;

import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Sram;

/// What turns packets into weights on a core: [SynapticRows] or [ConvolutionKernels].
interface SynapticInput {
  /// Adds its regions.
  Layout regions(Layout layout);

  void write(KeyLookup keys, Layout layout, Sram into);

  /// @param into where the weights are added
  Receiver start(Layout layout, Sram sram, Accumulators into);

  /// The running twin.
  interface Receiver {
    /// Takes the packets that wait now and adds their weights.
    void receive(Pe pe, int step);
  }
}
