package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.train.Training;

class LearningCurveTest {
  private static final List<Training.Row> ROWS =
      List.of(
          new Training.Row(1, 2.5, Double.NaN, 0.5, ""),
          new Training.Row(2, 1.5, Double.NaN, 0.8, ""),
          new Training.Row(3, 1.0, Double.NaN, 0.9, ""));

  @TempDir private Path directory;

  private BufferedImage png(List<Training.Row> rows) throws IOException {
    Path file = directory.resolve("curve.png");
    LearningCurve.png(rows, file);
    return ImageIO.read(file.toFile());
  }

  /// The dots of a colour, all or those within some rows.
  private static int dots(BufferedImage image, int rgb, int from, int to) {
    int count = 0;
    for (int y = from; y < to; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void thePictureOfDotsHasBothCurvesEachInItsPanelAndWords() throws IOException {
    BufferedImage image = png(ROWS);
    int middle = image.getHeight() / 2;

    assertThat(dots(image, 0x0072B2, 0, middle)).isGreaterThan(500);
    assertThat(dots(image, 0x0072B2, middle, image.getHeight())).isZero();
    assertThat(dots(image, 0xD55E00, middle, image.getHeight())).isGreaterThan(500);
    // "test accuracy (%)", "loss" and "epoch" in black
    assertThat(dots(image, 0, 0, image.getHeight())).isGreaterThan(800);
  }

  @Test
  void itIsTheSameBytesEveryTime() throws IOException {
    png(ROWS);
    byte[] first = Files.readAllBytes(directory.resolve("curve.png"));
    png(ROWS);

    assertThat(Files.readAllBytes(directory.resolve("curve.png"))).isEqualTo(first);
  }

  @Test
  void anEpochAloneOrALossThatIsInfiniteIsDrawnToo() throws IOException {
    var infinite = new Training.Row(1, Double.POSITIVE_INFINITY, Double.NaN, 0.5, "");

    assertThat(png(List.of(infinite)).getWidth()).isGreaterThan(1000);
    assertThat(LearningCurve.svg(List.of(infinite))).contains("epoch");
  }
}
