package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.CoreMap;

/// Closed forms, in ticks of 1/6 ns.
class NocTest {
  /// 5 cycles of 300 MHz: 16.67 ns.
  private static final long HOP = 100;

  /// One cycle of 300 MHz.
  private static final long FLIT = 20;

  /// One cycle of 100 MHz.
  private static final long SLOW = 60;

  private static List<Integer> way(int from, int to) {
    var way = new ArrayList<Integer>(List.of(from));
    for (int at = from; at != to; at = Noc.next(at, to)) {
      way.add(Noc.next(at, to));
    }
    return way;
  }

  /// Sends one packet over its way; returns when all of it is there.
  private static long send(Noc noc, int from, int to, long tick, int payloadBits) {
    int flits = noc.flits(payloadBits);
    long now = tick;
    for (int at = from; at != to; at = Noc.next(at, to)) {
      now = noc.cross(Noc.link(at, Noc.next(at, to)), now, flits);
    }
    return now + noc.tailTicks(flits);
  }

  @Test
  void everyWayIsAShortestOneAndTurnsOnceFromXToY() {
    for (int from = 0; from < Noc.SWITCHES; from++) {
      for (int to = 0; to < Noc.SWITCHES; to++) {
        List<Integer> way = way(from, to);
        assertThat(way).hasSize(1 + Noc.hops(from, to));
        int corner = Noc.at(Noc.x(to), Noc.y(from));
        assertThat(way).contains(corner);
      }
    }
  }

  @Test
  void everyLinkHasANumberOfItsOwn() {
    Set<Integer> links = new HashSet<>();
    int missing = 0;
    for (int link = 0; link < Noc.LINKS; link++) {
      int end = Noc.end(link);
      if (end < 0) {
        missing++;
      } else {
        assertThat(Noc.hops(Noc.start(link), end)).isEqualTo(1);
        assertThat(Noc.link(Noc.start(link), end)).isEqualTo(link);
        links.add(link);
      }
    }
    // 7 links each way in each of 8 rows and 8 columns
    assertThat(links).hasSize(4 * 7 * 8);
    assertThat(missing).isEqualTo(4 * 8);
  }

  @Test
  void waysToAndFromTheRouterAreThoseOfTheMulticastTrees() {
    for (int quad = 0; quad < CoreMap.PES / 4; quad++) {
      int y = CoreMap.qy(4 * quad);
      int expected = Math.abs(CoreMap.qx(4 * quad) - 4) + (y <= 3 ? 3 - y : y - 4);
      int there = 0;
      for (int at = Noc.ofQuad(quad); !Noc.isRouter(at); at = Noc.towardsRouter(at)) {
        there++;
      }
      int back = 0;
      for (int at = Noc.ofQuad(quad); !Noc.isRouter(at); at = Noc.fromRouter(at)) {
        back++;
      }
      assertThat(there).isEqualTo(expected);
      assertThat(back).isEqualTo(expected);
    }
  }

  @Test
  void theTreesFollowXyRoutingAndShareNoLink() {
    Set<Integer> in = new HashSet<>();
    Set<Integer> out = new HashSet<>();
    for (int at = 0; at < Noc.SWITCHES; at++) {
      int router = Noc.ofRouter(at);
      assertThat(Noc.isRouter(router)).isTrue();
      if (at == router) {
        continue;
      }
      List<Integer> from = way(router, at);
      assertThat(Noc.fromRouter(at)).isEqualTo(from.get(from.size() - 2));
      in.add(Noc.link(at, Noc.towardsRouter(at)));
      out.add(Noc.link(Noc.fromRouter(at), at));
    }
    assertThat(in).hasSize(62).doesNotContainAnyElementsOf(out);
    assertThat(out).hasSize(62);
  }

  @Test
  void sixLinksLeadIntoTheRouter() {
    int in = 0;
    for (int at = 0; at < Noc.SWITCHES; at++) {
      in += !Noc.isRouter(at) && Noc.isRouter(Noc.towardsRouter(at)) ? 1 : 0;
    }
    assertThat(in).isEqualTo(6);
  }

  @Test
  void theLongestWayBetweenQuadsTakes183Nanoseconds() {
    int from = Noc.ofQuad(CoreMap.quad(76));
    int to = Noc.ofQuad(CoreMap.quad(0));
    assertThat(CoreMap.name(76)).isEqualTo("1.1.0");
    assertThat(CoreMap.name(0)).isEqualTo("7.6.0");
    var noc = Noc.data();
    assertThat(send(noc, from, to, 0, 128)).isEqualTo(11 * HOP);
    assertThat(noc.flitHops()).isEqualTo(11);
  }

  @Test
  void aLinkTakesOnePacketACycleWhateverItsPayload() {
    var noc = Noc.data();
    int link = Noc.link(Noc.at(3, 3), Noc.at(4, 3));
    int n = 100;
    for (int i = 0; i < n; i++) {
      int flits = noc.flits(new int[] {0, 32, 64, 128}[i % 4]);
      assertThat(noc.cross(link, 0, flits)).isEqualTo(i * FLIT + HOP);
    }
    assertThat(noc.flitsCrossed(link)).isEqualTo(n);
    assertThat(noc.waitingTicks(link)).isEqualTo(FLIT * n * (n - 1) / 2);
    assertThat(noc.utilisation(link, n * FLIT)).isEqualTo(1);
    // a link that was left alone is free at once
    assertThat(noc.cross(link, 1_000_000, 1)).isEqualTo(1_000_000 + HOP);
  }

  @Test
  void aLongerPacketKeepsALinkForAllItsFlits() {
    var noc = Noc.configuration();
    assertThat(noc.flits(128)).isEqualTo(6);
    assertThat(noc.flits(32)).isEqualTo(3);
    assertThat(noc.flits(0)).isEqualTo(2);

    int from = Noc.at(0, 0);
    int to = Noc.at(1, 1);
    // the first flit takes two hops, five more follow
    assertThat(send(noc, from, to, 0, 128)).isEqualTo(2 * 5 * SLOW + 5 * SLOW);
    // a second packet starts behind the first's six flits
    assertThat(send(noc, from, to, 0, 0)).isEqualTo(6 * SLOW + 2 * 5 * SLOW + SLOW);
  }
}
