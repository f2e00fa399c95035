package org.tradewind.snn;

import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// The table of sources of some rows, without their words: for who makes the rows of a whole
/// population together. In place of an address an entry has the length of its longest row.
record RuledRows(SynapticRows rows, RowRules rules) implements SynapticInput {
  @Override
  public Layout regions(Layout layout) {
    return layout.with(SourceTable.REGION, rows.vertex().length * SourceTable.ENTRY_BYTES);
  }

  @Override
  public void write(KeyLookup keys, Layout layout, Sram into) {
    rows.writeTable(keys, rows.longest(), layout, into);
  }

  @Override
  public CoreImage.Ruled read(Layout layout, Sram sram, int neurons, boolean split) {
    var table = new SourceTable(layout, sram);
    SynapseFormat.Summing summing = rows.summing(split);
    return new CoreImage.Ruled(
        table.keys(),
        SynapticRows.shapes(table),
        SynapticRows.firstRows(table),
        table.first,
        rules,
        rows.slice(),
        rows.format().packet(summing),
        rows.format().event(summing));
  }
}
