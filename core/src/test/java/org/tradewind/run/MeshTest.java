package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tradewind.machine.CoreMap;

class MeshTest {
  @Test
  void waysIntoAndOutOfTheRouterAreAsLongAsTheGridSays() {
    for (int quad = 0; quad < CoreMap.PES / 4; quad++) {
      int y = CoreMap.qy(4 * quad);
      int expected = Math.abs(CoreMap.qx(4 * quad) - 4) + (y <= 3 ? 3 - y : y - 4);
      assertThat(Mesh.hops(quad)).isEqualTo(expected);
      int out = 0;
      for (int at = Mesh.ofQuad(quad); at != Mesh.ROUTER; at = Mesh.from(at)) {
        out++;
      }
      assertThat(out).isEqualTo(expected);
    }
  }

  @Test
  void theRouterHasSixPorts() {
    int in = 0;
    int out = 0;
    for (int at = 0; at < Mesh.SWITCHES; at++) {
      boolean router = at == 2 * 7 + 3 || at == 3 * 7 + 3;
      in += !router && Mesh.towards(at) == Mesh.ROUTER ? 1 : 0;
      out += !router && Mesh.from(at) == Mesh.ROUTER ? 1 : 0;
    }
    assertThat(in).isEqualTo(6);
    assertThat(out).isEqualTo(6);
  }
}
