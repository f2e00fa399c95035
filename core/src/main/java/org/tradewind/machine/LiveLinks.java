package org.tradewind.machine;

import java.util.Arrays;

/// A machine's living links as a table, and the shortest ways over them. A link may be dead in one
/// direction alone. Immutable; any number of threads may search at once.
public final class LiveLinks {
  private static final int LINKS = Link.values().length;

  /// The chip at the other end of a link, or -1.
  private final int[] next;

  /// The chip at the other end of a link whose opposite link leads here, or -1.
  private final int[] before;

  private LiveLinks(int[] next, int[] before) {
    this.next = next;
    this.before = before;
  }

  public static LiveLinks of(Machine machine) {
    var next = new int[LINKS * machine.chipPositions()];
    var before = new int[next.length];
    Arrays.fill(next, -1);
    Arrays.fill(before, -1);
    for (int i = 0; i < next.length; i++) {
      int chip = i / LINKS;
      Link link = Link.of(i % LINKS);
      int other = machine.neighbour(chip, link);
      if (other >= 0) {
        next[i] = other;
        before[LINKS * other + link.opposite().ordinal()] = chip;
      }
    }
    return new LiveLinks(next, before);
  }

  /// The chip at the other end of a link, 0..5, or -1 where the link or that chip does not live.
  public int next(int chip, int link) {
    return next[LINKS * chip + link];
  }

  /// The chip at the other end of a link whose opposite link leads here and lives, or -1: where a
  /// link is dead in one direction alone, not [#next].
  public int before(int chip, int link) {
    return before[LINKS * chip + link];
  }

  /// Shortest ways out of a chip.
  public Ways from(int chip) {
    return search(chip, next, 0);
  }

  /// Shortest ways to a chip.
  public Ways to(int chip) {
    return search(chip, before, LINKS / 2);
  }

  /// Breadth first.
  ///
  /// @param turn from the number of a link that is looked along to that of the link that is taken
  private Ways search(int root, int[] table, int turn) {
    var hops = new int[table.length / LINKS];
    var link = new byte[hops.length];
    Arrays.fill(hops, -1);
    Arrays.fill(link, (byte) -1);
    var queue = new int[hops.length];
    int found = 1;
    queue[0] = root;
    hops[root] = 0;
    for (int read = 0; read < found; read++) {
      int chip = queue[read];
      for (int l = 0; l < LINKS; l++) {
        int other = table[LINKS * chip + l];
        if (other >= 0 && hops[other] < 0) {
          hops[other] = hops[chip] + 1;
          link[other] = (byte) ((l + turn) % LINKS);
          queue[found++] = other;
        }
      }
    }
    return new Ways(hops, link, queue[found - 1]);
  }

  /// A shortest way between one chip and each other; of several the one that is found first, which
  /// is always the same. Equality is identity.
  public static final class Ways {
    private final int[] hops;
    private final byte[] link;
    private final int farthest;

    private Ways(int[] hops, byte[] link, int farthest) {
      this.hops = hops;
      this.link = link;
      this.farthest = farthest;
    }

    /// Links on the way, or -1 where there is none.
    public int hops(int chip) {
      return hops[chip];
    }

    /// Of ways out of a chip the last link before this one, of ways to a chip the first link from
    /// this one, 0..5; -1 where there is no way, and for that chip itself.
    public int link(int chip) {
      return link[chip];
    }

    /// [#link] by chip, for who keeps no more of many searches; not a copy.
    public byte[] links() {
      return link;
    }

    /// The chip found last: none is farther.
    public int farthest() {
      return farthest;
    }
  }
}
