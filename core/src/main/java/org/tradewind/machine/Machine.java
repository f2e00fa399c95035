package org.tradewind.machine;

import java.util.BitSet;
import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// Which chips, PEs and links there are: a uniform grid of chips, minus what is absent or dead. A
/// machine of 34,560 chips is a few megabytes of bits.
///
/// A chip is the number `y * width + x`; a PE of the whole machine is `chip * 152 + p` (see
/// [CoreMap] for p). PEs 148..151 of each chip are reserved for the system (which four it really
/// reserves is not published: ASSUMED).
///
/// Immutable: `without…` gives a new machine.
public final class Machine {
  /// Thirty times the largest machine built; PEs are still numbered by an int.
  public static final int MAX_CHIPS = 1_000_000;

  private static final int PES = CoreMap.PES;
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");

  private final String name;
  private final int width;
  private final int height;
  private final boolean wraps;
  private final BitSet chips;
  private final BitSet deadPes;
  private final BitSet deadLinks;

  private Machine(
      String name,
      int width,
      int height,
      boolean wraps,
      BitSet chips,
      BitSet deadPes,
      BitSet deadLinks) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.wraps = wraps;
    this.chips = chips;
    this.deadPes = deadPes;
    this.deadLinks = deadLinks;
  }

  /// One chip: board type 201.
  public static Machine chip() {
    return grid("chip", 1, 1, false);
  }

  /// One hexagonal 48-chip board: type 248, x and y in 0..7, no wrap-around (SM).
  public static Machine board() {
    var board = grid("board", 8, 8, false);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        boolean onBoard = y >= Math.max(0, x - 4) && y <= Math.min(7, x + 3);
        if (!onBoard) {
          board.chips.clear(y * 8 + x);
        }
      }
    }
    return board;
  }

  /// A torus of width x height chips, every chip present, all edges wrapped.
  public static Machine torus(int width, int height) {
    return grid(width + "x" + height, width, height, true);
  }

  /// Parses `chip`, `board` or `WxH`.
  public static Machine of(String where, String text) {
    switch (text) {
      case "chip":
        return chip();
      case "board":
        return board();
      default:
        var m = SIZE.matcher(text);
        if (!m.matches()) {
          throw new InputException(
              where, "'" + text + "' is no machine; use chip, board or WxH such as 12x12");
        }
        int w = Integer.parseInt(m.group(1));
        int h = Integer.parseInt(m.group(2));
        if (w * h > MAX_CHIPS) {
          throw new InputException(
              where,
              "'" + text + "' has " + w * h + " chips; at most " + MAX_CHIPS + " are modelled");
        }
        return torus(w, h);
    }
  }

  private static Machine grid(String name, int width, int height, boolean wraps) {
    var chips = new BitSet(width * height);
    chips.set(0, width * height);
    return new Machine(name, width, height, wraps, chips, new BitSet(), new BitSet());
  }

  public Machine withoutChip(int chip) {
    var fewer = (BitSet) chips.clone();
    fewer.clear(chip);
    return new Machine(name, width, height, wraps, fewer, deadPes, deadLinks);
  }

  public Machine withoutPe(int chip, int p) {
    var more = (BitSet) deadPes.clone();
    more.set(chip * PES + p);
    return new Machine(name, width, height, wraps, chips, more, deadLinks);
  }

  /// Takes away a link in both directions.
  public Machine withoutLink(int chip, Link link) {
    var more = (BitSet) deadLinks.clone();
    more.set(chip * 6 + link.ordinal());
    int other = at(x(chip) + link.dx(), y(chip) + link.dy());
    if (other >= 0) {
      more.set(other * 6 + link.opposite().ordinal());
    }
    return new Machine(name, width, height, wraps, chips, deadPes, more);
  }

  public String name() {
    return name;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public boolean wraps() {
    return wraps;
  }

  /// Positions on the grid, absent chips included: chips are numbered below this.
  public int chipPositions() {
    return width * height;
  }

  public int liveChips() {
    return chips.cardinality();
  }

  public boolean hasChip(int chip) {
    return chip >= 0 && chip < width * height && chips.get(chip);
  }

  /// Whether an application may use this PE: its chip lives, it lives, and it is not reserved.
  public boolean hasPe(int chip, int p) {
    return p < Spinnaker2.APPLICATION_PES.whole() && hasChip(chip) && !deadPes.get(chip * PES + p);
  }

  public int x(int chip) {
    return chip % width;
  }

  public int y(int chip) {
    return chip / width;
  }

  /// The grid position at (x, y), wrapped where the machine wraps; -1 outside. It may hold no chip.
  public int at(int x, int y) {
    if (wraps) {
      return Math.floorMod(y, height) * width + Math.floorMod(x, width);
    }
    return x < 0 || y < 0 || x >= width || y >= height ? -1 : y * width + x;
  }

  /// The chip at the other end of a link, or -1 where the link or either chip is missing or dead.
  public int neighbour(int chip, Link link) {
    if (deadLinks.get(chip * 6 + link.ordinal()) || !hasChip(chip)) {
      return -1;
    }
    int other = at(x(chip) + link.dx(), y(chip) + link.dy());
    return hasChip(other) ? other : -1;
  }

  /// Hops from a chip to another where nothing is dead, over the edges where the machine wraps.
  public int distance(int from, int to) {
    int dx = x(to) - x(from);
    int dy = y(to) - y(from);
    if (!wraps) {
      return Link.hops(dx, dy);
    }
    // Farther round the torus is never nearer: hops are at least |dx| and at least |dy|, and each
    // pair of signs is tried at its smallest.
    int otherDx = dx > 0 ? dx - width : dx + width;
    int otherDy = dy > 0 ? dy - height : dy + height;
    return Math.min(
        Math.min(Link.hops(dx, dy), Link.hops(otherDx, dy)),
        Math.min(Link.hops(dx, otherDy), Link.hops(otherDx, otherDy)));
  }

  public int applicationPes() {
    int count = 0;
    for (int chip = chips.nextSetBit(0); chip >= 0; chip = chips.nextSetBit(chip + 1)) {
      for (int p = 0; p < Spinnaker2.APPLICATION_PES.whole(); p++) {
        count += deadPes.get(chip * PES + p) ? 0 : 1;
      }
    }
    return count;
  }

  /// How people write a PE: `(x,y) qx.qy.qp`.
  public String peName(int chip, int p) {
    return "(" + x(chip) + "," + y(chip) + ") " + CoreMap.name(p);
  }

  @Override
  public String toString() {
    return name;
  }
}
