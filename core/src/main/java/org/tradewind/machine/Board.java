package org.tradewind.machine;

/// The hexagonal board of 48 chips, and how three of them, a *triad*, tile the plane: they cover 12
/// x 12 chips that repeat in both directions, with their roots at (0,0), (8,4) and (4,8).
///
/// ```
///   y 7 |         . . . .        the board's own (x,y): for each x
///     6 |       . . . . .        the rows max(0, x - 4) to min(7, x + 3)
///     5 |     . . . . . .
///     4 |   . . . . . . .
///     3 | . . . . . . . .
///     2 | . . . . . . .
///     1 | . . . . . .
///     0 | . . . . .              (0,0) is the Ethernet chip
///       +----------------
///   x     0 1 2 3 4 5 6 7
/// ```
///
/// A link of a chip on the edge leaves the board, eight on each of the six sides. Boards side by
/// side never have the same z, so that a link leaves its board exactly where z changes.
///
/// Source: SpiNNMachine (SM), board type 248 and triad geometry.
final class Board {
  static final int CHIPS = Spinnaker2.CHIPS_PER_BOARD.whole();

  /// Columns and rows of the square in which the hexagon lies.
  static final int SIDE = 8;

  /// Columns and rows of chips after which boards repeat.
  static final int TRIAD = Spinnaker2.TRIAD_SIDE.whole();

  static final int BOARDS = Spinnaker2.BOARDS_PER_TRIAD.whole();

  private static final int[] ROOT_X = {0, 8, 4};
  private static final int[] ROOT_Y = {0, 4, 8};

  /// z of the board that holds the chip (x,y) of a triad: `y * 12 + x`.
  private static final byte[] Z = new byte[TRIAD * TRIAD];

  static {
    for (int z = 0; z < BOARDS; z++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          if (holds(x, y)) {
            Z[(ROOT_Y[z] + y) % TRIAD * TRIAD + (ROOT_X[z] + x) % TRIAD] = (byte) z;
          }
        }
      }
    }
  }

  private Board() {}

  /// Whether there is a chip at this place of a board.
  static boolean holds(int x, int y) {
    return x >= 0
        && x < SIDE
        && y >= Math.max(0, x - SIDE / 2)
        && y <= Math.min(SIDE - 1, x + SIDE / 2 - 1);
  }

  /// Which board of its triad, 0 to 2, holds the chip at (x,y) of a plane full of boards.
  static int z(int x, int y) {
    return Z[Math.floorMod(y, TRIAD) * TRIAD + Math.floorMod(x, TRIAD)];
  }

  /// Column on its board of the chip at (x,y).
  static int localX(int x, int y) {
    return Math.floorMod(x - ROOT_X[z(x, y)], TRIAD);
  }

  /// Row on its board of the chip at (x,y).
  static int localY(int x, int y) {
    return Math.floorMod(y - ROOT_Y[z(x, y)], TRIAD);
  }

  static int rootX(int z) {
    return ROOT_X[z];
  }

  static int rootY(int z) {
    return ROOT_Y[z];
  }

  /// Whether a link of the chip at (x,y) leads to another board.
  static boolean leaves(int x, int y, Link link) {
    return z(x, y) != z(x + link.dx(), y + link.dy());
  }
}
