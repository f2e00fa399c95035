package org.tradewind.machine;

import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// The names and sizes by which people ask for a whole machine.
final class MachineName {
  private static final Pattern BOARDS = Pattern.compile("([1-9][0-9]{0,5})boards");
  private static final Pattern SIDES =
      Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})(triads)?(?::([a-z]+))?");

  private MachineName() {}

  static Machine parse(String where, String text) {
    if (text.equals("chip")) {
      return Machine.chip();
    }
    if (text.equals("board")) {
      return Machine.board();
    }
    var boards = BOARDS.matcher(text);
    if (boards.matches()) {
      int count = Integer.parseInt(boards.group(1));
      checkSize(where, text, (long) count * Board.CHIPS);
      return Machine.boards(count);
    }
    var sides = SIDES.matcher(text);
    if (sides.matches()) {
      int across = Integer.parseInt(sides.group(1));
      int up = Integer.parseInt(sides.group(2));
      Wrap wrap = wrap(where, text, sides.group(4));
      boolean triads = sides.group(3) != null;
      checkSize(where, text, (long) across * up * (triads ? (long) Board.BOARDS * Board.CHIPS : 1));
      return triads ? Machine.triads(across, up, wrap) : Machine.grid(across, up, wrap);
    }
    throw new InputException(
        where,
        "'"
            + text
            + "' is no machine; use chip, board, boards such as 24boards, a torus of boards such as"
            + " 2x2triads, chips such as 12x12, or a machine file that ends in .json");
  }

  private static Wrap wrap(String where, String text, String wanted) {
    for (Wrap wrap : Wrap.values()) {
      if (wanted == null ? wrap == Wrap.FULL : wrap.toString().equals(wanted)) {
        return wrap;
      }
    }
    throw new InputException(
        where,
        "'" + text + "' wraps no way that there is; use :none, :horizontal, :vertical or :full");
  }

  private static void checkSize(String where, String text, long chips) {
    if (chips > Machine.MAX_CHIPS) {
      throw new InputException(
          where,
          "'" + text + "' has " + chips + " chips; at most " + Machine.MAX_CHIPS + " are modelled");
    }
  }

  /// A name that says how edges are joined, unless they all are.
  static String suffixed(String sides, Wrap wrap) {
    return wrap == Wrap.FULL ? sides : sides + ":" + wrap;
  }

  static Machine ofSize(String where, int width, int height) {
    if (width == 1 && height == 1) {
      return Machine.chip();
    }
    if (width == Board.SIDE && height == Board.SIDE) {
      return Machine.board();
    }
    if (!isSide(width) || !isSide(height)) {
      throw new InputException(
          where,
          width
              + " x "
              + height
              + " chips are no machine of whole boards: those are 1 x 1, 8 x 8, or have sides of a"
              + " multiple of 12, or of 4 more where they do not wrap");
    }
    checkSize(where, width + "x" + height, (long) width * height);
    return Machine.triads(
        width / Board.TRIAD,
        height / Board.TRIAD,
        Wrap.of(width % Board.TRIAD == 0, height % Board.TRIAD == 0));
  }

  private static boolean isSide(int chips) {
    return chips >= Board.TRIAD
        && (chips % Board.TRIAD == 0 || chips % Board.TRIAD == Board.SIDE / 2);
  }
}
