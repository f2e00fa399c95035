package org.tradewind.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderTest {
  private static final LogMel SPEECH = new LogMel(16_000, 480, 161, 40, 20, 4000);

  /// librosa's documentation of `hz_to_mel`, `mel_to_hz` and `mel_frequencies(n_mels=40)`.
  @ParameterizedTest
  @CsvSource({
    "60, 0.9",
    "110, 1.65",
    "220, 3.3",
    "440, 6.6",
    "200, 3",
    "853.173, 12.797595",
    "1024.856, 15.35713"
  })
  void theMelScaleIsThatOfLibrosa(double hz, double mel) {
    assertThat(LogMel.mel(hz)).isCloseTo(mel, within(1e-3));
    assertThat(LogMel.hz(LogMel.mel(hz))).isCloseTo(hz, within(1e-9));
  }

  /// A swept tone and a steady one, by numpy's rfft and scipy's savgol_filter(9, 1, deriv=1).
  @ParameterizedTest
  @CsvSource({
    "0, 0, 9.960455691568237",
    "10, 5, 0.017670892407443167",
    "50, 14, 1.0803886512336512e-06",
    "50, 20, 3.6259054157664017",
    "99, 33, 19.950532018414084",
    "2, 45, 0.6517108949215258",
    "50, 60, 3.107281646340676",
    "97, 73, 3.473876776087312"
  })
  void theFeaturesOfATwoToneSoundAreThoseOfNumpy(int frame, int channel, double expected) {
    double[] features = SPEECH.features(tones());

    assertThat(features).hasSize(100 * 80);
    assertThat(features[frame * 80 + channel]).isCloseTo(expected, within(1e-9));
    assertThat(Arrays.stream(features).sum()).isCloseTo(9786.741546648424, within(1e-6));
  }

  @Test
  void loudnessDoesNotMatterAndSilenceIsZero() {
    double[] quiet = Arrays.stream(tones()).map(x -> x / 1000).toArray();
    double[] loud = SPEECH.features(tones());
    double[] features = SPEECH.features(quiet);

    for (int i = 0; i < loud.length; i++) {
      assertThat(features[i]).isCloseTo(loud[i], within(1e-9));
    }
    assertThat(SPEECH.features(new double[16_000])).containsOnly(0);
  }

  /// Each triangle holds an area of 1 above its frequencies, as far as they are close enough.
  @Test
  void aWideBandHasAreaOne() {
    double[][] filters = new LogMel(16_000, 4800, 161, 10, 20, 4000).filters();

    for (double[] filter : filters) {
      assertThat(Arrays.stream(filter).sum() * 16_000 / 4800).isCloseTo(1, within(0.01));
    }
  }

  @Test
  void aRateIsAFrequencyOfSpikes() {
    var code = new RateCode(0.5);
    int spikes = 0;
    for (int step = 0; step < 10_000; step++) {
      spikes += code.spikes(0.4, 1, 2, step, 3) ? 1 : 0;
      assertThat(code.spikes(0, 1, 2, step, 3)).isFalse();
    }

    assertThat(spikes / 10_000.0).isCloseTo(0.2, within(0.015));
    assertThatIllegalArgumentException().isThrownBy(() -> code.spikes(1.5, 1, 2, 0, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateCode(2));
  }

  @Test
  void everyLevelThatIsCrossedIsASpike() {
    double[] signal = {5, 5.4, 6.2, 8.1, 7.5, 7, 6.9, 4.9};

    assertThat(new LevelCrossing(1).encode(signal))
        .extracting(c -> c.step() + (c.up() ? "+" : "-"))
        .containsExactly("2+", "3+", "3+", "5-", "7-", "7-");
    assertThat(new LevelCrossing(1).encode(new double[0])).isEmpty();
  }

  /// What was crossed is within one level of what is there.
  @Test
  void crossingsAddUpToTheSignal() {
    double[] signal = tones();
    double[] rebuilt = new double[signal.length];
    for (LevelCrossing.Crossing crossing : new LevelCrossing(0.05).encode(signal)) {
      rebuilt[crossing.step()] += crossing.up() ? 0.05 : -0.05;
    }
    double level = signal[0];
    for (int t = 0; t < signal.length; t++) {
      level += rebuilt[t];
      assertThat(Math.abs(level - signal[t])).isLessThan(0.05 + 1e-9);
    }
  }

  @Test
  void whatCannotBeHeardIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogMel(16_000, 480, 161, 40, 20, 9000));
    assertThatIllegalArgumentException().isThrownBy(() -> new LogMel(16_000, 480, 0, 40, 20, 4000));
    assertThatIllegalArgumentException().isThrownBy(() -> SPEECH.features(new double[500]));
    assertThatIllegalArgumentException().isThrownBy(() -> new LevelCrossing(0));
  }

  private static double[] tones() {
    double[] wave = new double[16_000];
    for (int n = 0; n < wave.length; n++) {
      double t = n / 16_000.0;
      double envelope = Math.exp(-Math.pow((n - 8000) / 4000.0, 2));
      wave[n] =
          Math.sin(2 * Math.PI * (300 * t + 900 * t * t)) * envelope
              + 0.1 * Math.sin(2 * Math.PI * 2500 * t);
    }
    return wave;
  }
}
