package org.tradewind.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveLinksTest {
  private static final long SEED = 20261121;

  @Test
  void waysOfAWholeTorusAreAsLongAsTheClosedFormSays() {
    Machine torus = Machine.torus(7, 5);
    var live = LiveLinks.of(torus);
    for (int a = 0; a < torus.chipPositions(); a++) {
      LiveLinks.Ways from = live.from(a);
      LiveLinks.Ways to = live.to(a);
      for (int b = 0; b < torus.chipPositions(); b++) {
        assertThat(from.hops(b)).isEqualTo(torus.distance(a, b));
        assertThat(to.hops(b)).isEqualTo(torus.distance(b, a));
        assertThat(from.hops(b)).isLessThanOrEqualTo(from.hops(from.farthest()));
      }
      assertThat(from.link(a)).isEqualTo(-1);
    }
  }

  /// Where links are dead, some in one direction alone: both searches agree, and whoever follows
  /// their links gets there.
  @Test
  void bothSearchesLeadOverLivingLinksAlone() {
    var random = new Random(SEED);
    var builder = Machine.board().builder();
    for (int i = 0; i < 120; i++) {
      builder.withoutDirection(random.nextInt(64), Link.of(random.nextInt(6)));
    }
    Machine torn = builder.withoutChip(20).build();
    var live = LiveLinks.of(torn);
    int unreached = 0;
    for (int a = 0; a < torn.chipPositions(); a++) {
      LiveLinks.Ways from = live.from(a);
      for (int b = 0; b < torn.chipPositions(); b++) {
        LiveLinks.Ways to = live.to(b);
        assertThat(to.hops(a)).as("seed %s: %s to %s", SEED, a, b).isEqualTo(from.hops(b));
        unreached += from.hops(b) < 0 ? 1 : 0;
        int chip = a;
        for (int left = to.hops(a); left > 0; left--) {
          chip = torn.neighbour(chip, Link.of(to.link(chip)));
        }
        chip = to.hops(a) < 0 ? b : chip;
        assertThat(chip).isEqualTo(b);
        for (int left = from.hops(b); left > 0; left--) {
          int before = live.before(chip, Link.of(from.link(chip)).opposite().ordinal());
          assertThat(torn.neighbour(before, Link.of(from.link(chip)))).isEqualTo(chip);
          chip = before;
        }
      }
    }
    assertThat(unreached).as("places without a chip, at least").isGreaterThan(16 * 48);
  }
}
