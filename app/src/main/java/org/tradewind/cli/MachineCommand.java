package org.tradewind.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tradewind.cost.Action;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tradewind machine`: the facts that everything rests on.
@Command(
    name = "machine",
    description = "Prints the modelled machine: every number with its confidence and source.",
    mixinStandardHelpOptions = true)
final class MachineCommand implements Callable<Integer> {
  @Option(
      names = "--machine",
      paramLabel = "SPEC",
      defaultValue = "chip",
      description = "chip, board or WxH chips (default: ${DEFAULT-VALUE})")
  private String machine;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Machine chosen = Machine.of("--machine", machine);
    out.printf(
        Locale.ROOT,
        "%s: %,d chips, %,d application PEs%n%n",
        chosen.name(),
        chosen.liveChips(),
        chosen.applicationPes());
    Spinnaker2.facts().forEach(fact -> print(out, fact.name(), fact));
    out.printf("%nCore cycles of what programs do:%n");
    for (Action action : Action.values()) {
      if (action.onCore()) {
        print(out, action.name().toLowerCase(Locale.ROOT), action.cycles());
      }
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, String name, Fact fact) {
    String value =
        fact.value() == Math.rint(fact.value())
            ? String.format(Locale.ROOT, "%,d", (long) fact.value())
            : Double.toString(fact.value());
    out.printf(
        Locale.ROOT,
        "%-48s %12s %-8s %-9s %s%n",
        name,
        value,
        fact.unit(),
        fact.confidence(),
        fact.source());
  }
}
