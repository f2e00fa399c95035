package org.tradewind.run;

import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Reception;
import org.tradewind.pe.Reception.Fifo;
import org.tradewind.pe.Reception.WhenFull;
import org.tradewind.pe.Sram;

/// Takes every packet, keeps the last one and never wakes: in place of the programs of a trace that
/// is sent again.
record Silent() implements Program {
  @Override
  public Layout layout() {
    return new Layout();
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    // has no memory
  }

  @Override
  public Reception reception() {
    return Reception.of(Fifo.any(1, WhenFull.OVERWRITE, 1));
  }

  @Override
  public Kernel start(Pe pe) {
    return (EventKernel) source -> {};
  }
}
