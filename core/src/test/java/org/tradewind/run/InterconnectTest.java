package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.machine.Wrap;
import org.tradewind.unit.Ticks;

class InterconnectTest {
  private static final long SEED = 1;

  /// 5 cycles of 300 MHz; one.
  private static final double HOP = 100;

  private static final double FLIT = 20;

  /// Pattern and γ, by hand for 8 x 8 and XY routing.
  static Stream<Object[]> largestLoads() {
    return Stream.of(
        // half of a row's packets from its one half go to the other: 8 / 4, and nobody to itself
        new Object[] {TrafficPattern.uniform(8, 8), 2 * 64.0 / 63},
        new Object[] {TrafficPattern.neighbour(8, 8), 1},
        // five nodes 3 to the right and three nodes 5 to the left
        new Object[] {TrafficPattern.tornado(8, 8), 3},
        // all of row 7 but its last go to column 7, over the link at the row's end
        new Object[] {TrafficPattern.transpose(8), 7},
        new Object[] {TrafficPattern.complement(8, 8), 4},
        // all to (4,3): four rows of eight come down column 4
        new Object[] {TrafficPattern.hotspot(8, 8, 1, Noc.at(4, 3)), 32});
  }

  @ParameterizedTest
  @MethodSource("largestLoads")
  void theBusiestLinkIsTheOneThatAnArgumentByHandFinds(TrafficPattern pattern, double load) {
    assertThat(Interconnect.noc().largestChannelLoad(pattern)).isEqualTo(load, within(1e-9));
  }

  @Test
  void sharesOfANodeAddUpAndDrawsFollowThem() {
    var pattern = TrafficPattern.hotspot(4, 4, 0.3, 5);
    int from = 2;
    int n = 20_000;
    var counts = new int[16];
    for (int cycle = 0; cycle < n; cycle++) {
      counts[pattern.draw(from, SEED, 7, cycle)]++;
    }
    double sum = 0;
    for (int to = 0; to < 16; to++) {
      double expected = n * pattern.share(from, to);
      sum += pattern.share(from, to);
      assertThat((double) counts[to]).isEqualTo(expected, within(5 * Math.sqrt(expected) + 1e-9));
    }
    assertThat(sum).isEqualTo(1, within(1e-12));
  }

  static Stream<TrafficPattern> patterns() {
    return Stream.of(
        TrafficPattern.uniform(8, 8),
        TrafficPattern.hotspot(8, 8, 0.1, Noc.at(4, 3)),
        TrafficPattern.neighbour(8, 8),
        TrafficPattern.tornado(8, 8),
        TrafficPattern.transpose(8),
        TrafficPattern.complement(8, 8));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void theNocSaturatesWhereItsBusiestLinkIsFull(TrafficPattern pattern) {
    var noc = Interconnect.noc();
    double ideal = noc.idealThroughput(pattern);
    int cycles = 4000;

    Interconnect.Measured below = noc.run(pattern, 0.9 * ideal, cycles, SEED);
    assertThat(below.sustained()).isTrue();
    assertThat(below.accepted()).isEqualTo(below.offered(), within(0.01 * below.offered()));

    Interconnect.Measured above = noc.run(pattern, 1.1 * ideal, cycles, SEED);
    assertThat(above.sustained()).isFalse();
    assertThat(above.accepted()).isLessThan(above.offered());
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void packetsThatMeetNobodyTakeTheirHops(TrafficPattern pattern) {
    var noc = Interconnect.noc();
    Interconnect.Measured measured = noc.run(pattern, 0.005, 20_000, SEED);
    double alone = noc.zeroLoadTicks(pattern);
    assertThat(alone).isEqualTo(noc.meanHops(pattern) * HOP, within(1e-6));
    assertThat(measured.meanTicks()).isEqualTo(alone, within(0.03 * alone));
    // no packet takes longer than the longest way and a few others before it
    assertThat(measured.maxTicks()).isLessThan((long) (14 * HOP + 10 * FLIT));
  }

  /// Neighbours on a torus are one link apart and share none, so a packet waits only for those of
  /// its own chip: a discrete queue with batch arrivals A ~ Binomial(6, λ / 6) and one departure a
  /// cycle, where the mean wait is E[A (A - 1)] / (2 E[A] (1 - λ)) = 5 λ / (12 (1 - λ)) cycles.
  @Test
  void packetsOfOneChipWaitForEachOtherAsQueueingTheorySays() {
    var torus = Interconnect.chips(Machine.torus(4, 4));
    var pattern = TrafficPattern.neighbour(4, 4);
    for (double load : new double[] {0.2, 0.5, 0.8}) {
      Interconnect.Measured measured = torus.run(pattern, load, 20_000, SEED);
      double wait = 5 * load / (12 * (1 - load));
      double waited = (measured.meanTicks() - torus.zeroLoadTicks(pattern)) / torus.cycleTicks();
      assertThat(waited).as("load %s, seed %s", load, SEED).isEqualTo(wait, within(0.05 * wait));
    }
  }

  @Test
  void aTorusSaturatesWhereItsBusiestLinkIsFull() {
    var torus = Interconnect.chips(Machine.torus(6, 6));
    // tornado goes (2,2) everywhere: two links NE
    assertThat(torus.largestChannelLoad(TrafficPattern.tornado(6, 6))).isEqualTo(2);
    for (var pattern : Arrays.asList(TrafficPattern.uniform(6, 6), TrafficPattern.tornado(6, 6))) {
      double ideal = torus.idealThroughput(pattern);
      assertThat(torus.run(pattern, 0.9 * ideal, 4000, SEED).sustained()).isTrue();
      assertThat(torus.run(pattern, 1.1 * ideal, 4000, SEED).sustained()).isFalse();
    }
  }

  @Test
  void aTorusIsCrossedOverAsFewLinksAsThereCanBe() {
    var machine = Machine.torus(5, 4);
    var torus = new Topology.OfChips(machine);
    for (int from = 0; from < 20; from++) {
      for (int to = 0; to < 20; to++) {
        int hops = 0;
        for (int at = from; at != to; at = torus.end(torus.channel(at, to), to)) {
          hops++;
        }
        assertThat(hops).isEqualTo(machine.distance(from, to));
      }
    }
  }

  @Test
  void longLinksBetweenBoardsAreTheNarrowOnes() {
    var torus = Interconnect.chips(Machine.triads(1, 1, Wrap.FULL));
    // a packet for each chip over one link NE: 16 ns for a frame on a board, 60 ns between boards
    var pattern = TrafficPattern.neighbour(12, 12);
    assertThat(torus.largestChannelLoad(pattern)).isEqualTo(60.0 / 16);
    // of each board's 48 links NE 8 leave it
    double alone = 10 + (40 * 100 + 8 * 250) / 48.0;
    assertThat(Ticks.toNanoseconds(1) * torus.zeroLoadTicks(pattern))
        .isEqualTo(alone, within(1e-9));
  }

  @Test
  void aMachineWithEdgesIsNoTorus() {
    assertThatThrownBy(() -> Interconnect.chips(Machine.board()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("board is not a whole torus");
  }

  @Test
  void aRouterTakesTwelveHundredMillionPacketsASecondOfTheEighteenHundredThatItsPortsBring() {
    var router = Interconnect.router();
    var pattern = TrafficPattern.uniform(6, 1);
    double ideal = router.idealThroughput(pattern);
    assertThat(6 * ideal * 300e6).isEqualTo(1.2e9, within(1.0));
    assertThat(router.saturation(pattern, 20_000, SEED)).isEqualTo(ideal, within(0.03 * ideal));

    Interconnect.Measured all = router.run(pattern, 1, 4000, SEED);
    assertThat(all.offered()).isEqualTo(1);
    assertThat(all.accepted()).isEqualTo(ideal, within(0.01));
  }

  /// Published are 192 bit x 400 MHz on each of six ports, to four PEs each: 1,843.2 Gbit/s. Behind
  /// the ports are links of the NoC, which take 300 MHz.
  @Test
  void behindTheRouterTheNocTakesThreeQuartersOfItsPublishedPeak() {
    var engines = new RoutingEngines();
    var noc = Noc.data();
    int packets = 1000;
    long last = 0;
    for (int i = 0; i < packets; i++) {
      long left = engines.pass(0);
      for (int at = 0; at < Noc.SWITCHES; at++) {
        boolean port = !Noc.isRouter(at) && Noc.isRouter(Noc.fromRouter(at));
        if (port) {
          last = noc.cross(Noc.link(Noc.fromRouter(at), at), left, 1);
        }
      }
    }
    double seconds = Ticks.toSeconds(last);
    double gigabits = 1e-9 * noc.flitHops() * 4 * Spinnaker2.NOC_FLIT_BITS.value() / seconds;
    assertThat(gigabits).isEqualTo(0.75 * 1843.2, within(0.02 * 1843.2));
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    var noc = Interconnect.noc();
    var pattern = TrafficPattern.uniform(8, 8);
    Interconnect.Measured once = noc.run(pattern, 0.3, 1000, SEED);
    assertThat(noc.run(pattern, 0.3, 1000, SEED)).isEqualTo(once);
    assertThat(noc.run(pattern, 0.3, 1000, SEED + 1)).isNotEqualTo(once);
  }

  @Test
  void percentilesAreThoseOfTheLatenciesThemselves() {
    Interconnect.Measured m =
        Interconnect.noc().run(TrafficPattern.complement(8, 8), 0.01, 4000, SEED);
    // ways of 2, 4, ... 14 links, as many longer than 8 as shorter
    assertThat(m.medianTicks()).isBetween((long) (7 * HOP), (long) (9 * HOP));
    assertThat(m.percentile99Ticks()).isBetween(m.medianTicks(), m.maxTicks());
    assertThat(m.maxTicks()).isGreaterThanOrEqualTo((long) (14 * HOP));
  }

  @Test
  void whatDoesNotFitTheNetworkIsRefused() {
    var noc = Interconnect.noc();
    assertThatThrownBy(() -> noc.run(TrafficPattern.uniform(4, 4), 0.1, 10, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a pattern of 4 x 4 on a network of 8 x 8");
    assertThatThrownBy(() -> noc.run(TrafficPattern.uniform(8, 8), 4.5, 10, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 4");
  }

  @Test
  void enginesTakeAPacketACycleEach() {
    var engines = new RoutingEngines();
    long n = 30;
    long last = 0;
    for (int i = 0; i < n; i++) {
      last = engines.pass(0);
    }
    // three at a time, 15 ticks apart, 60 through the pipeline
    assertThat(last).isEqualTo((n / 3 - 1) * 15 + 60);
    assertThat(engines.packets()).isEqualTo(n);
    assertThat(engines.waitingTicks()).isEqualTo(15 * 3 * 9 * 10 / 2);
    assertThat(engines.pass(1000)).isEqualTo(1060);
  }
}
