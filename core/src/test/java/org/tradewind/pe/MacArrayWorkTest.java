package org.tradewind.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tradewind.pe.MacFormat.S16;
import static org.tradewind.pe.MacFormat.S8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradewind.cost.Explained;
import org.tradewind.cost.MacArrayCost;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.machine.PerformanceLevel;

/// How long the MAC array takes for a shape, by hand and against the shares of its peak that are
/// published by kind of layer: 78 % for matrix products, 16-19 % fully connected, 22-50 %
/// convolutions (CHIP). Which shapes those were is not published; here are shapes that fit one PE.
class MacArrayWorkTest {
  private static final MacArrayCost COST = MacArrayCost.CHIP;
  private static final MacOutput BYTES = new MacOutput(S8, 7, true, true);

  /// 8 x 32 of 10: two by two tiles of 10 steps that wait for 20 x 10 / 16 = 12.5, so 13 words.
  @Test
  void aProductByHand() {
    var shape = new Matmul(8, 10, 32, S8, S8, BYTES);
    assertThat(shape.work()).isEqualTo(new MacArrayWork(4, 10, 0, 0, 200, true, 256, 2560));
    assertThat(COST.cycles(shape.work())).isEqualTo(200 + 4 * (13 + 2) + 256 / 16);
  }

  /// 5 channels of 20 pixels a line, 3 lines: 2 x 3 x 2 tiles; each loads 18 pixels, two words, for
  /// each of 2 channels and 3 lines of the kernel, and 18 x 4 bytes of weights, 4.5 words.
  @Test
  void aConvolutionByHand() {
    var shape = new Convolution(2, 3, 20, 5, 3, 3, 1, 1, 1, 1, S8, S8, BYTES);
    assertThat(shape.work()).isEqualTo(new MacArrayWork(12, 18, 6, 18, 72, false, 300, 300 * 18));
    assertThat(COST.cycles(shape.work())).isEqualTo(200 + 12 * (18 + 6 * 2 + 5 + 2) + 19);
  }

  /// Fusing cells: twice or four times the tiles, for as many operand bytes a step.
  @Test
  void sixteenBitsTakeTwiceTheArrayOnTheirSide() {
    long cycles = steps(new Matmul(16, 64, 64, S8, S8, BYTES));
    assertThat(steps(new Matmul(16, 64, 64, S16, S8, BYTES))).isEqualTo(2 * cycles);
    assertThat(steps(new Matmul(16, 64, 64, S8, S16, BYTES))).isEqualTo(2 * cycles);
    assertThat(steps(new Matmul(16, 64, 64, S16, S16, BYTES))).isEqualTo(4 * cycles);
  }

  private static long steps(Matmul shape) {
    return shape.work().tiles() * shape.work().stepsPerTile();
  }

  /// The first row is what the model is calibrated on, together with the last.
  @ParameterizedTest
  @CsvSource({
    // m, k, n, utilisation in percent
    "64, 256, 128, 78.2",
    "128, 128, 128, 76.8",
    "64, 512, 64, 78.8",
    "32, 128, 64, 74.3",
    " 1, 1024, 32, 18.5",
    " 1, 1024, 16, 17.3",
    " 1, 256, 64, 17.1",
    " 1, 512, 32, 17.2",
  })
  void matrixProductsReachTheirPublishedShare(int m, int k, int n, double percent) {
    double utilisation = 100 * COST.utilisation(new Matmul(m, k, n, S8, S8, BYTES).work());
    assertThat(utilisation).isCloseTo(percent, within(0.1));
    if (m == 1) {
      assertThat(utilisation).isBetween(16.0, 19.0);
    }
  }

  /// Layers of the usual networks, or as many of their channels as fit a PE. Published: 22-50 %.
  @ParameterizedTest
  @CsvSource({
    // in, size, out, kernel, stride, pad, utilisation in percent
    "16, 56, 16, 3, 1, 1, 44.7",
    "32, 28, 32, 3, 1, 1, 45.2",
    "64, 14, 32, 3, 1, 1, 45.3",
    "64,  7, 32, 3, 1, 1, 22.6",
    "64, 14, 64, 1, 1, 0, 37.2",
    "32, 28, 32, 3, 2, 1, 38.5",
    " 3, 64, 16, 3, 1, 1, 46.4",
    " 3, 64, 16, 7, 2, 3, 57.9", // above what is published: a kernel line of 7 uses its load well
    "64,  7, 64, 1, 1, 0, 18.7", // below: 7 of 16 columns
  })
  void convolutionsComeNearTheirPublishedShare(
      int in, int size, int out, int kernel, int stride, int pad, double percent) {
    var shape =
        new Convolution(
            in, size, size, out, kernel, kernel, stride, stride, pad, pad, S8, S8, BYTES);
    assertThat(100 * COST.utilisation(shape.work())).isCloseTo(percent, within(0.1));
  }

  /// What no parameter but the port's width decides.
  @Test
  void withoutOverheadTheProductsBoundIsThePorts() {
    double largest = COST.utilisation(new Matmul(64, 1 << 20, 64, S8, S8, BYTES).work());
    assertThat(largest).isCloseTo(16.0 / 20, within(1e-3));
    double oneRow = COST.utilisation(new Matmul(1, 1 << 20, 64, S8, S8, BYTES).work());
    assertThat(oneRow).isCloseTo(16.0 / 20 / 4, within(1e-3));
  }

  @Test
  void theCyclesAreTheSumOfTheirCauses() {
    MacArrayWork work = new Matmul(5, 77, 30, S8, S8, BYTES).work();
    Explained explained = COST.explain(work);
    assertThat(explained.parts().stream().mapToDouble(Explained::value).sum())
        .isEqualTo(explained.value())
        .isEqualTo(COST.cycles(work));
    assertThat(explained.toString()).contains("4 tiles x 77 steps", "launch");
  }

  /// All 152 arrays of a chip at 78.2 % of their peak, which is what the energy was derived from.
  @ParameterizedTest
  @CsvSource({"LOW, 150, 235.4, 825", "HIGH, 300, 564.7, 2219"})
  void aChipFullOfProductsTakesThePublishedPower(
      PerformanceLevel level,
      double clockMhz,
      double asleepMilliwatts,
      double publishedMilliwatts) {
    MacArrayWork work = new Matmul(64, 256, 128, S8, S8, BYTES).work();
    double seconds = COST.cycles(work) / (clockMhz * 1e6);
    double watts = 152 * MacArrayCost.energy(work, level).value() / seconds;
    assertThat(asleepMilliwatts + 1e3 * watts)
        .isCloseTo(publishedMilliwatts, within(2e-3 * publishedMilliwatts));
  }
}
