package org.tradewind.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What of a machine is dead, each part once: a chip of a dead board is not named again, nor a link
/// that leads to a dead chip. With [Machine#whole] and the reserved PEs it is enough to build an
/// equal machine.
///
/// @param boards by number
/// @param chips on boards that live
/// @param pes `chip * 152 + p`, on chips that live, ascending
/// @param links dead in both directions, named from the end from which they lead E, NE or N
/// @param directions dead in the direction that leads from the named end alone
public record DeadParts(
    List<Integer> boards,
    List<Integer> chips,
    List<Integer> pes,
    List<End> links,
    List<End> directions) {
  /// One end of a link.
  public record End(int chip, Link link) {}

  public DeadParts {
    boards = List.copyOf(boards);
    chips = List.copyOf(chips);
    pes = List.copyOf(pes);
    links = List.copyOf(links);
    directions = List.copyOf(directions);
  }

  public static DeadParts of(Machine machine) {
    var boards = new BitSet();
    for (int board = 0; board < machine.boardPositions(); board++) {
      boards.set(board, machine.isDeadBoard(board));
    }
    var chips = new ArrayList<Integer>();
    var pes = new ArrayList<Integer>();
    var links = new ArrayList<End>();
    var directions = new ArrayList<End>();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      int board = machine.boardOf(chip);
      if (machine.isDead(chip) && (board < 0 || !boards.get(board))) {
        chips.add(chip);
      }
      for (int p = 0; p < CoreMap.PES; p++) {
        if (machine.isDead(chip, p)) {
          pes.add(chip * CoreMap.PES + p);
        }
      }
      for (Link link : Link.values()) {
        if (machine.isDead(chip, link)) {
          if (!machine.isDead(machine.over(chip, link), link.opposite())) {
            directions.add(new End(chip, link));
          } else if (link.ordinal() < link.opposite().ordinal()) {
            links.add(new End(chip, link));
          }
        }
      }
    }
    return new DeadParts(boards.stream().boxed().toList(), chips, pes, links, directions);
  }
}
