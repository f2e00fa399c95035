package org.tradewind.io.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradewind.learn.Feedback;
import org.tradewind.train.DataSet;
import org.tradewind.train.Recipe;
import org.tradewind.unit.InputException;

class RecipeFileTest {
  private static Recipe read(String name, String... changes) {
    return RecipeFile.read(
        Path.of("..", "examples", name + RecipeFile.EXTENSION), List.of(changes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yin-yang", "yin-yang-chip", "mnist", "deep-rewiring", "speech"})
  void everyRecipeThatShipsIsRead(String name) {
    assertThat(read(name).name()).isEqualTo(name);
    assertThat(read(name).epochs()).isGreaterThan(1);
  }

  @Test
  void theChipsRecipeSaysWhatThePaperSays() {
    var rule = (Recipe.Rule.Steps) read("yin-yang-chip").rule();

    assertThat(rule.hidden()).containsExactly(120);
    assertThat(rule.steps()).isEqualTo(27);
    assertThat(rule.adam().rate()).isEqualTo(0.0019);
    assertThat(rule.where()).isInstanceOf(Recipe.Where.Chip.class);
  }

  @Test
  void speechIsLearnedOnTheCoresOfThePaperOrThroughTimeOnTheHost() {
    var rule = (Recipe.Rule.Eprop) read("speech").rule();

    assertThat(rule.cores()).isEqualTo(12);
    assertThat(rule.alif()).isEqualTo(120);
    assertThat(rule.feedback()).isEqualTo(Feedback.Kind.SYMMETRIC);
    assertThat(rule.where()).isInstanceOf(Recipe.Where.Chip.class);
    assertThat(read("speech", "rule.name=bptt").rule()).isInstanceOf(Recipe.Rule.ThroughTime.class);
    assertThatThrownBy(() -> read("speech", "rule.name=bptt", "machine.on=chip"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("learn on a machine");
    assertThatThrownBy(() -> read("speech", "network.lif=121"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("from 0 to 120");
  }

  @Test
  void changesTakeThePlaceOfWhatTheFileSays() {
    Recipe recipe =
        read("yin-yang-chip", "epochs=3", "network.hidden=[20]", "machine.copies=4", "seed=7");
    var rule = (Recipe.Rule.Steps) recipe.rule();

    assertThat(recipe.epochs()).isEqualTo(3);
    assertThat(recipe.seed()).isEqualTo(7);
    assertThat(rule.hidden()).containsExactly(20);
    assertThat(rule.copies()).isEqualTo(4);
  }

  /// More epochs go on from a checkpoint, anything else does not.
  @Test
  void onlyTheNumberOfEpochsIsNotInItsText() {
    assertThat(read("yin-yang", "epochs=3").text()).isEqualTo(read("yin-yang").text());
    assertThat(read("yin-yang", "seed=3").text()).isNotEqualTo(read("yin-yang").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rule.ratte=1 | rule.ratte: unknown key; did you mean 'rate'",
        "rule.name=backprop | is 'backprop'; ",
        "batch=0 | it must be a whole number from 1",
        "machine.timestep=1.5us | no whole number of microseconds",
        "machine.copies=23 | it must be a whole number from 1 to 22",
        "network.initial=[{mean: 1, std: 1}] | has 1 entries for 2 layers",
        "network.tau_m=5ms | need",
        "data.set=cifar | is 'cifar'; ",
        "nonsense | is no change; write a key and its value",
        "epochs=[ | is no YAML text"
      })
  void whatIsWrongIsSaidWithItsPlace(String change, String message) {
    assertThatThrownBy(() -> read("yin-yang-chip", change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void dataThatIsNotThereIsSaidToBe() {
    assertThatThrownBy(() -> RecipeData.read(read("mnist"), ""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("TRADEWIND_DATA");
    assertThatThrownBy(() -> RecipeData.read(read("mnist"), "/nowhere"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nowhere");
  }

  /// Trainers learn several samples at once.
  @Test
  void anImageStaysAsItWasReadWhenTheNextIsRead(@TempDir Path folder) throws IOException {
    Path mnist = Files.createDirectory(folder.resolve("mnist"));
    int images = 6;
    for (String name : List.of("train", "t10k")) {
      byte[] labels = new byte[images];
      byte[] pixels = new byte[images * RecipeData.PIXELS];
      for (int image = 0; image < images; image++) {
        labels[image] = (byte) image;
        Arrays.fill(
            pixels,
            image * RecipeData.PIXELS,
            (image + 1) * RecipeData.PIXELS,
            (byte) (250 + image));
      }
      write(mnist.resolve(name + "-labels-idx1-ubyte.gz"), labels, images);
      write(mnist.resolve(name + "-images-idx3-ubyte.gz"), pixels, images, 28, 28);
    }

    DataSet data =
        RecipeData.read(
            read("mnist", "data.validation=2", "data.train=3", "data.test=6"), folder.toString());

    double[] first = data.train().values(0);
    assertThat(data.train().values(1)).hasSize(RecipeData.PIXELS).containsOnly(253);
    assertThat(first).containsOnly(252);
    assertThat(data.validation().size()).isEqualTo(2);
    assertThat(data.train().size()).isEqualTo(3);
    assertThat(data.test().label(5)).isEqualTo(5);
  }

  private static void write(Path file, byte[] values, int... shape) throws IOException {
    try (var out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(0x0800 | shape.length);
      for (int side : shape) {
        out.writeInt(side);
      }
      out.write(values);
    }
  }
}
