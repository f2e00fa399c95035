package org.tradewind.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.tradewind.cost.Action;
import org.tradewind.cost.Energy;
import org.tradewind.cost.Explained;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.MachineGraph;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.Placement;
import org.tradewind.mapping.Routes;
import org.tradewind.mapping.ShortestPathRouter;
import org.tradewind.mapping.Tables;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.MacFormat;
import org.tradewind.pe.MacOutput;
import org.tradewind.pe.Matmul;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.Ticks;

/// Power of a chip in the seven states that were measured (CHIP), by running programs on all 152 of
/// its PEs: asleep; a loop without end; a matrix product after the other on the MAC arrays. The
/// sleeping and looping states calibrate the model and have to come back; of the MAC arrays power
/// does, but how many operations a second they do is what [org.tradewind.cost.MacArrayCost] says.
///
/// ```
/// java -cp core/target/classes:bench/target/classes org.tradewind.bench.ChipPower
/// ```
public final class ChipPower {
  private static final int STEPS = 1000;
  private static final double TERA = 1e12;

  /// The published run's operands.
  private static final MacArrayWork PRODUCT =
      new Matmul(
              64,
              256,
              128,
              MacFormat.S8,
              MacFormat.S8,
              new MacOutput(MacFormat.S8, 8, false, false))
          .work();

  private ChipPower() {}

  public static void main(String[] arguments) {
    var table =
        new Table(
            "%s | %,.1f mW | %,.1f mW | %.3f | %s",
            "state of the chip",
            "published (CHIP)",
            "ours",
            "ratio",
            "TOPS published, ours",
            "TOPS/W published, ours");
    for (State state : states()) {
      Results results = run(state);
      Explained energy =
          Energy.explain(
              1, Ticks.toSeconds(results.stepTicks()), results.usage(), results.network().counts());
      double seconds = Ticks.toSeconds(results.stepTicks());
      double watts = energy.value() / seconds;
      double tops = 2 * results.counts().of(Action.MULTIPLY_ACCUMULATE) / seconds / TERA;
      double published = state.publishedMilliwatts();
      table.row(
          state.name(),
          published,
          1e3 * watts,
          1e3 * watts / published,
          tops == 0
              ? "|"
              : String.format(
                  Locale.ROOT,
                  "%.3f, %.3f | %.2f, %.2f",
                  state.publishedTops(),
                  tops,
                  state.publishedTopsPerWatt(),
                  tops / watts));
    }
  }

  private record State(
      String name,
      double publishedMilliwatts,
      double publishedTops,
      double publishedTopsPerWatt,
      DvfsPolicy level,
      int pes,
      Function<Pe, Kernel> runs) {}

  private static List<State> states() {
    DvfsPolicy low = DvfsPolicy.low();
    DvfsPolicy high = DvfsPolicy.high();
    return List.of(
        new State("all PEs off", 75.2, 0, 0, low, 0, Asleep::new),
        new State("asleep, low", 235.4, 0, 0, low, CoreMap.PES, Asleep::new),
        new State("asleep, high", 564.7, 0, 0, high, CoreMap.PES, Asleep::new),
        new State("CoreMark, low", 424.6, 0, 0, low, CoreMap.PES, Busy::new),
        new State("CoreMark, high", 1247.9, 0, 0, high, CoreMap.PES, Busy::new),
        new State("MAC arrays, low", 825, 2.281, 2.77, low, CoreMap.PES, Multiplying::new),
        new State("MAC arrays, high", 2219, 4.563, 2.06, high, CoreMap.PES, Multiplying::new));
  }

  private static Results run(State state) {
    List<MachineVertex> vertices = new ArrayList<>();
    for (int p = 0; p < state.pes(); p++) {
      vertices.add(new MachineVertex("pe" + p, 0, 1, new Bare(state.runs()), "bare", 0, 0));
    }
    var graph = new MachineGraph(vertices, new int[vertices.size()][0]);
    var pes = new int[vertices.size()];
    Arrays.setAll(pes, p -> p); // those of the system too, so that it is not checked
    var placement = new Placement(pes);
    Machine machine = Machine.chip();
    Keys keys = Keys.allocate(graph);
    Routes routes = new ShortestPathRouter().route(graph, placement, machine);
    Tables tables = Tables.of(routes, keys, machine);
    var mapping =
        new Mapping(machine, graph, placement, keys, routes, tables, Images.of(graph, keys));
    var options = new Options(Ticks.PER_MILLISECOND, state.level(), 1, 1);
    return Run.load(mapping, mapping.images(), options).until(STEPS);
  }

  /// Nothing wakes it.
  private record Asleep(Pe pe) implements EventKernel {
    @Override
    public void onInterrupt(Interrupt source) {
      throw new IllegalStateException(source + " woke a core that listens to nothing");
    }
  }

  /// A program that never sleeps, in slices of a timestep: each begins where the last one ended.
  private record Busy(Pe pe) implements Kernel {
    @Override
    public void onTimer(int step) {
      long cycles = pe.level().clockMhz().whole() * 1_000L;
      pe.did(Action.CYCLE, (int) cycles - Action.INTERRUPT.cycles().whole());
    }
  }

  /// Sleeps while its array works, and asks for the next product when one is done, from the first
  /// timestep to the end of the last.
  private record Multiplying(Pe pe) implements EventKernel {
    Multiplying {
      pe.enable(Interrupt.TIMER_1);
      pe.enable(Interrupt.MAC_ARRAY_DONE);
    }

    @Override
    public void onStart() {
      pe.startTimer(1, 1_000, false);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (pe.now() < (STEPS + 1) * Ticks.PER_MILLISECOND) {
        pe.launchMacArray(PRODUCT);
      }
    }
  }

  private record Bare(Function<Pe, Kernel> runs) implements Program {
    @Override
    public Layout layout() {
      return new Layout();
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      // it has no data
    }

    @Override
    public Kernel start(Pe pe) {
      return runs.apply(pe);
    }
  }
}
