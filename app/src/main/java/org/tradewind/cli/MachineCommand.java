package org.tradewind.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tradewind.cost.Action;
import org.tradewind.io.machine.MachineFile;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.machine.Survey;
import org.tradewind.machine.Wrap;
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
      Place.parse("--where", chosen, place).lines().forEach(out::println);
    }
    out.flush();
    return 0;
  }

  private static void summarise(PrintWriter out, Machine machine) {
    Survey survey = Survey.of(machine);
    line(
        out,
        "%s: %s%s, %,d application PEs",
        machine.name(),
        count(survey.chips(), "chip"),
        survey.boards() > 0 ? " on " + count(survey.boards(), "board") : "",
        survey.applicationPes());
    line(
        out,
        "grid         %d x %d chips, %s",
        machine.width(),
        machine.height(),
        machine.wrap() == Wrap.NONE ? "no edges joined" : "wraps: " + machine.wrap());
    line(out, "short links  %,d", survey.shortLinks());
    line(out, "long links   %,d, between boards", survey.longLinks());
    line(
        out,
        "diameter     %s%s",
        survey.diameterExact() ? "" : "at least ",
        count(survey.diameter(), "hop"));
    line(out, "dead         %s", dead(survey));
    if (survey.pieces() > 1) {
      line(out, "in pieces    %,d, with no live link between them", survey.pieces());
    }
    line(out, "");
  }

  private static String dead(Survey survey) {
    String dead =
        Stream.of(
                count(survey.deadBoards(), "board"),
                count(survey.deadChips(), "chip"),
                count(survey.deadPes(), "PE"),
                count(survey.deadLinks(), "link"),
                count(survey.deadDirections(), "direction") + " of links that live the other way")
            .filter(part -> !part.startsWith("0 "))
            .collect(Collectors.joining(", "));
    return dead.isEmpty() ? "nothing" : dead;
  }

  private static String count(int n, String of) {
    return String.format(Locale.ROOT, "%,d %s%s", n, of, n == 1 ? "" : "s");
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
