package org.tradewind.machine;

import java.util.Arrays;

/// What there is of a machine and how far it stretches, counted chip by chip.
///
/// @param deadBoards boards all of whose chips are dead
/// @param deadChips those of dead boards included
/// @param deadPes dead PEs open to applications, on chips that live
/// @param deadLinks links dead in both directions between chips that live
/// @param deadDirections links dead in one direction alone
/// @param shortLinks live links on boards, both directions counted as one
/// @param longLinks live links between boards
/// @param pieces parts between which no link lives in any direction; 1 where all hangs together
/// @param diameter most hops that a shortest path over live links takes, between chips that have
///   one
/// @param diameterExact false where the machine is too large to search from every chip: then no
///   smaller, perhaps larger
public record Survey(
    int boards,
    int chips,
    int applicationPes,
    int deadBoards,
    int deadChips,
    int deadPes,
    int deadLinks,
    int deadDirections,
    int shortLinks,
    int longLinks,
    int pieces,
    int diameter,
    boolean diameterExact) {
  /// Up to as many chips the diameter is searched from each: a second for 50 boards.
  private static final int SEARCHED_FROM_ALL = 2_400;

  /// Searches on a larger machine, each from the chip that the one before found farthest.
  private static final int SWEEPS = 20;

  public static Survey of(Machine machine) {
    int positions = machine.chipPositions();
    int deadChips = 0;
    int deadLinks = 0;
    int deadDirections = 0;
    int shortLinks = 0;
    int longLinks = 0;
    int deadPes = 0;
    for (int chip = 0; chip < positions; chip++) {
      deadChips += machine.isDead(chip) ? 1 : 0;
      for (int p = 0; p < CoreMap.PES; p++) {
        deadPes += machine.isDead(chip, p) && !machine.isReserved(p) ? 1 : 0;
      }
      for (Link link : new Link[] {Link.E, Link.NE, Link.N}) {
        int other = machine.over(chip, link);
        if (!machine.hasChip(chip) || !machine.hasChip(other)) {
          continue;
        }
        boolean there = machine.isDead(chip, link);
        boolean back = machine.isDead(other, link.opposite());
        deadLinks += there && back ? 1 : 0;
        deadDirections += there != back ? 1 : 0;
        if (!there || !back) {
          shortLinks += machine.kind(chip, link) == Link.Kind.SHORT ? 1 : 0;
          longLinks += machine.kind(chip, link) == Link.Kind.LONG ? 1 : 0;
        }
      }
    }
    var search = new Search(machine);
    boolean whole = machine.wrap() == Wrap.FULL && deadChips + deadLinks + deadDirections == 0;
    boolean exact = whole || machine.liveChips() <= SEARCHED_FROM_ALL;
    int boards = machine.boards();
    return new Survey(
        boards,
        machine.liveChips(),
        machine.applicationPes(),
        deadBoards(machine),
        deadChips,
        deadPes,
        deadLinks,
        deadDirections,
        shortLinks,
        longLinks,
        search.pieces(),
        // a whole torus looks the same from every chip
        whole ? search.farthest(0) : exact ? search.farthest() : search.sweep(),
        exact);
  }

  private static int deadBoards(Machine machine) {
    int dead = 0;
    for (int board = 0; board < machine.boardPositions(); board++) {
      dead += machine.isDeadBoard(board) ? 1 : 0;
    }
    return dead;
  }

  /// Over live links.
  private static final class Search {
    private final Machine machine;
    private final LiveLinks live;

    Search(Machine machine) {
      this.machine = machine;
      this.live = LiveLinks.of(machine);
    }

    int farthest() {
      int most = 0;
      for (int chip = 0; chip < machine.chipPositions(); chip++) {
        most = machine.hasChip(chip) ? Math.max(most, farthest(chip)) : most;
      }
      return most;
    }

    int sweep() {
      int most = 0;
      int from = machine.firstChip();
      for (int i = 0; i < SWEEPS && from >= 0; i++) {
        LiveLinks.Ways ways = live.from(from);
        from = ways.farthest();
        most = Math.max(most, ways.hops(from));
      }
      return most;
    }

    int farthest(int from) {
      LiveLinks.Ways ways = live.from(from);
      return ways.hops(ways.farthest());
    }

    int pieces() {
      // union-find over links that live in either direction
      int[] root = new int[machine.chipPositions()];
      Arrays.setAll(root, chip -> chip);
      int pieces = machine.liveChips();
      for (int i = 0; i < 6 * root.length; i++) {
        int next = live.next(i / 6, i % 6);
        if (next >= 0) {
          int a = root(root, i / 6);
          int b = root(root, next);
          if (a != b) {
            root[a] = b;
            pieces--;
          }
        }
      }
      return pieces;
    }

    private static int root(int[] root, int chip) {
      int at = chip;
      while (root[at] != at) {
        root[at] = root[root[at]];
        at = root[at];
      }
      return at;
    }
  }
}
