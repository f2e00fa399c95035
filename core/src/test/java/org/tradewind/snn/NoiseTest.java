package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Background;
import org.tradewind.network.Network;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;
import org.tradewind.random.PoissonTable;

class NoiseTest {
  /// Ends in odd and in even number, with a remainder and without.
  private static final List<Background> BACKGROUNDS =
      List.of(
          new Background(1.3, 12),
          new Background(0, -3),
          new Background(128, -(1 << 20)),
          new Background(0.002, 1 << 20));

  @Test
  void whatWasWrittenDrawsTheSameWhenItIsReadAgain() {
    var noise = new Noise(6, 1_000, BACKGROUNDS);
    Layout layout = noise.region(new Layout().with("before", 20));
    var image = new Sram(layout.bytes());
    noise.write(layout, image);
    List<CoreImage.Background> read = noise.read(layout, image);
    assertThat(read).hasSameSizeAs(BACKGROUNDS);
    for (int b = 0; b < read.size(); b++) {
      CoreImage.Background background = read.get(b);
      assertThat(background.weight()).isEqualTo((int) BACKGROUNDS.get(b).weight());
      assertThat(background.from()).isEqualTo(1_000);
      assertThat(background.owner()).isEqualTo(Network.owner(Network.Use.BACKGROUND, 6, b));
      PoissonTable table = PoissonTable.of(BACKGROUNDS.get(b).meanPerStep());
      assertThat(background.table()).isEqualTo(table);
      var counts = new int[20_000];
      table.draw(1, 2, 3, 4, counts);
      var again = new int[20_000];
      background.table().draw(1, 2, 3, 4, again);
      assertThat(again).as("background %s", b).containsExactly(counts);
    }
  }

  @Test
  void whoHasNoneTakesNeitherBytesNorCycles() {
    var none = new Noise(6, 1_000, List.of());
    Layout layout = none.region(new Layout());
    assertThat(layout.bytes()).isZero();
    assertThat(none.cycles(100)).isZero();
    assertThat(none.read(layout, new Sram(0))).isEmpty();
  }
}
