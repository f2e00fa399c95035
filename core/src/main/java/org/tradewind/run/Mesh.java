package org.tradewind.run;

import org.tradewind.machine.CoreMap;

/// The data NoC of a chip: switches on the 7 x 6 grid of quads, XY routing with x first, and the
/// event router in the middle with a port to each of its six neighbours.
///
/// ```
///   6   o  o  o  o  o  o  o
///   5   o  o  o  o  o  o  o        o  switch (with a quad, but for (7,3) and (7,4))
///   4   o  o  o [R] o  o  .        R  event router; its ports lead to W and E twice,
///   3   o  o  o [R] o  o  .           to N from (4,4) and to S from (4,3)
///   2   o  o  o  o  o  o  o
///   1   o  o  o  o  o  o  o
///  y/x  1  2  3  4  5  6  7
/// ```
///
/// That the two holes have a switch is ASSUMED: x-first ways to (7,1) pass there. The router's six
/// ports are published (CHIP), their places follow from the floor plan.
///
/// Every way into the router runs along its quad's row, then along column 4; every way out along
/// row 3 or 4 (the nearer to the target), then along a column. So each switch has *one* link
/// towards the router and *one* link from it: both are numbered by their switch, and no link serves
/// both directions.
final class Mesh {
  static final int SWITCHES = CoreMap.GRID_WIDTH * CoreMap.GRID_HEIGHT;

  /// Stands for the router where a switch is expected.
  static final int ROUTER = -1;

  private static final int ROUTER_X = 4;
  private static final int ROUTER_LOW_Y = 3;
  private static final int ROUTER_HIGH_Y = 4;

  private static final byte[] TOWARDS = new byte[SWITCHES];
  private static final byte[] FROM = new byte[SWITCHES];
  private static final byte[] OF_QUAD = new byte[CoreMap.PES / 4];

  static {
    for (int y = 1; y <= CoreMap.GRID_HEIGHT; y++) {
      for (int x = 1; x <= CoreMap.GRID_WIDTH; x++) {
        int row = y <= ROUTER_LOW_Y ? ROUTER_LOW_Y : ROUTER_HIGH_Y;
        int dx = Integer.signum(ROUTER_X - x);
        int dy = Integer.signum(row - y);
        TOWARDS[at(x, y)] = dx != 0 ? number(x + dx, y) : number(x, y + dy);
        FROM[at(x, y)] = dy != 0 ? number(x, y + dy) : number(x + dx, y);
      }
    }
    for (int p = 0; p < CoreMap.PES; p += 4) {
      OF_QUAD[CoreMap.quad(p)] = (byte) at(CoreMap.qx(p), CoreMap.qy(p));
    }
  }

  private Mesh() {}

  /// The switch of a quad.
  static int ofQuad(int quad) {
    return OF_QUAD[quad];
  }

  /// The next switch on the way from a switch to the router, or [#ROUTER].
  static int towards(int at) {
    return TOWARDS[at];
  }

  /// The switch before this one on the way from the router, or [#ROUTER].
  static int from(int at) {
    return FROM[at];
  }

  /// Links between a quad's switch and the router, either way.
  static int hops(int quad) {
    int hops = 0;
    for (int at = ofQuad(quad); at != ROUTER; at = towards(at)) {
      hops++;
    }
    return hops;
  }

  private static int at(int x, int y) {
    return (y - 1) * CoreMap.GRID_WIDTH + x - 1;
  }

  private static byte number(int x, int y) {
    boolean router = x == ROUTER_X && (y == ROUTER_LOW_Y || y == ROUTER_HIGH_Y);
    return (byte) (router ? ROUTER : at(x, y));
  }
}
