package org.tradewind.pe;

import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.Spinnaker2;

/// One matrix product on the MAC array: a (m x k) times b (k x n), both and the result row by row.
///
/// The array keeps 4 rows x 16 columns of the result in its cells. A step gives a row of cells one
/// value of a, a column one of b. Operands of 16 bits fuse neighbouring cells: rows for a, columns
/// for b (CHIP). All 4 + 16 bytes are read in every step, whether or not the tile has an output for
/// each (ours; [org.tradewind.cost.MacArrayCost] says what follows).
public record Matmul(int m, int k, int n, MacFormat a, MacFormat b, MacOutput output) {
  public Matmul {
    if (m < 1 || k < 1 || n < 1) {
      throw new IllegalArgumentException(
          "a matrix product needs rows and columns, not " + m + " x " + k + " x " + n);
    }
    if (!a.operand() || !b.operand()) {
      throw new IllegalArgumentException(
          "the MAC array multiplies 8 or 16 bits, not " + a + ", " + b);
    }
  }

  /// What the array has to do.
  public MacArrayWork work() {
    int rows = Spinnaker2.MAC_ROWS.whole();
    int columns = Spinnaker2.MAC_COLUMNS.whole();
    long tiles = (long) Math.ceilDiv(m, rows / a.bytes()) * Math.ceilDiv(n, columns / b.bytes());
    return new MacArrayWork(
        tiles,
        k,
        0,
        0,
        (long) k * (rows + columns),
        true,
        (long) m * n * output.format().bytes(),
        (long) m * k * n * a.bytes() * b.bytes());
  }
}
