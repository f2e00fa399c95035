package org.tradewind.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tradewind.cost.Action;
import org.tradewind.io.machine.MachineFile;
import org.tradewind.machine.BoardAddress;
import org.tradewind.machine.BoardChip;
import org.tradewind.machine.CoreAddress;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.machine.Survey;
import org.tradewind.machine.Wrap;
import org.tradewind.unit.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tradewind machine`: what a machine consists of, and the facts that everything rests on.
@Command(
    name = "machine",
    description =
        "Prints a machine, dead parts included, and every number of the model with its confidence"
            + " and source.",
    mixinStandardHelpOptions = true)
final class MachineCommand implements Callable<Integer> {
  static final String SPEC =
      "chip, board (48 chips), boards (24boards), a torus of boards (16x15triads: 720), a plain torus"
          + " of chips (12x12), or a machine file (.json) (default: ${DEFAULT-VALUE})";

  @Option(names = "--machine", paramLabel = "SPEC", defaultValue = "chip", description = SPEC)
  private String machine;

  @Option(
      names = "--json",
      paramLabel = "OUT",
      description = "write the machine to a file, for --machine to read")
  private Path json;

  @Option(
      names = "--where",
      paramLabel = "PLACE",
      description =
          "print a place in every convention, and no facts: a core x,y,p (p a core id or qx.qy.qp),"
              + " a PE's number in the machine, a board's chip x,y,z:x,y, or a chip x,y")
  private String place;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Machine chosen = MachineFile.named("--machine", machine);
    if (json != null) {
      MachineFile.write(chosen, json);
    }
    if (place == null) {
      summarise(out, chosen);
      facts(out);
    } else {
      where(out, chosen, place);
    }
    out.flush();
    return 0;
  }

  private static void summarise(PrintWriter out, Machine machine) {
    Survey survey = Survey.of(machine);
    line(
        out,
        "%s: %,d chips%s, %,d application PEs",
        machine.name(),
        survey.chips(),
        survey.boards() > 0
            ? " on %,d board%s".formatted(survey.boards(), survey.boards() > 1 ? "s" : "")
            : "",
        survey.applicationPes());
    line(
        out,
        "grid         %d x %d chips, %s",
        machine.width(),
        machine.height(),
        machine.wrap() == Wrap.NONE ? "no edges joined" : "wraps: " + machine.wrap());
    line(
        out,
        "links        %,d on boards%s",
        survey.shortLinks(),
        machine.boardPositions() > 0
            ? ", %,d between boards".formatted(survey.longLinks())
            : " (a plain torus: all links are short)");
    line(
        out,
        "diameter     %s%,d hops",
        survey.diameterExact() ? "" : "at least ",
        survey.diameter());
    line(
        out,
        "dead         %,d board(s), %,d chip(s), %,d PE(s), %,d link(s), %,d link(s) one way",
        survey.deadBoards(),
        survey.deadChips(),
        survey.deadPes(),
        survey.deadLinks(),
        survey.deadDirections());
    if (survey.pieces() > 1) {
      line(out, "in pieces    %,d, with no live link between them", survey.pieces());
    }
    line(out, "");
  }

  private static void where(PrintWriter out, Machine machine, String text) {
    int chip;
    int p = -1;
    if (text.contains(":")) {
      chip = BoardChip.parse("--where", text).chip("--where", machine);
    } else if (text.matches("\\d{1,9}")) {
      int pe = Integer.parseInt(text);
      int most = machine.chipPositions() * CoreMap.PES - 1;
      if (pe > most) {
        throw new InputException(
            "--where", "PE %,d is not there; %s has PEs 0 to %,d".formatted(pe, machine, most));
      }
      p = pe % CoreMap.PES;
      chip = machine.chipAt("--where", machine.x(pe / CoreMap.PES), machine.y(pe / CoreMap.PES));
    } else if (text.matches("\\d{1,4},\\d{1,4}")) {
      int comma = text.indexOf(',');
      int x = Integer.parseInt(text.substring(0, comma));
      chip = machine.chipAt("--where", x, Integer.parseInt(text.substring(comma + 1)));
    } else {
      CoreAddress core = CoreAddress.parse("--where", text);
      chip = core.pe("--where", machine) / CoreMap.PES;
      p = core.p();
    }
    line(
        out,
        "chip         (%d,%d), number %d%s",
        machine.x(chip),
        machine.y(chip),
        chip,
        machine.isDead(chip) ? ", dead" : "");
    if (machine.boardPositions() > 0) {
      int board = machine.boardOf(chip);
      int ethernet = machine.ethernetChip(board);
      line(out, "on its board %s, as x,y,z:x,y", BoardChip.of(machine, chip));
      line(
          out,
          "board        %s, number %d, Ethernet chip (%d,%d)",
          BoardAddress.of(machine, board),
          board,
          machine.x(ethernet),
          machine.y(ethernet));
    }
    for (Link link : Link.values()) {
      int other = machine.neighbour(chip, link);
      line(
          out,
          "link %-2s      %s",
          link,
          other < 0
              ? machine.isDead(chip, link) ? "dead" : "leads to no live chip"
              : "to (%d,%d), %s"
                  .formatted(
                      machine.x(other),
                      machine.y(other),
                      machine.kind(chip, link).name().toLowerCase(Locale.ROOT)));
    }
    if (p >= 0) {
      int pe = chip * CoreMap.PES + p;
      line(
          out,
          "core         %s as x,y,p; %s as qx.qy.qp; PE %d of its chip, %,d of the machine%s",
          CoreAddress.of(machine, pe),
          CoreMap.name(p),
          p,
          pe,
          machine.isReserved(p) ? "; reserved" : machine.isDead(chip, p) ? "; dead" : "");
    }
  }

  private static void facts(PrintWriter out) {
    Spinnaker2.facts().forEach(fact -> print(out, fact.name(), fact));
    out.printf("%nCore cycles of what programs do:%n");
    for (Action action : Action.values()) {
      if (action.onCore()) {
        print(out, action.name().toLowerCase(Locale.ROOT), action.cycles());
      }
    }
  }

  private static void print(PrintWriter out, String name, Fact fact) {
    String value =
        fact.value() == Math.rint(fact.value())
            ? String.format(Locale.ROOT, "%,d", (long) fact.value())
            : Double.toString(fact.value());
    line(
        out, "%-48s %12s %-8s %-9s %s", name, value, fact.unit(), fact.confidence(), fact.source());
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
