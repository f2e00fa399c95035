package org.tradewind.machine;

import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// A chip by its board and its place there, counted from the board's Ethernet chip: the *local* x
/// and y of the SpiNNaker tools.
public record BoardChip(BoardAddress board, int x, int y) {
  private static final Pattern FORM = Pattern.compile("([^:]{1,20}):\\(?(\\d),(\\d)\\)?");

  /// @param chip one that is on a board
  public static BoardChip of(Machine machine, int chip) {
    int board = machine.boardOf(chip);
    int x = machine.x(chip);
    int y = machine.y(chip);
    boolean triads = machine.boardPositions() > 1;
    return new BoardChip(
        BoardAddress.of(machine, board),
        triads ? Board.localX(x, y) : x,
        triads ? Board.localY(x, y) : y);
  }

  /// Parses `(1,0,2):(3,4)` or `1,0,2:3,4`.
  public static BoardChip parse(String where, String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InputException(
          where, "'" + text + "' is no chip of a board; use x,y,z:x,y such as 0,0,1:3,4");
    }
    return new BoardChip(
        BoardAddress.parse(where, form.group(1)),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)));
  }

  /// The chip's number in a machine, dead or not.
  public int chip(String where, Machine machine) {
    int chip = machine.chipOn(board.board(where, machine), x, y);
    if (chip < 0) {
      throw new InputException(
          where,
          "a board has no chip (" + x + "," + y + "); its 48 lie in a hexagon, x and y 0 to 7");
    }
    return chip;
  }

  @Override
  public String toString() {
    return board + ":(" + x + "," + y + ")";
  }
}
