package org.tradewind.machine;

import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// A board as spalloc writes it, (x,y,z): x and y of its triad, z of the board in it, 0 for the
/// root at (0,0), 1 at (8,4), 2 at (4,8).
public record BoardAddress(int x, int y, int z) {
  private static final Pattern FORM = Pattern.compile("\\(?(\\d{1,4}),(\\d{1,4}),(\\d{1,4})\\)?");

  public static BoardAddress of(Machine machine, int board) {
    int triad = board / Board.BOARDS;
    int across = Math.max(1, machine.triadsAcross());
    return new BoardAddress(triad % across, triad / across, board % Board.BOARDS);
  }

  /// Parses `(1,0,2)` or `1,0,2`.
  public static BoardAddress parse(String where, String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InputException(
          where, "'" + text + "' is no board; use x,y,z: a triad's x and y and z of 0 to 2");
    }
    return new BoardAddress(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)));
  }

  /// The board's number in a machine, dead or not.
  public int board(String where, Machine machine) {
    int across = machine.triadsAcross();
    boolean single = machine.boardPositions() == 1;
    if (machine.boardPositions() == 0) {
      throw new InputException(where, machine + " has no boards: it is a plain torus of chips");
    }
    if (single ? x + y + z > 0 : x >= across || y >= machine.triadsUp() || z >= Board.BOARDS) {
      throw new InputException(
          where,
          machine
              + " has no board "
              + this
              + "; "
              + (single
                  ? "its only board is (0,0,0)"
                  : "x goes to %d, y to %d, z to 2".formatted(across - 1, machine.triadsUp() - 1)));
    }
    return single ? 0 : (y * across + x) * Board.BOARDS + z;
  }

  @Override
  public String toString() {
    return "(" + x + "," + y + "," + z + ")";
  }
}
