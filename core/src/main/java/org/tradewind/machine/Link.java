package org.tradewind.machine;

/// The six links of a chip, numbered as the hardware numbers them. The opposite of link i is (i +
/// 3) mod 6.
///
/// ```
///        N  NE
///        | /
///   W -- + -- E
///      / |
///    SW  S
/// ```
///
/// Source: SpiNNMachine (SM), link ids and vectors.
public enum Link {
  E(1, 0),
  NE(1, 1),
  N(0, 1),
  W(-1, 0),
  SW(-1, -1),
  S(0, -1);

  private static final Link[] ALL = values();

  private final int dx;
  private final int dy;

  Link(int dx, int dy) {
    this.dx = dx;
    this.dy = dy;
  }

  public int dx() {
    return dx;
  }

  public int dy() {
    return dy;
  }

  public Link opposite() {
    return ALL[(ordinal() + 3) % 6];
  }

  public static Link of(int id) {
    return ALL[id];
  }

  /// The fewest links from a chip to the one dx columns and dy rows away: a link NE serves both,
  /// none leads NW or SE.
  public static int hops(int dx, int dy) {
    return Math.max(Math.max(Math.abs(dx), Math.abs(dy)), Math.abs(dx - dy));
  }
}
