package org.tradewind.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.cost.Energy;
import org.tradewind.io.recipe.RecipeData;
import org.tradewind.io.recipe.RecipeFile;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.Results;
import org.tradewind.train.Recipe;
import org.tradewind.train.Training;
import org.tradewind.unit.Ticks;

/// What deep rewiring on cores spends its cycles on: gradients, steps, rewiring, and what is left
/// for moving data and waiting, by how often it rewires and on how many cores.
///
/// Arguments: epochs, then `cores:every` as often as wanted. MNIST is in the folder that
/// TRADEWIND_DATA names.
public final class RewiringProfile {
  private static final List<Action> GRADIENTS =
      List.of(
          Action.REWIRED_TARGET,
          Action.REWIRED_LOOK_BYTE,
          Action.REWIRED_LOOK,
          Action.REWIRED_LOOK_BACK,
          Action.REWIRED_SUM,
          Action.REWIRED_GRADIENT_BYTE,
          Action.REWIRED_GRADIENT,
          Action.REWIRED_ERRORS);
  private static final List<Action> REWIRING =
      List.of(
          Action.REWIRING_CANDIDATE,
          Action.REWIRING_COMPARISON,
          Action.REWIRING_NEW,
          Action.REWIRING_MOVE,
          Action.REWIRING_TARGET);

  private RewiringProfile() {}

  public static void main(String[] args) {
    int epochs = Integer.parseInt(args[0]);
    var table =
        new Table(
            "%d | %d | %.2f %% | %.0f | %.0f | %.0f | %.0f | %.1f %% | %.0f %% | %.1f us | %.2f uJ | %.2f | %d",
            "cores",
            "rewired every",
            "test",
            "gradients, cycles a batch",
            "steps",
            "rewiring",
            "all else",
            "rewiring of all",
            "awake",
            "time a sample",
            "energy a sample",
            "packets a sample",
            "fullest SRAM, B");
    for (String run : Arrays.asList(args).subList(1, args.length)) {
      String[] parts = run.split(":");
      profile(epochs, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), table);
    }
  }

  private static void profile(int epochs, int cores, int every, Table table) {
    List<String> changes = new ArrayList<>();
    changes.add("machine.cores=" + cores);
    changes.add("rule.rewire_every=" + every);
    changes.add("epochs=" + epochs);
    Recipe recipe = RecipeFile.read(Path.of("examples", "deep-rewiring.recipe.yaml"), changes);
    var training = new Training(recipe, RecipeData.read(recipe, System.getenv("TRADEWIND_DATA")));
    var counts = new Counts();
    double seconds = 0;
    double awake = 0;
    double joules = 0;
    long packets = 0;
    int sram = 0;
    while (!training.over()) {
      training.next();
      var epoch = training.trainer().onChip().orElseThrow();
      Results results = epoch.results();
      double its = Ticks.toSeconds(results.stepTicks());
      counts.addAll(results.counts());
      seconds += its;
      joules += Energy.explain(1, its, results.usage(), results.network().counts()).value();
      packets += results.network().sent();
      for (int v = 0; v < cores; v++) {
        awake += its * results.meanUtilisation(v) / cores;
      }
      for (MachineVertex vertex : epoch.mapping().graph().vertices()) {
        sram = Math.max(sram, vertex.program().layout().bytes());
      }
    }
    double samples = (double) epochs * training.data().train().size();
    double batches = samples / recipe.batch();
    long gradients = cycles(counts, GRADIENTS);
    long steps = cycles(counts, List.of(Action.REWIRED_STEP));
    long rewiring = cycles(counts, REWIRING);
    long all = counts.cycles();
    table.row(
        cores,
        every,
        100 * training.curve().getLast().accuracy(),
        gradients / batches,
        steps / batches,
        rewiring / batches,
        (all - gradients - steps - rewiring) / batches,
        100.0 * rewiring / all,
        100 * awake / seconds,
        1e6 * seconds / samples,
        1e6 * joules / samples,
        packets / samples,
        sram);
  }

  private static long cycles(Counts counts, List<Action> of) {
    return of.stream().mapToLong(action -> counts.of(action) * action.cycles().whole()).sum();
  }
}
