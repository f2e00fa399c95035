package org.tradewind.cli;

import static java.lang.Integer.parseInt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tradewind.machine.BoardAddress;
import org.tradewind.machine.BoardChip;
import org.tradewind.machine.CoreAddress;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.unit.InputException;

/// A chip of a machine, or a PE of it, said in every convention that people have.
///
/// @param p the PE of the chip, 0..151, or -1 for the chip alone
record Place(Machine machine, int chip, int p) {
  private static final Pattern PE = Pattern.compile("\\d{1,9}");
  private static final Pattern CHIP = Pattern.compile("\\(?(\\d{1,4}),(\\d{1,4})\\)?");

  /// Parses a core `x,y,p`, a PE's number in the machine, a chip `x,y`, or a chip on its board
  /// `x,y,z:x,y`.
  static Place parse(String where, Machine machine, String text) {
    if (text.contains(":")) {
      return new Place(machine, BoardChip.parse(where, text).chip(where, machine), -1);
    }
    var chip = CHIP.matcher(text);
    if (chip.matches()) {
      int x = parseInt(chip.group(1));
      return new Place(machine, machine.chipAt(where, x, parseInt(chip.group(2))), -1);
    }
    if (PE.matcher(text).matches()) {
      return of(where, machine, parseInt(text));
    }
    return of(where, machine, CoreAddress.parse(where, text).pe(where, machine));
  }

  private static Place of(String where, Machine machine, int pe) {
    int chip = pe / CoreMap.PES;
    if (chip >= machine.chipPositions()) {
      throw new InputException(
          where,
          "PE %d is not there; %s has PEs 0 to %d"
              .formatted(pe, machine, machine.chipPositions() * CoreMap.PES - 1));
    }
    return new Place(
        machine, machine.chipAt(where, machine.x(chip), machine.y(chip)), pe % CoreMap.PES);
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        "chip         " + xy(chip) + ", number " + chip + (machine.isDead(chip) ? ", dead" : ""));
    if (machine.boardPositions() > 0) {
      int board = machine.boardOf(chip);
      lines.add("on its board " + BoardChip.of(machine, chip) + ", as x,y,z:x,y");
      lines.add(
          "board        "
              + BoardAddress.of(machine, board)
              + ", number "
              + board
              + ", Ethernet chip "
              + xy(machine.ethernetChip(board)));
    }
    for (Link link : Link.values()) {
      lines.add("link %-2s      ".formatted(link) + leadsTo(link));
    }
    if (p >= 0) {
      int pe = chip * CoreMap.PES + p;
      lines.add(
          "core         "
              + CoreAddress.of(machine, pe)
              + " as x,y,p; "
              + CoreMap.name(p)
              + " as qx.qy.qp; PE "
              + p
              + " of its chip, "
              + pe
              + " of the machine"
              + (machine.isReserved(p) ? "; reserved" : machine.isDead(chip, p) ? "; dead" : ""));
    }
    return lines;
  }

  private String leadsTo(Link link) {
    int other = machine.neighbour(chip, link);
    if (other < 0) {
      return machine.isDead(chip, link) ? "dead" : "leads to no live chip";
    }
    return "to " + xy(other) + ", " + machine.kind(chip, link).name().toLowerCase(Locale.ROOT);
  }

  private String xy(int of) {
    return "(" + machine.x(of) + "," + machine.y(of) + ")";
  }
}
