package org.tradewind.run;

import java.util.function.IntUnaryOperator;
import org.tradewind.random.Philox;

/// Who sends how much to whom, on a grid of nodes numbered `y * width + x`: the patterns of Dally
/// and Towles, "Principles and practices of interconnection networks" (2004), table 3.2, which
/// apply to each coordinate alike.
///
/// A node sends the share `spread` of its packets to all others with the same probability, and the
/// rest to its partner. A node that is its own partner keeps that rest back.
///
/// So one rule makes the packets and gives [#share], from which closed forms follow exactly.
public final class TrafficPattern {
  private final String name;
  private final int width;
  private final int height;
  private final double spread;
  private final int[] partner;

  private TrafficPattern(
      String name, int width, int height, double spread, IntUnaryOperator partner) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.spread = spread;
    this.partner = new int[width * height];
    for (int from = 0; from < this.partner.length; from++) {
      this.partner[from] = partner.applyAsInt(from);
    }
  }

  /// To every other node alike.
  public static TrafficPattern uniform(int width, int height) {
    return new TrafficPattern("uniform", width, height, 1, from -> from);
  }

  /// A share to one node, the rest uniform.
  public static TrafficPattern hotspot(int width, int height, double share, int node) {
    return new TrafficPattern("hotspot", width, height, 1 - share, _ -> node);
  }

  /// To (x + 1, y + 1), round the edges.
  public static TrafficPattern neighbour(int width, int height) {
    return shift("neighbour", width, height, 1, 1);
  }

  /// Nearly half the way round: to (x + ⌈width / 2⌉ - 1, y + ⌈height / 2⌉ - 1).
  public static TrafficPattern tornado(int width, int height) {
    return shift("tornado", width, height, (width + 1) / 2 - 1, (height + 1) / 2 - 1);
  }

  private static TrafficPattern shift(String name, int width, int height, int dx, int dy) {
    return new TrafficPattern(
        name, width, height, 0, from -> (from / width + dy) % height * width + (from + dx) % width);
  }

  /// To (y, x); the grid has to be a square.
  public static TrafficPattern transpose(int width) {
    return new TrafficPattern(
        "transpose", width, width, 0, from -> from % width * width + from / width);
  }

  /// To (width - 1 - x, height - 1 - y): where both are powers of two, each bit of the node turned.
  public static TrafficPattern complement(int width, int height) {
    return new TrafficPattern(
        "bit-complement", width, height, 0, from -> width * height - 1 - from);
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

  public int nodes() {
    return partner.length;
  }

  /// The probability that a packet which `from` is to make goes to `to`; 0 from a node to itself.
  public double share(int from, int to) {
    if (from == to) {
      return 0;
    }
    return spread / (nodes() - 1) + (partner[from] == to ? 1 - spread : 0);
  }

  /// Where a packet goes, drawn; `from` itself: it is not made.
  int draw(int from, long seed, long owner, int cycle) {
    boolean partnered = Philox.uniform(seed, owner, cycle, 1) >= spread;
    if (partnered) {
      return partner[from];
    }
    int other = Philox.below(nodes() - 1, seed, owner, cycle, 2);
    return other < from ? other : other + 1;
  }

  @Override
  public String toString() {
    return name;
  }
}
