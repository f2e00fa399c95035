package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final int DRAWS = 50_000;
  private static final long SEED = 11;
  private static final long OWNER = Network.owner(Network.Use.WEIGHT, 3, 0);

  @Test
  void constantsAndListsAreWhatTheySay() {
    assertThat(Values.of(2.5).resolve(3, SEED, OWNER)).containsExactly(2.5, 2.5, 2.5);
    var list = new double[] {1, 2};
    var values = Values.of(list);
    list[0] = 9;
    assertThat(values.resolve(2, SEED, OWNER)).containsExactly(1, 2);
    assertThat(values.count()).isEqualTo(2);
    assertThat(Values.of(1).count()).isEqualTo(-1);
  }

  @Test
  void uniformHasItsMeanVarianceAndRange() {
    double[] drawn = new Values.Uniform(-2, 6).resolve(DRAWS, SEED, OWNER);
    assertThat(mean(drawn)).isCloseTo(2, within(5 * Math.sqrt(64.0 / 12 / DRAWS)));
    assertThat(variance(drawn)).isCloseTo(64.0 / 12, within(0.15));
    assertThat(Arrays.stream(drawn)).allMatch(x -> x >= -2 && x < 6);
  }

  @Test
  void normalHasItsMeanAndDeviation() {
    var normal = new Values.Normal(3, 2, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    double[] drawn = normal.resolve(DRAWS, SEED, OWNER);
    assertThat(mean(drawn)).isCloseTo(3, within(5 * 2 / Math.sqrt(DRAWS)));
    assertThat(variance(drawn)).isCloseTo(4, within(5 * 4 * Math.sqrt(2.0 / DRAWS)));
    double within1 = Arrays.stream(drawn).filter(x -> Math.abs(x - 3) < 2).count();
    assertThat(within1 / DRAWS).isCloseTo(0.6827, within(0.011));
  }

  @Test
  void aTruncatedNormalIsRedrawnNotClipped() {
    double[] drawn = new Values.Normal(0, 1, 0, 10).resolve(DRAWS, SEED, OWNER);
    assertThat(Arrays.stream(drawn)).allMatch(x -> x > 0);
    // the half normal's mean is sqrt(2 / pi), its variance 1 - 2 / pi
    assertThat(mean(drawn))
        .isCloseTo(Math.sqrt(2 / Math.PI), within(5 * Math.sqrt((1 - 2 / Math.PI) / DRAWS)));
  }

  @Test
  void aRangeThatIsNeverHitIsClippedTo() {
    assertThat(new Values.Normal(0, 1, 50, 60).at(SEED, OWNER, 0)).isEqualTo(50);
    assertThat(new Values.Normal(0, 0, 1, 2).at(SEED, OWNER, 0)).isEqualTo(1);
  }

  @Test
  void aValueDependsOnSeedOwnerAndIndexAlone() {
    var uniform = new Values.Uniform(0, 1);
    assertThat(uniform.at(SEED, OWNER, 7)).isEqualTo(uniform.resolve(10, SEED, OWNER)[7]);
    assertThat(uniform.at(SEED, OWNER, 7))
        .isNotEqualTo(uniform.at(SEED + 1, OWNER, 7))
        .isNotEqualTo(uniform.at(SEED, OWNER + 1, 7))
        .isNotEqualTo(uniform.at(SEED, OWNER, 8));
  }

  @Test
  void ownersOfDifferentUsesNeverMeet() {
    assertThat(
            new long[] {
              Network.owner(Network.Use.WEIGHT, 1, 0),
              Network.owner(Network.Use.DELAY, 1, 0),
              Network.owner(Network.Use.WEIGHT, 2, 0),
              Network.owner(Network.Use.PARAMETER, 1, 0),
              Network.owner(Network.Use.PARAMETER, 1, 1),
              Network.owner(Network.Use.PARAMETER, 1, 100)
            })
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void onlyFiniteNumbersAreValues(double value) {
    assertThatThrownBy(() -> Values.of(value)).hasMessageContaining("only finite numbers");
    assertThatThrownBy(() -> Values.of(new double[] {1, value}))
        .hasMessageContaining("only finite numbers");
    assertThatThrownBy(() -> new Values.Uniform(value, 1)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> new Values.Normal(value, 1, 0, 1))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void rangesAreInOrder() {
    assertThatThrownBy(() -> new Values.Uniform(2, 1)).hasMessageContaining("low 2.0");
    assertThatThrownBy(() -> new Values.Normal(0, 1, 2, 1)).hasMessageContaining("low 2.0");
    assertThatThrownBy(() -> new Values.Normal(0, -1, 0, 1)).hasMessageContaining("std -1.0");
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }
}
