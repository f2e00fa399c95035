package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WayTest {
  @Test
  void aDisplacementHasOneShortestWay() {
    // beside every way of as few links or fewer
    for (int dx = -6; dx <= 6; dx++) {
      for (int dy = -6; dy <= 6; dy++) {
        Way way = Way.of(dx, dy);
        assertThat(way.e() + way.ne()).isEqualTo(dx);
        assertThat(way.n() + way.ne()).isEqualTo(dy);
        assertThat(way.hops()).isEqualTo(Link.hops(dx, dy));
        for (int ne = -13; ne <= 13; ne++) {
          int hops = Math.abs(dx - ne) + Math.abs(ne) + Math.abs(dy - ne);
          assertThat(hops > way.hops() || ne == way.ne()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chip",
        "1x1",
        "1x7",
        "7x1",
        "2x2",
        "2x3",
        "2x9",
        "9x2",
        "3x3",
        "3x11",
        "4x4",
        "5x8",
        "6x6",
        "7x7",
        "8x6",
        "12x12",
        "1x1triads",
        "2x1triads",
        "board"
      })
  void waysAndPathsAreThoseOfASearchOverTheWholeTorus(String name) {
    Machine machine = Machine.of("--machine", name);
    for (int from = 0; from < machine.chipPositions(); from += 1 + machine.chipPositions() / 5) {
      if (machine.hasChip(from)) {
        compare(machine, from);
      }
    }
  }

  @Test
  void waysGoRoundTheEdgesThatAreJoinedAndNoOthers() {
    for (int width = 1; width <= 6; width++) {
      for (int height = 1; height <= 6; height++) {
        for (Wrap wrap : Wrap.values()) {
          Machine machine = Machine.grid(width, height, wrap);
          for (int from = 0; from < width * height; from++) {
            compare(machine, from);
          }
        }
      }
    }
  }

  /// Distance, ways and numbers of paths from a chip beside a search link by link.
  private static void compare(Machine machine, int from) {
    int positions = machine.chipPositions();
    int[] hops = new int[positions];
    Arrays.fill(hops, -1);
    var paths = new BigInteger[positions];
    Arrays.fill(paths, BigInteger.ZERO);
    List<Set<Way>> ways = new java.util.ArrayList<>();
    for (int i = 0; i < positions; i++) {
      ways.add(new HashSet<>());
    }
    hops[from] = 0;
    paths[from] = BigInteger.ONE;
    ways.get(from).add(new Way(0, 0, 0));
    var open = new ArrayDeque<Integer>();
    open.add(from);
    while (!open.isEmpty()) {
      int chip = open.remove();
      for (Link link : Link.values()) {
        int next = machine.neighbour(chip, link);
        if (next < 0) {
          continue;
        }
        if (hops[next] < 0) {
          hops[next] = hops[chip] + 1;
          open.add(next);
        }
        if (hops[next] == hops[chip] + 1) {
          paths[next] = paths[next].add(paths[chip]);
          for (Way way : ways.get(chip)) {
            ways.get(next).add(further(way, link));
          }
        }
      }
    }
    for (int to = 0; to < positions; to++) {
      if (machine.hasChip(to)) {
        String what = machine + " " + machine.wrap() + ": " + from + " to " + to;
        assertThat(machine.distance(from, to)).as(what).isEqualTo(hops[to]);
        List<Way> found = Way.shortest(machine, from, to);
        if (machine.wrap() == Wrap.FULL || machine.liveChips() == positions) {
          assertThat(found).as(what).containsExactlyInAnyOrderElementsOf(ways.get(to));
          assertThat(Way.paths(machine, from, to)).as(what).isEqualTo(paths[to]);
        } else {
          // on a board some of the paths would leave it
          assertThat(found).as(what).containsAll(ways.get(to));
        }
        int[] links = new int[3];
        for (int choice = 0; choice < 4; choice++) {
          Way.shortest(machine, from, to, choice, links);
          assertThat(found).as(what).contains(new Way(links[0], links[1], links[2]));
        }
      }
    }
  }

  private static Way further(Way way, Link link) {
    int sign = link.ordinal() < 3 ? 1 : -1;
    return switch (link) {
      case E, W -> new Way(way.e() + sign, way.ne(), way.n());
      case NE, SW -> new Way(way.e(), way.ne() + sign, way.n());
      case N, S -> new Way(way.e(), way.ne(), way.n() + sign);
    };
  }

  @Test
  void theChoiceReachesEveryTieOfAnEvenTorus() {
    Machine torus = Machine.torus(8, 8);
    int[] links = new int[3];
    // (0,0) to (4,0): E four times, or W four times
    var seen = new HashSet<Way>();
    for (int choice = 0; choice < 4; choice++) {
      Way.shortest(torus, 0, 4, choice, links);
      seen.add(new Way(links[0], links[1], links[2]));
    }
    assertThat(seen).containsExactlyInAnyOrder(new Way(4, 0, 0), new Way(-4, 0, 0));
    assertThat(Way.shortest(torus, 0, 4)).containsExactly(new Way(-4, 0, 0), new Way(4, 0, 0));
  }

  @Test
  void thePathsOfALongWayAreCountedExactly() {
    Machine torus = Machine.torus(192, 180);
    // 60 E and 60 N the other way: the central binomial coefficient of 120
    assertThat(new Way(60, 0, -60).paths())
        .isEqualTo(new BigInteger("96614908840363322603893139521372656"));
    assertThat(Way.paths(torus, 0, torus.at(1, 1))).isEqualTo(BigInteger.ONE);
    assertThat(Way.paths(torus, 0, torus.at(1, -1))).isEqualTo(BigInteger.TWO);
  }
}
