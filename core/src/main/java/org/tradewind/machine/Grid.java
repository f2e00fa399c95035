package org.tradewind.machine;

import java.util.stream.IntStream;

/// Where a machine's chips and boards are, whatever of them lives: a grid of chips, its joined
/// edges, how chips are grouped on boards. [Machine] says what its numbers mean.
record Grid(Grouping grouping, int width, int height, Wrap wrap) {
  /// How chips are grouped.
  enum Grouping {
    /// A plain torus: no boards.
    NONE,
    /// A single board, of one chip or of 48.
    BOARD,
    /// Boards in triads.
    TRIADS
  }

  int chipPositions() {
    return width * height;
  }

  int x(int chip) {
    return chip % width;
  }

  int y(int chip) {
    return chip / width;
  }

  int at(int x, int y) {
    int column = wrap.alongX() ? Math.floorMod(x, width) : x;
    int row = wrap.alongY() ? Math.floorMod(y, height) : y;
    return column < 0 || row < 0 || column >= width || row >= height ? -1 : row * width + column;
  }

  /// The position at the other end of a link; -1 outside.
  int over(int chip, Link link) {
    return at(x(chip) + link.dx(), y(chip) + link.dy());
  }

  int distance(int from, int to) {
    int dx = x(to) - x(from);
    int dy = y(to) - y(from);
    int otherDx = wrap.alongX() ? Way.otherWay(dx, width) : dx;
    int otherDy = wrap.alongY() ? Way.otherWay(dy, height) : dy;
    return Math.min(
        Math.min(Link.hops(dx, dy), Link.hops(otherDx, dy)),
        Math.min(Link.hops(dx, otherDy), Link.hops(otherDx, otherDy)));
  }

  // ── boards ──

  int boardPositions() {
    return switch (grouping) {
      case NONE -> 0;
      case BOARD -> 1;
      case TRIADS -> triadsAcross() * triadsUp() * Board.BOARDS;
    };
  }

  int triadsAcross() {
    return width / Board.TRIAD;
  }

  int triadsUp() {
    return height / Board.TRIAD;
  }

  int boardOf(int chip) {
    return switch (grouping) {
      case NONE -> -1;
      case BOARD -> width == 1 || Board.holds(x(chip), y(chip)) ? 0 : -1;
      case TRIADS -> {
        int x = x(chip);
        int y = y(chip);
        int root = at(x - Board.localX(x, y), y - Board.localY(x, y));
        // a board must lie within edges that are not joined
        boolean fits =
            root >= 0
                && (wrap.alongX() || x(root) <= width - Board.SIDE)
                && (wrap.alongY() || y(root) <= height - Board.SIDE);
        yield fits
            ? (y(root) / Board.TRIAD * triadsAcross() + x(root) / Board.TRIAD) * Board.BOARDS
                + Board.z(x, y)
            : -1;
      }
    };
  }

  int chipOn(int board, int localX, int localY) {
    if (board < 0 || board >= boardPositions()) {
      return -1;
    }
    if (grouping == Grouping.BOARD) {
      return width == 1 || Board.holds(localX, localY) ? at(localX, localY) : -1;
    }
    int triad = board / Board.BOARDS;
    int z = board % Board.BOARDS;
    return Board.holds(localX, localY)
        ? at(
            triad % triadsAcross() * Board.TRIAD + Board.rootX(z) + localX,
            triad / triadsAcross() * Board.TRIAD + Board.rootY(z) + localY)
        : -1;
  }

  int[] chipsOf(int board) {
    return IntStream.range(0, Board.SIDE * Board.SIDE)
        .map(i -> chipOn(board, i % Board.SIDE, i / Board.SIDE))
        .filter(chip -> chip >= 0)
        .toArray();
  }

  Link.Kind kind(int chip, Link link) {
    boolean hexagons = grouping == Grouping.TRIADS || grouping == Grouping.BOARD && width > 1;
    return hexagons && Board.leaves(x(chip), y(chip), link) ? Link.Kind.LONG : Link.Kind.SHORT;
  }
}
