package org.tradewind.machine;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// How many links E, NE and N lead from a chip to another, negative against their sense: what all
/// shortest paths of one displacement have in common, whatever the order of their links.
///
/// A displacement (dx, dy) is walked by (dx - k, k, dy - k) for any k. The sum of the three
/// distances |dx - k| + |0 - k| + |dy - k| is least where k is the median of dx, 0 and dy, and
/// there alone: one of the three is 0 then, the other two have opposite senses unless one of them
/// is 0 too, and their sum is `max(|dx|, |dy|, |dx - dy|)`. So a displacement has one shortest way,
/// and ties come only from going round a torus in one direction or the other.
public record Way(int e, int ne, int n) {
  /// The shortest way of a displacement.
  public static Way of(int dx, int dy) {
    int ne = diagonal(dx, dy);
    return new Way(dx - ne, ne, dy - ne);
  }

  /// The median of dx, 0 and dy.
  private static int diagonal(int dx, int dy) {
    return Math.max(Math.min(dx, dy), Math.min(Math.max(dx, dy), 0));
  }

  /// All shortest ways from a chip to another where nothing is dead, by rising dx, then dy. On a
  /// torus that is narrow for its length, some go round it more than once.
  public static List<Way> shortest(Machine machine, int from, int to) {
    int hops = machine.distance(from, to);
    var ways = new ArrayList<Way>();
    int[] alongX =
        round(machine.x(to) - machine.x(from), machine.width(), machine.wrap().alongX(), hops);
    int[] alongY =
        round(machine.y(to) - machine.y(from), machine.height(), machine.wrap().alongY(), hops);
    for (int dx = alongX[0]; dx <= hops; dx += alongX[1]) {
      for (int dy = alongY[0]; dy <= hops; dy += alongY[1]) {
        if (Link.hops(dx, dy) == hops) {
          ways.add(of(dx, dy));
        }
      }
    }
    return ways;
  }

  /// The least displacement along one axis that is congruent to d and at least -hops, and how far
  /// it is to the next.
  private static int[] round(int d, int size, boolean wraps, int hops) {
    return wraps
        ? new int[] {Math.floorMod(d + hops, size) - hops, size}
        : new int[] {d, 2 * hops + 1};
  }

  /// Writes a shortest way into `links` (E, NE, N) without allocating. Where several are equally
  /// long and go round a torus at most once, the lowest two bits of `choice` say which.
  public static void shortest(Machine machine, int from, int to, int choice, int[] links) {
    int dx = machine.x(to) - machine.x(from);
    int dy = machine.y(to) - machine.y(from);
    int otherDx = machine.wrap().alongX() ? otherWay(dx, machine.width()) : dx;
    int otherDy = machine.wrap().alongY() ? otherWay(dy, machine.height()) : dy;
    int bestDx = dx;
    int bestDy = dy;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      int way = i ^ choice & 3;
      int wayDx = (way & 1) == 0 ? dx : otherDx;
      int wayDy = (way & 2) == 0 ? dy : otherDy;
      int hops = Link.hops(wayDx, wayDy);
      if (hops < fewest) {
        fewest = hops;
        bestDx = wayDx;
        bestDy = wayDy;
      }
    }
    int diagonal = diagonal(bestDx, bestDy);
    links[Link.E.ordinal()] = bestDx - diagonal;
    links[Link.NE.ordinal()] = diagonal;
    links[Link.N.ordinal()] = bestDy - diagonal;
  }

  /// The displacement round the other side. Farther round is never nearer: hops are at least |dx|
  /// and at least |dy|.
  static int otherWay(int d, int size) {
    return d > 0 ? d - size : d + size;
  }

  public int hops() {
    return Math.abs(e) + Math.abs(ne) + Math.abs(n);
  }

  /// Paths that go this way: the orders in which its links can be taken.
  public BigInteger paths() {
    int longest = Math.max(Math.abs(e), Math.max(Math.abs(ne), Math.abs(n)));
    // hops! / (a! b!) for the two that are not 0
    var paths = BigInteger.ONE;
    for (int i = 1; i <= hops() - longest; i++) {
      paths = paths.multiply(BigInteger.valueOf(longest + i)).divide(BigInteger.valueOf(i));
    }
    return paths;
  }

  /// All shortest paths from a chip to another where nothing is dead, each a sequence of links.
  public static BigInteger paths(Machine machine, int from, int to) {
    return shortest(machine, from, to).stream()
        .map(Way::paths)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
