package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
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
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

class RunTest {
  private static final long STEP = TinyWorld.STEP;

  /// 12 cycles of 300 MHz: 40 ns.
  private static final long INTERRUPT = 240;

  /// A handler that follows another takes 6 cycles less to enter.
  private static final long TAIL = 120;

  /// Does nothing.
  private static Kernel idle(Pe pe) {
    return step -> {};
  }

  /// Sends one packet in one step.
  private static Function<Pe, Kernel> sendsOnce(int key, int atStep) {
    return pe ->
        step -> {
          if (step == atStep) {
            pe.send(key);
          }
        };
  }

  /// Takes what waits and notes each key as a spike of that "neuron".
  private static Kernel listens(Pe pe) {
    return step -> {
      for (int n = pe.waiting(); n > 0; n--) {
        pe.spiked(step, pe.take());
      }
    };
  }

  @Test
  void timerTickNComesAtNPlusOneTimesteps() {
    var times = new ArrayList<Long>();
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    new Kernel() {
                      @Override
                      public void onStart() {
                        times.add(pe.now());
                      }

                      @Override
                      public void onTimer(int step) {
                        times.add(pe.now());
                      }
                    })
            .run(3);
    assertThat(times)
        .containsExactly(INTERRUPT, STEP + INTERRUPT, 2 * STEP + INTERRUPT, 3 * STEP + INTERRUPT);
    assertThat(results.ticks()).isEqualTo(4 * STEP);
    assertThat(results.cores().get(0).counts().of(Action.INTERRUPT)).isEqualTo(4);
    assertThat(results.cores().get(0).busyTicks()).isEqualTo(4 * INTERRUPT);
  }

  @Test
  void whatIsSentInAStepIsThereInTheNext() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, sendsOnce(7, 1))
            .on(0, 60, RunTest::listens)
            .entry(0, 7, 0, 60)
            .run(4);
    Results.Recording recording = results.cores().get(1).recording();
    assertThat(recording.spikeSteps()).containsExactly(2);
    assertThat(recording.spikeAtoms()).containsExactly(7);
    assertThat(results.cores().get(1).outOfStep()).isZero();
  }

  /// The listener is still busy with step 0 when step 1 sends, so what belongs to its step 2 is
  /// taken in its step 1.
  @Test
  void aPacketFromALaterStepThanTheReceiversIsOutOfStep() {
    int cycles = 600_000;
    Function<Pe, Kernel> slow =
        pe ->
            step -> {
              for (int n = pe.waiting(); n > 0; n--) {
                pe.spiked(step, pe.take());
              }
              if (step == 0) {
                pe.did(Action.CYCLE, cycles);
              }
            };
    Results results =
        TinyWorld.chip().on(0, 0, sendsOnce(7, 1)).on(0, 60, slow).entry(0, 7, 0, 60).run(4);
    assertThat(results.cores().get(1).overruns()).isPositive();
    assertThat(results.cores().get(1).outOfStep()).isEqualTo(1);
    assertThat(results.cores().get(1).recording().spikeSteps()).containsExactly(1);
  }

  @Test
  void pingAndPongAlternate() {
    Function<Pe, Kernel> ping =
        pe ->
            step -> {
              if (step == 0) {
                pe.send(1);
              }
              for (int n = pe.waiting(); n > 0; n--) {
                pe.spiked(step, pe.take());
                pe.send(1);
              }
            };
    Function<Pe, Kernel> pong =
        pe ->
            step -> {
              for (int n = pe.waiting(); n > 0; n--) {
                pe.spiked(step, pe.take());
                pe.send(2);
              }
            };
    Results results =
        TinyWorld.chip()
            .on(0, 10, ping)
            .on(0, 140, pong)
            .entry(0, 1, 0, 140)
            .entry(0, 2, 0, 10)
            .run(6);
    assertThat(results.cores().get(0).recording().spikeSteps()).containsExactly(2, 4);
    assertThat(results.cores().get(1).recording().spikeSteps()).containsExactly(1, 3, 5);
    assertThat(results.network().sent()).isEqualTo(6);
    assertThat(results.network().delivered()).isEqualTo(6);
  }

  @Test
  void aKeyThatMatchesNothingIsDroppedAndCounted() {
    Results results = TinyWorld.chip().on(0, 0, sendsOnce(7, 0)).entry(0, 8, 0, 0).run(1);
    assertThat(results.network().unrouted()).isEqualTo(1);
    assertThat(results.network().delivered()).isZero();
    assertThat(results.network().minLatencyTicks()).isZero();
  }

  @Test
  void aMachineRunsOnce() {
    Mapping mapping = TinyWorld.chip().on(0, 0, RunTest::idle).mapping();
    Run run = Run.load(mapping, mapping.images(), TinyWorld.options(16));
    run.until(1);
    assertThatThrownBy(() -> run.until(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theOrderOfKeysInARecordingIsTheOrderOfLanding() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, sendsOnce(1, 0)) // (7,6): five hops away from the router
            .on(0, 72, sendsOnce(2, 0)) // (3,4): beside it
            .on(0, 20, RunTest::listens)
            .entry(0, 1, 0, 20)
            .entry(0, 2, 0, 20)
            .run(2);
    assertThat(results.cores().get(2).recording().spikeAtoms()).containsExactly(2, 1);
  }

  @Test
  void aCounterRunsDownAChainAddingOneEachStep() {
    int length = 10;
    var world = TinyWorld.chip();
    for (int i = 0; i < length; i++) {
      int here = i;
      world.on(
          0,
          13 * i,
          pe ->
              step -> {
                if (here == 0 && step == 0) {
                  pe.send(1 << 8 | 1);
                }
                for (int n = pe.waiting(); n > 0; n--) {
                  int count = pe.take() & 0xFF;
                  pe.spiked(step, count);
                  pe.send((here + 1) << 8 | count + 1);
                }
              });
      world.block(0, i << 8, ~0xFF, 0, 13 * i);
    }
    Results results = world.run(length + 2);
    for (int i = 1; i < length; i++) {
      Results.Recording recording = results.cores().get(i).recording();
      assertThat(recording.spikeSteps()).containsExactly(i);
      assertThat(recording.spikeAtoms()).containsExactly(i);
    }
    assertThat(results.network().unrouted()).isEqualTo(1); // the last one sends into nowhere
  }

  /// Busy for so many cycles in each step.
  private static Function<Pe, Kernel> works(IntUnaryOperator cyclesOfStep, List<Long> starts) {
    return pe ->
        step -> {
          starts.add(pe.now() - INTERRUPT);
          pe.did(Action.CYCLE, cyclesOfStep.applyAsInt(step));
        };
  }

  @Test
  void aCoreThatNeedsLongerThanATimestepFallsBehindAndStillRunsEveryStep() {
    var starts = new ArrayList<Long>();
    long work = 450_000 * 20L + INTERRUPT; // 1.5 ms and the interrupt
    long chained = work - INTERRUPT / 2;
    Results results = TinyWorld.chip().on(0, 0, works(step -> 450_000, starts)).run(4);
    assertThat(starts)
        .containsExactly(
            STEP,
            STEP + work - TAIL,
            STEP + work + chained - TAIL,
            STEP + work + 2 * chained - TAIL);
    Results.Core core = results.cores().get(0);
    assertThat(core.overruns()).isEqualTo(3);
    assertThat(core.maxStepTicks()).isEqualTo(work);
    assertThat(results.maxUtilisation(0)).isGreaterThan(1.5);
    assertThat(results.ticks()).isEqualTo(STEP + work + 3 * chained);
    assertThat(results.steps()).isEqualTo(4);
  }

  @Test
  void aCoreThatOverranOnceCatchesUp() {
    var starts = new ArrayList<Long>();
    Results results =
        TinyWorld.chip().on(0, 0, works(step -> step == 0 ? 450_000 : 30_000, starts)).run(4);
    long late = STEP + 450_000 * 20L + INTERRUPT;
    assertThat(starts).containsExactly(STEP, late - TAIL, 3 * STEP, 4 * STEP);
    assertThat(results.cores().get(0).overruns()).isEqualTo(1);
    assertThat(results.ticks()).isEqualTo(5 * STEP);
  }

  @Test
  void aCoreThatFillsItsTimestepExactlyDoesNotOverrun() {
    int cycles = (int) (STEP / 20) - 12;
    Results results = TinyWorld.chip().on(0, 0, works(step -> cycles, new ArrayList<>())).run(4);
    assertThat(results.cores().get(0).overruns()).isZero();
    assertThat(results.maxUtilisation(0)).isEqualTo(1);
  }

  @Test
  void aStartHandlerThatTakesTooLongDelaysStepZero() {
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    new Kernel() {
                      @Override
                      public void onStart() {
                        pe.did(Action.CYCLE, 400_000);
                      }

                      @Override
                      public void onTimer(int step) {
                        pe.trace(0, step, 0, pe.now());
                      }
                    })
            .run(2);
    assertThat(results.cores().get(0).overruns()).isEqualTo(1);
    assertThat(results.cores().get(0).recording().traceValues())
        .containsExactly(400_000 * 20L + 2 * INTERRUPT - TAIL, 2 * STEP + INTERRUPT);
  }

  @Test
  void atTheLowLevelTheSameCyclesTakeTwiceTheTime() {
    var world = TinyWorld.chip().on(0, 0, works(step -> 100_000, new ArrayList<>()));
    long high = world.run(2).cores().get(0).maxStepTicks();
    long low =
        world.run(2, new Options(STEP, DvfsPolicy.low(), 1, 16)).cores().get(0).maxStepTicks();
    assertThat(low).isEqualTo(2 * high);
  }

  @Test
  void packetsThatFindTheFifoFullAreDroppedAndCounted() {
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    step -> {
                      for (int i = 0; step == 0 && i < 20; i++) {
                        pe.send(i);
                      }
                    })
            .on(0, 60, RunTest::listens)
            .block(0, 0, 0, 0, 60)
            .run(2);
    Results.Core core = results.cores().get(1);
    assertThat(core.received()).isEqualTo(16);
    assertThat(core.dropped()).isEqualTo(4);
    assertThat(core.maxWaiting()).isEqualTo(16);
    assertThat(core.recording().spikeAtoms())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(results.network().delivered()).isEqualTo(20);
  }

  @Test
  void whatIsSentInTheLastStepIsLate() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, sendsOnce(7, 2))
            .on(0, 60, RunTest::listens)
            .entry(0, 7, 0, 60)
            .run(3);
    assertThat(results.cores().get(1).late()).isEqualTo(1);
    assertThat(results.cores().get(1).outOfStep()).isZero();
  }

  @Test
  void aPacketThatMissesItsStepIsCounted() {
    Results results =
        TinyWorld.chip()
            .on(
                0,
                0,
                pe ->
                    step -> {
                      if (step == 0) {
                        pe.did(Action.CYCLE, 299_980);
                        pe.send(7); // 8 cycles before the timer, 35 cycles away
                      }
                    })
            .on(0, 60, RunTest::listens)
            .entry(0, 7, 0, 60)
            .run(3);
    assertThat(results.cores().get(0).overruns()).isZero();
    assertThat(results.cores().get(1).outOfStep()).isEqualTo(1);
    assertThat(results.cores().get(1).recording().spikeSteps()).containsExactly(2);
  }

  @Test
  void whatLandsDuringAHandlerWaitsForTheNextOne() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, sendsOnce(7, 0))
            .on(
                0,
                60,
                pe ->
                    step -> {
                      pe.did(Action.CYCLE, 100_000);
                      pe.trace(0, step, 0, pe.waiting());
                    })
            .entry(0, 7, 0, 60)
            .run(2);
    assertThat(results.cores().get(1).recording().traceValues()).containsExactly(0, 1);
  }

  /// Real keys, routes and tables; each vertex sends one packet per step to all its targets.
  static Mapping randomTraffic(Machine machine, int n, long seed) {
    var random = new SplittableRandom(seed);
    var vertices = new ArrayList<MachineVertex>();
    var targets = new int[n][];
    for (int v = 0; v < n; v++) {
      targets[v] = random.ints(1 + random.nextInt(12), 0, n).distinct().sorted().toArray();
      vertices.add(new MachineVertex("v" + v, 0, 4, new Gossip(v), "gossip", 0, 0));
    }
    var graph = new MachineGraph(vertices, targets);
    var pes = new ArrayList<Integer>();
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      for (int p = 0; p < 148; p++) {
        if (machine.hasPe(chip, p)) {
          pes.add(chip * 152 + p);
        }
      }
    }
    Collections.shuffle(pes, new Random(seed));
    var placement = new Placement(pes.stream().mapToInt(pe -> pe).limit(n).toArray());
    Keys keys = Keys.allocate(graph);
    Routes routes = new ShortestPathRouter().route(graph, placement, machine);
    Tables tables = Tables.of(routes, keys, machine);
    return new Mapping(machine, graph, placement, keys, routes, tables, Images.of(graph, keys));
  }

  private record Gossip(int vertex) implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("key", Integer.BYTES);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      into.putInt(0, keys.key(vertex));
    }

    @Override
    public Kernel start(Pe pe) {
      int key = pe.sram().getInt(0);
      return step -> {
        for (int n = pe.waiting(); n > 0; n--) {
          pe.spiked(step, pe.take());
          pe.did(Action.PACKET, 1);
        }
        pe.send(key | step & 3);
      };
    }
  }

  @Test
  void everyPacketReachesItsTargetsOnAChipABoardAndATorus() {
    for (Machine machine : List.of(Machine.chip(), Machine.board(), Machine.torus(3, 2))) {
      for (long seed = 0; seed < 3; seed++) {
        Mapping mapping = randomTraffic(machine, 100, seed);
        int steps = 3;
        Results results = Run.load(mapping, mapping.images(), TinyWorld.options(1000)).until(steps);
        var expected = new long[mapping.graph().size()];
        for (int v = 0; v < expected.length; v++) {
          for (int target : mapping.graph().targets(v)) {
            expected[target] += steps;
          }
        }
        for (int v = 0; v < expected.length; v++) {
          Results.Core core = results.cores().get(v);
          assertThat(core.received()).as("%s, seed %s", machine, seed).isEqualTo(expected[v]);
          assertThat(core.outOfStep()).isZero();
        }
        assertThat(results.network().unrouted()).isZero();
        assertThat(results.network().sent()).isEqualTo(100 * steps);
      }
    }
  }

  @Test
  void theSameLoadGivesTheSameResults() {
    Mapping mapping = randomTraffic(Machine.torus(3, 2), 300, 5);
    Options options = TinyWorld.options(8);
    Results first = Run.load(mapping, mapping.images(), options).until(5);
    Results second = Run.load(mapping, mapping.images(), options).until(5);
    assertThat(first.cores().stream().mapToLong(Results.Core::dropped).sum()).isPositive();
    assertSame(second, first);
    assertThatThrownBy(
            () -> assertSame(Run.load(mapping, mapping.images(), options).until(4), first))
        .isInstanceOf(AssertionError.class);
  }

  /// Equal in every field, arrays and counts included.
  private static void assertSame(Results results, Results expected) {
    assertThat(Written.of(results)).isEqualTo(Written.of(expected));
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    List<Machine> machines = List.of(Machine.torus(4, 3), Machine.board(), Machine.boards(3));
    for (int seed = 0; seed < machines.size(); seed++) {
      Mapping mapping = randomTraffic(machines.get(seed), 700, seed);
      Options options = TinyWorld.options(8);
      Results one = Run.load(mapping, mapping.images(), options).until(4);
      for (int threads = 2; threads <= 4; threads++) {
        Results many = Run.load(mapping, mapping.images(), options.withThreads(threads)).until(4);
        assertThat(Written.of(many))
            .as("seed %s, %s threads", seed, threads)
            .isEqualTo(Written.of(one));
      }
    }
  }

  @Test
  void whatFailsOnAnyThreadReachesTheCaller() {
    var world = new TinyWorld(Machine.torus(2, 2));
    for (int chip = 0; chip < 4; chip++) {
      int here = chip;
      world.on(
          chip,
          0,
          pe ->
              step -> {
                if (here == 3 && step == 2) {
                  throw new IllegalStateException("kernel on chip 3");
                }
              });
    }
    assertThatThrownBy(() -> world.run(5, TinyWorld.options(8).withThreads(4)))
        .hasMessage("kernel on chip 3");
  }

  @Test
  void imagesAreNotWrittenTo() {
    Mapping mapping = randomTraffic(Machine.chip(), 3, 1);
    Sram before = mapping.images().sram(0).copy();
    Run.load(mapping, mapping.images(), TinyWorld.options(8)).until(2);
    assertThat(mapping.images().sram(0)).isEqualTo(before);
  }
}
