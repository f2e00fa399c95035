package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTest {
  @Test
  void idsAndVectorsAreThoseOfTheHardware() {
    int[][] vectors = {{1, 0}, {1, 1}, {0, 1}, {-1, 0}, {-1, -1}, {0, -1}};
    for (int id = 0; id < 6; id++) {
      assertThat(new int[] {Link.of(id).dx(), Link.of(id).dy()}).isEqualTo(vectors[id]);
    }
  }

  @Test
  void theOppositeLeadsBack() {
    for (Link link : Link.values()) {
      assertThat(link.opposite().dx()).isEqualTo(-link.dx());
      assertThat(link.opposite().dy()).isEqualTo(-link.dy());
      assertThat(link.opposite().opposite()).isEqualTo(link);
    }
  }

  @Test
  void aDiagonalIsOneHopOneWayAndTwoTheOther() {
    assertThat(Link.hops(0, 0)).isZero();
    assertThat(Link.hops(1, 1)).isEqualTo(1);
    assertThat(Link.hops(1, -1)).isEqualTo(2);
    assertThat(Link.hops(-3, 2)).isEqualTo(5);
    assertThat(Link.hops(-3, -2)).isEqualTo(3);
  }
}
