package org.tradewind.machine;

import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// Where each PE of a chip sits: PE 0..151 on a 7 x 6 grid of quads, with the event router at (4,3)
/// and (4,4).
///
/// The hardware numbers cores 1..152 (0 is the management core); here a PE is `p = core id - 1`.
/// The text form is `qx.qy.qp`. Source: SpiNNMachine's vector-to-mesh table (SM; its file is
/// copyright TU Dresden; the numbers below are first core ids of quads as hardware.md lists them).
public final class CoreMap {
  public static final int PES = Spinnaker2.PES_PER_CHIP.whole();
  public static final int GRID_WIDTH = 7;
  public static final int GRID_HEIGHT = 6;

  /// The event router takes the two places (4,3) and (4,4).
  public static final int ROUTER_X = 4;

  public static final int ROUTER_LOW_Y = 3;
  public static final int ROUTER_HIGH_Y = 4;

  /// First core id of the quad at column x = 1..7, rows from y = 6 down to y = 1; 0 where there is
  /// none.
  private static final int[][] FIRST_CORE = {
    {49, 53, 29, 33, 25, 9, 1},
    {57, 61, 41, 45, 37, 13, 5},
    {65, 69, 73, 0, 21, 17, 0},
    {93, 97, 101, 0, 149, 145, 0},
    {85, 89, 121, 125, 117, 141, 137},
    {77, 81, 109, 113, 105, 133, 129},
  };

  private static final Pattern PLACE = Pattern.compile("(\\d)\\.(\\d)\\.(\\d)");
  private static final Pattern CORE_ID = Pattern.compile("\\d{1,3}");

  private static final byte[] QX = new byte[PES];
  private static final byte[] QY = new byte[PES];

  static {
    for (int row = 0; row < GRID_HEIGHT; row++) {
      for (int column = 0; column < GRID_WIDTH; column++) {
        int first = FIRST_CORE[row][column];
        for (int i = 0; first > 0 && i < 4; i++) {
          QX[first - 1 + i] = (byte) (column + 1);
          QY[first - 1 + i] = (byte) (GRID_HEIGHT - row);
        }
      }
    }
  }

  private CoreMap() {}

  /// Column of the PE's quad, 1..7.
  public static int qx(int p) {
    return QX[p];
  }

  /// Row of the PE's quad, 1..6.
  public static int qy(int p) {
    return QY[p];
  }

  /// The PE within its quad, 0..3.
  public static int qp(int p) {
    return p % 4;
  }

  /// The quad as one number, 0..37: quads hold four consecutive PEs.
  public static int quad(int p) {
    return p / 4;
  }

  /// Switches of the NoC between the PE's quad and the event router, the nearer half of which
  /// counts.
  public static int routerHops(int p) {
    int rows = Math.min(Math.abs(QY[p] - ROUTER_LOW_Y), Math.abs(QY[p] - ROUTER_LOW_Y - 1));
    return Math.abs(QX[p] - ROUTER_X) + rows;
  }

  public static String name(int p) {
    return qx(p) + "." + qy(p) + "." + qp(p);
  }

  /// The core's number in hardware, 1..152.
  public static int coreId(int p) {
    return p + 1;
  }

  /// The PE at a place, or -1 where there is none.
  public static int pe(int qx, int qy, int qp) {
    if (qx < 1 || qx > GRID_WIDTH || qy < 1 || qy > GRID_HEIGHT || qp < 0 || qp > 3) {
      return -1;
    }
    int first = FIRST_CORE[GRID_HEIGHT - qy][qx - 1];
    return first == 0 ? -1 : first - 1 + qp;
  }

  /// Parses `qx.qy.qp` or a core id, 1..152, to a PE.
  public static int parse(String where, String text) {
    var place = PLACE.matcher(text);
    if (place.matches()) {
      int p =
          pe(
              Integer.parseInt(place.group(1)),
              Integer.parseInt(place.group(2)),
              Integer.parseInt(place.group(3)));
      if (p < 0) {
        throw new InputException(
            where,
            "'"
                + text
                + "' is no place of a PE: quads are at qx 1 to 7 and qy 1 to 6, except 4.3, 4.4,"
                + " 7.3 and 7.4, and hold PEs 0 to 3");
      }
      return p;
    }
    if (CORE_ID.matcher(text).matches()) {
      int id = Integer.parseInt(text);
      if (id == 0) {
        throw new InputException(
            where, "core 0 is the management core, which is not modelled; PEs are cores 1 to 152");
      }
      if (id <= PES) {
        return id - 1;
      }
    }
    throw new InputException(
        where, "'" + text + "' is no core; use a core id, 1 to 152, or qx.qy.qp such as 7.6.0");
  }
}
