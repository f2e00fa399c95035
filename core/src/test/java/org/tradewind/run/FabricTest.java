package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Pe;

/// Closed forms, in ticks of 1/6 ns.
class FabricTest {
  /// 5 cycles of 300 MHz: 16.67 ns.
  private static final long HOP = 100;

  /// One cycle of 300 MHz.
  private static final long FLIT = 20;

  /// One cycle of 400 MHz; four through the pipeline.
  private static final long ROUTER_CYCLE = 15;

  private static final long ROUTER = 4 * ROUTER_CYCLE;

  /// 100 ns; and 16 ns for a frame.
  private static final long LINK = 600;

  private static final long FRAME = 96;

  private static final int E = 1 << Link.E.ordinal();

  /// Sends `key` so many times in step 0, at one moment.
  private static Function<Pe, Kernel> burst(int key, int packets) {
    return pe ->
        step -> {
          for (int i = 0; step == 0 && i < packets; i++) {
            pe.send(key);
          }
        };
  }

  private static Kernel idle(Pe pe) {
    return step -> {};
  }

  /// Links between a PE and the router, from its coordinates alone.
  private static int hops(int p) {
    int y = CoreMap.qy(p);
    return Math.abs(CoreMap.qx(p) - 4) + (y <= 3 ? 3 - y : y - 4);
  }

  @Test
  void anUncontendedPacketTakesItsHopsAndTheRouter() {
    for (int p = 0; p < CoreMap.PES; p += 4) {
      int to = (p * 7 + 13) % CoreMap.PES;
      if (to == p) {
        continue;
      }
      Results.Net net =
          TinyWorld.chip()
              .on(0, p, burst(1, 1))
              .on(0, to, FabricTest::idle)
              .entry(0, 1, 0, to)
              .run(1)
              .network();
      long expected = (hops(p) + hops(to)) * HOP + ROUTER;
      assertThat(net.minLatencyTicks()).as("from %s to %s", p, to).isEqualTo(expected);
      assertThat(net.maxLatencyTicks()).isEqualTo(expected);
      assertThat(net.meanLatencyTicks()).isEqualTo(expected);
      assertThat(net.counts().of(Action.NOC_HOP)).isEqualTo(hops(p) + hops(to));
      assertThat(net.counts().of(Action.ROUTER_PACKET)).isEqualTo(1);
    }
  }

  @Test
  void aMulticastCrossesEachLinkOfItsTreeOnce() {
    int[] all = IntStream.range(0, CoreMap.PES).toArray();
    var world = TinyWorld.chip().on(0, 0, burst(1, 1)).entry(0, 1, 0, all);
    for (int p = 1; p < CoreMap.PES; p++) {
      world.on(0, p, FabricTest::idle);
    }
    Results.Net net = world.run(1).network();
    assertThat(net.delivered()).isEqualTo(152);
    // to the router, then to 38 quads and past the two holes
    assertThat(net.counts().of(Action.NOC_HOP)).isEqualTo(hops(0) + 38 + 2);
    assertThat(net.minLatencyTicks()).isEqualTo(hops(0) * HOP + ROUTER + HOP);
    assertThat(net.maxLatencyTicks()).isEqualTo(hops(0) * HOP + ROUTER + 5 * HOP);
  }

  @Test
  void aNocLinkTakesOnePacketACycle() {
    int n = 100;
    Results.Net net =
        TinyWorld.chip()
            .on(0, 0, burst(1, n))
            .on(0, 60, FabricTest::idle)
            .entry(0, 1, 0, 60)
            .run(1)
            .network();
    long first = (hops(0) + hops(60)) * HOP + ROUTER;
    assertThat(net.minLatencyTicks()).isEqualTo(first);
    assertThat(net.maxLatencyTicks()).isEqualTo(first + (n - 1) * FLIT);
    assertThat(net.meanLatencyTicks()).isEqualTo(first + (n - 1) * FLIT / 2.0);
  }

  @Test
  void packetsMergeInTheOrderOfTheirArrival() {
    // (1,4) is three hops from the router, (3,4) one: the later but nearer packet goes first
    Results.Net net =
        TinyWorld.chip()
            .on(0, 64, burst(1, 1))
            .on(
                0,
                72,
                pe ->
                    step -> {
                      pe.did(Action.CYCLE, 5);
                      pe.send(2);
                    })
            .on(0, 20, FabricTest::idle)
            .block(0, 0, 0, 0, 20)
            .run(1)
            .network();
    long near = HOP + ROUTER + HOP;
    assertThat(net.minLatencyTicks()).isEqualTo(near);
    assertThat(net.maxLatencyTicks()).isEqualTo(near + 2 * HOP);
  }

  @Test
  void aRouterTakesThreePacketsACycle() {
    int n = 50;
    int[] beside = {100, 148, 72, 20, 124, 44}; // a quad at each of the six ports
    var world = TinyWorld.chip();
    for (int i = 0; i < 6; i++) {
      world.on(0, beside[i], burst(i, n)).entry(0, i, 0, beside[(i + 1) % 6]);
    }
    Results.Net net = world.run(1).network();
    for (int p : beside) {
      assertThat(hops(p)).isEqualTo(1);
    }
    assertThat(net.minLatencyTicks()).isEqualTo(HOP + ROUTER + HOP);
    // 6 n packets, 3 at a time: the last enters after 2 n - 1 cycles
    assertThat(net.maxLatencyTicks()).isEqualTo(HOP + (2 * n - 1) * ROUTER_CYCLE + ROUTER + HOP);
  }

  @Test
  void aChainOfChipsAddsARouterAndALinkEach() {
    var world =
        new TinyWorld(Machine.torus(5, 1)).on(0, 0, burst(1, 3)).on(4, 60, FabricTest::idle);
    for (int chip = 0; chip < 4; chip++) {
      world.entry(chip, 1, E);
    }
    Results.Net net = world.entry(4, 1, 0, 60).run(1).network();
    long first = (hops(0) + hops(60)) * HOP + 5 * ROUTER + 4 * LINK;
    assertThat(net.minLatencyTicks()).isEqualTo(first);
    assertThat(net.maxLatencyTicks()).isEqualTo(first + 2 * FRAME);
    assertThat(net.counts().of(Action.LINK_FRAME)).isEqualTo(3 * 4);
    assertThat(net.counts().of(Action.ROUTER_PACKET)).isEqualTo(3 * 5);
  }

  @Test
  void aTorusWrapsAndABoardHasCorners() {
    var torus = new TinyWorld(Machine.torus(3, 3)).on(0, 0, burst(1, 1)).on(2, 0, FabricTest::idle);
    assertThat(
            torus.entry(0, 1, 1 << Link.W.ordinal()).entry(2, 1, 0, 0).run(1).network().delivered())
        .isEqualTo(1);

    var board = new TinyWorld(Machine.board()).on(0, 0, burst(1, 1)).entry(0, 1, 1 << 3);
    assertThatThrownBy(() -> board.run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("link W");
  }

  @Test
  void theFirstEntryThatMatchesWins() {
    Results results =
        TinyWorld.chip()
            .on(0, 0, burst(0x105, 1))
            .on(0, 4, FabricTest::idle)
            .on(0, 8, FabricTest::idle)
            .block(0, 0x200, 0xF00, 0, 4)
            .block(0, 0x100, 0xF0F, 0, 4)
            .block(0, 0x100, 0xF00, 0, 8)
            .block(0, 0x105, -1, 0, 4)
            .run(1);
    assertThat(results.cores().get(1).received()).isZero();
    assertThat(results.cores().get(2).received()).isEqualTo(1);
  }

  @Test
  void tablesThatSendAPacketInCirclesAreFound() {
    var world = new TinyWorld(Machine.torus(3, 1)).on(0, 0, burst(1, 1));
    for (int chip = 0; chip < 3; chip++) {
      world.entry(chip, 1, E);
    }
    assertThatThrownBy(() -> world.run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("circles");
  }

  @Test
  void aTableThatNamesAnEmptyPeIsFound() {
    var world = TinyWorld.chip().on(0, 0, burst(1, 1)).entry(0, 1, 0, 77);
    assertThatThrownBy(() -> world.run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(CoreMap.name(77));
  }

  @Test
  void theHistogramCountsEachDeliveryInItsPowerOfTwo() {
    Results.Net net =
        TinyWorld.chip()
            .on(0, 0, burst(1, 10))
            .on(0, 1, FabricTest::idle)
            .on(0, 2, FabricTest::idle)
            .entry(0, 1, 0, 1, 2)
            .run(1)
            .network();
    // 10 hops and the router: 1,060 ticks and up to 180 more, within [1024, 2048)
    assertThat(net.latencyHistogram()).hasSize(12);
    assertThat(net.latencyHistogram()[11]).isEqualTo(20);
  }

  @Test
  void anUnmatchedPacketFromALinkGoesStraightOnWhereTheRulesSaySo() {
    var world =
        new TinyWorld(Machine.torus(5, 1)).on(0, 0, burst(1, 3)).on(3, 60, FabricTest::idle);
    world.entry(0, 1, E).entry(3, 1, 0, 60); // nothing on chips 1 and 2
    Options straight = TinyWorld.options(16).withRouter(new RouterRules(true, 0));
    assertThat(world.run(1, straight).network().delivered()).isEqualTo(3);
    assertThat(world.run(1).network().delivered()).isZero();
    assertThat(world.run(1).network().unrouted()).isEqualTo(3);
  }

  @Test
  void aPacketThatWouldWaitTooLongForALinkIsDroppedWhereTheRulesSaySo() {
    var world =
        new TinyWorld(Machine.torus(5, 1))
            .on(0, 0, burst(1, 10))
            .on(1, 60, FabricTest::idle)
            .entry(0, 1, E)
            .entry(1, 1, 0, 60);
    // packets come to the link a flit of 20 ticks after each other and leave it a frame of 96 later
    // each: packet n would wait n x 76
    Options impatient = TinyWorld.options(16).withRouter(new RouterRules(false, 3 * 76));
    Results.Net net = world.run(1, impatient).network();
    assertThat(net.delivered()).isGreaterThanOrEqualTo(4).isLessThan(10);
    assertThat(net.delivered() + net.expired()).isEqualTo(10);
    assertThat(net.maxLatencyTicks())
        .isLessThanOrEqualTo((hops(0) + hops(60)) * HOP + 2 * ROUTER + LINK + 9 * FLIT + 3 * 76);
    assertThat(world.run(1).network().expired()).isZero();
  }
}
