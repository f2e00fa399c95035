package org.tradewind.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.job.Decision;
import org.tradewind.job.Report;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.FirstStepLoss;
import org.tradewind.learn.IntensityCode;
import org.tradewind.learn.LatencyCode;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.StepLatencyCode;
import org.tradewind.learn.TimeToFirstSpike;
import org.tradewind.network.SynapseWord;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.unit.InputException;

/// Every rule, on data that fit on a napkin.
class TrainingTest {
  private static final LifDynamics LIF = new LifDynamics(20, 5, 1);
  private static final Recipe.Data.YinYang POINTS = new Recipe.Data.YinYang(60, 42, 30, 41, 40, 40);
  private static final Recipe.Exported EXPORTED = new Recipe.Exported(SynapseWord.WIDE, 0.5, 40);

  private static final Recipe.Rule EXACT =
      new Recipe.Rule.FirstSpikes(
          LIF,
          List.of(20),
          List.of(new Recipe.Initial(1.5, 0.78, false), new Recipe.Initial(2, 1, false)),
          new LatencyCode(30),
          new TimeToFirstSpike(0.5, 6.4, 3e-3),
          Optimiser.Adam.of(2e-2).decaying(0.95),
          2);

  private static final Recipe.Rule VOLTAGES =
      new Recipe.Rule.Voltages(
          LIF,
          List.of(20),
          List.of(new Recipe.Initial(1.2, 0.8, false), new Recipe.Initial(0.2, 0.4, false)),
          new IntensityCode(20, 1),
          0.01,
          Optimiser.Adam.of(1e-2),
          2);

  private static Recipe.Rule steps(int copies, Recipe.Where where) {
    return new Recipe.Rule.Steps(
        LIF,
        List.of(20),
        List.of(new Recipe.Initial(3.2, 3.2, true), new Recipe.Initial(5.2, 2.8, true)),
        27,
        1,
        new StepLatencyCode(2, 26),
        new FirstStepLoss(1.5f, 1e-2f, 100),
        Optimiser.Adam.of(5e-3).decaying(0.95),
        copies,
        2,
        where);
  }

  private static final Recipe.Where CHIP = new Recipe.Where.Chip(0, DvfsPolicy.high());

  private static final AdaptiveDynamics HEARING = AdaptiveDynamics.rostami(1.6, 5, 150, 0.184, 10);

  private static Recipe.Rule eprop(Feedback.Kind feedback, Recipe.Where where) {
    return new Recipe.Rule.Eprop(HEARING, 2, 6, Optimiser.Adam.of(5e-3), feedback, 0.01, 3, where);
  }

  private static Recipe recipe(Recipe.Rule rule, int epochs) {
    return new Recipe("tiny", rule.toString(), POINTS, rule, 8, epochs, 1, EXPORTED);
  }

  /// Bytes of a pattern each class has of its own; or frames of it.
  private static DataSet patterns(int features, int frames, int classes) {
    var part =
        new DataSet.Part() {
          @Override
          public int size() {
            return 24;
          }

          @Override
          public int label(int sample) {
            return sample % classes;
          }

          @Override
          public double[] values(int sample) {
            double[] values = new double[features * frames];
            for (int i = 0; i < values.length; i++) {
              values[i] = (i + label(sample)) % classes == 0 ? 200 + sample : 3 * sample;
            }
            return values;
          }
        };
    return new DataSet("patterns", features, classes, part, part.first(0), part);
  }

  private static DataSet data(Recipe recipe) {
    return switch (recipe.rule()) {
      case Recipe.Rule.Voltages _, Recipe.Rule.Rewiring _ -> patterns(12, 1, 3);
      case Recipe.Rule.Eprop _, Recipe.Rule.ThroughTime _ -> patterns(4, 5, 3);
      case Recipe.Rule.FirstSpikes _, Recipe.Rule.Steps _ -> DataSet.yinYang(POINTS);
    };
  }

  static Stream<Recipe.Rule> rules() {
    var rewiring = new DeepRewiring(List.of(12, 6, 3), List.of(20, 9), 0.1, 0.9, 1e-5, 1e-3, 2);
    Optimiser.Adam adam = Optimiser.Adam.of(5e-3);
    return Stream.of(
        EXACT,
        steps(2, new Recipe.Where.Host()),
        steps(2, CHIP),
        VOLTAGES,
        new Recipe.Rule.Rewiring(rewiring, new Recipe.Rewirer.Host(false)),
        new Recipe.Rule.Rewiring(rewiring, new Recipe.Rewirer.Host(true)),
        new Recipe.Rule.Rewiring(rewiring, new Recipe.Rewirer.Cores(2, DvfsPolicy.high())),
        eprop(Feedback.Kind.SYMMETRIC, new Recipe.Where.Host()),
        eprop(Feedback.Kind.ADAPTIVE, CHIP),
        new Recipe.Rule.ThroughTime(HEARING, 2, 6, adam));
  }

  private static byte[] saved(Training training) throws IOException {
    var bytes = new ByteArrayOutputStream();
    training.save(bytes);
    return bytes.toByteArray();
  }

  private static Training trained(Recipe recipe) {
    var training = new Training(recipe, data(recipe));
    while (!training.over()) {
      training.next();
    }
    return training;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aTrainingThatWasInterruptedGoesOnToTheSameBytes(Recipe.Rule rule) throws IOException {
    byte[] whole = saved(trained(recipe(rule, 4)));
    byte[] half = saved(trained(recipe(rule, 2)));
    var resumed = new Training(recipe(rule, 4), data(recipe(rule, 4)));
    resumed.restore(new ByteArrayInputStream(half), "half");

    assertThat(resumed.curve()).hasSize(2);
    resumed.next();
    resumed.next();
    assertThat(saved(resumed)).isEqualTo(whole);
    assertThat(half).isNotEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void anyNumberOfThreadsLearnsTheSameBits(Recipe.Rule rule) throws Exception {
    byte[] expected = saved(trained(recipe(rule, 1)));
    try (var three = new ForkJoinPool(3)) {
      assertThat(three.submit(() -> saved(trained(recipe(rule, 1)))).get()).isEqualTo(expected);
    }
  }

  @Test
  void coresAndHostLearnTheSame() throws IOException {
    for (int copies : new int[] {1, 4}) {
      Training cores = trained(recipe(steps(copies, CHIP), 2));
      Training host = trained(recipe(steps(copies, new Recipe.Where.Host()), 2));

      assertThat(state(cores)).isEqualTo(state(host));
      assertThat(cores.curve().getLast().loss()).isEqualTo(host.curve().getLast().loss());
      assertThat(cores.trainer().onChip()).isPresent();
    }
  }

  @Test
  void coresRewireAsTheHostDoes() throws IOException {
    var rewiring = new DeepRewiring(List.of(12, 10, 3), List.of(50, 15), 0.3, 0.9, 1e-3, 0.01, 2);
    Training host = trained(recipe(rewired(rewiring, new Recipe.Rewirer.Host(false)), 2));
    for (int cores = 1; cores <= 4; cores++) {
      var where = new Recipe.Rewirer.Cores(cores, DvfsPolicy.high());
      Training chip = trained(recipe(rewired(rewiring, where), 2));

      assertThat(state(chip)).isEqualTo(state(host));
      assertThat(chip.curve().getLast().loss()).isEqualTo(host.curve().getLast().loss());
      assertThat(chip.trainer().onChip()).isPresent();
    }
  }

  @Test
  void coresHearAsTheHostDoes() throws IOException {
    for (Feedback.Kind feedback : Feedback.Kind.values()) {
      Training cores = trained(recipe(eprop(feedback, CHIP), 2));
      Training host = trained(recipe(eprop(feedback, new Recipe.Where.Host()), 2));

      assertThat(state(cores)).isEqualTo(state(host));
      assertThat(cores.curve().getLast().loss()).isEqualTo(host.curve().getLast().loss());
      assertThat(cores.trainer().onChip()).isPresent();
    }
  }

  private static Recipe.Rule rewired(DeepRewiring rewiring, Recipe.Rewirer where) {
    return new Recipe.Rule.Rewiring(rewiring, where);
  }

  private static byte[] state(Training training) throws IOException {
    var bytes = new ByteArrayOutputStream();
    training.trainer().save(new java.io.DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void exactEventPropLearnsYinYang() {
    Training training = trained(recipe(EXACT, 15));

    assertThat(training.curve().getLast().loss())
        .isLessThan(0.8 * training.curve().getFirst().loss());
    assertThat(training.curve().getLast().accuracy()).isGreaterThan(0.55);
  }

  /// The programs' current and voltage are those that were trained: with 16-bit weights hardly a
  /// sample is decided otherwise.
  @Test
  void whatWasTrainedRunsOnTheChipAsItWasTrained() {
    Training training = trained(recipe(steps(1, CHIP), 6));
    Trained trained = training.trainer().trained();
    var samples = trained.stimuli(training.data().test(), 40);
    Report report = trained.tried(SynapseWord.WIDE, samples, 1);

    assertThat(trained.decision()).isEqualTo(Decision.FIRST_SPIKE);
    assertThat(report.referenceAccuracy()).isEqualTo(training.curve().getLast().accuracy());
    assertThat(Math.abs(report.accuracy() - report.referenceAccuracy())).isLessThan(0.03);
  }

  /// Exact from event to event as it was trained, in steps of half a ms as it runs.
  @Test
  void readoutsThatDoNotSpikeRunOnTheChipAsTheyWereTrained() {
    Training training = trained(recipe(VOLTAGES, 60));
    Trained trained = training.trainer().trained();
    var samples = trained.stimuli(training.data().test(), 24);
    Report report = trained.tried(SynapseWord.WIDE, samples, 1);

    assertThat(training.curve().getLast().accuracy()).isGreaterThan(0.85);
    assertThat(trained.decision()).isEqualTo(Decision.GREATEST_VOLTAGE);
    assertThat(report.referenceAccuracy()).isGreaterThan(0.75);
    assertThat(report.accuracy()).isEqualTo(report.referenceAccuracy());
    assertThat(report.samples().getFirst().activity().spikes()).doesNotContainKey("layer2");
  }

  /// Numbers go from unit to unit: in floats every sample is decided as it was when trained.
  @Test
  void rewiredUnitsRunOnTheChipAsTheyWereTrained() {
    var rewiring =
        new DeepRewiring(List.of(12, 10, 8, 3), List.of(50, 40, 15), 0.3, 0.9, 1e-3, 0.01, 2);
    Training training = trained(recipe(rewired(rewiring, new Recipe.Rewirer.Host(false)), 20));
    Trained trained = training.trainer().trained();
    var samples = trained.stimuli(training.data().test(), 24);
    Report report = trained.tried(SynapseWord.NO_DELAY, samples, 1);

    assertThat(training.curve().getLast().accuracy()).isGreaterThan(0.6);
    assertThat(trained.steps()).isEqualTo(4);
    assertThat(report.referenceAccuracy()).isEqualTo(training.curve().getLast().accuracy());
    assertThat(report.accuracy()).isEqualTo(report.referenceAccuracy());
    assertThat(report.samples().getFirst().results().engineBecause()).contains("carry numbers");
  }

  /// What hears numbers and adapts does so as it was trained: in floats every sample is decided
  /// alike, and every spike is at the same step.
  @Test
  void recurrentNeuronsRunOnTheChipAsTheyWereTrained() {
    for (Recipe.Rule rule :
        List.of(
            eprop(Feedback.Kind.SYMMETRIC, new Recipe.Where.Host()),
            new Recipe.Rule.ThroughTime(HEARING, 2, 6, Optimiser.Adam.of(5e-3)))) {
      Training training = trained(recipe(rule, 12));
      Trained trained = training.trainer().trained();
      var samples = trained.stimuli(training.data().test(), 24);
      Report report = trained.tried(SynapseWord.WIDE, samples, 1);

      assertThat(training.curve().getLast().accuracy()).isGreaterThan(0.6);
      assertThat(trained.steps()).isEqualTo(6);
      assertThat(report.referenceAccuracy()).isEqualTo(training.curve().getLast().accuracy());
      assertThat(Math.abs(report.accuracy() - report.referenceAccuracy())).isLessThan(0.1);
    }
  }

  @Test
  void theFirstEpochWithTheBestValidationIsChosen() throws IOException {
    Training training = trained(recipe(EXACT, 8));
    double best =
        training.curve().stream().mapToDouble(Training.Row::validation).max().orElseThrow();
    Training.Row chosen = training.choose();

    assertThat(chosen.validation()).isEqualTo(best);
    assertThat(training.curve().subList(0, chosen.epoch() - 1))
        .allMatch(earlier -> earlier.validation() < best);
    assertThat(training.trainer().accuracy(training.data().test())).isEqualTo(chosen.accuracy());
    Training last =
        trained(
            recipe(
                new Recipe.Rule.Rewiring(
                    new DeepRewiring(List.of(12, 6, 3), List.of(20, 9), 0.1, 0.9, 1e-5, 1e-3, 2),
                    new Recipe.Rewirer.Host(false)),
                2));
    assertThat(last.choose()).isSameAs(last.curve().getLast());
  }

  @Test
  void aCheckpointOfAnotherRecipeIsRefused() throws IOException {
    byte[] saved = saved(trained(recipe(EXACT, 1)));
    var other = new Training(recipe(steps(1, CHIP), 1), data(recipe(EXACT, 1)));

    assertThatThrownBy(() -> other.restore(new ByteArrayInputStream(saved), "c.bin"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("c.bin")
        .hasMessageContaining("another recipe");
    assertThatThrownBy(() -> other.restore(new ByteArrayInputStream(new byte[20]), "c.bin"))
        .hasMessageContaining("no checkpoint");
    byte[] cut = java.util.Arrays.copyOf(saved, saved.length - 9);
    var same = new Training(recipe(EXACT, 1), data(recipe(EXACT, 1)));
    assertThatThrownBy(() -> same.restore(new ByteArrayInputStream(cut), "c.bin"))
        .hasMessageContaining("cut off");
  }
}
