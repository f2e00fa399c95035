package org.tradewind.io.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tradewind.io.data.Idx;
import org.tradewind.io.data.SpeechCommands;
import org.tradewind.io.data.Wav;
import org.tradewind.learn.LogMel;
import org.tradewind.train.DataSet;
import org.tradewind.train.Recipe;
import org.tradewind.unit.InputException;

/// Reads the data that a recipe names.
public final class RecipeData {
  static final int PIXELS = 784;
  static final int DIGITS = 10;

  /// The front end of Rostami et al. 2022: 30 ms of 16 kHz, a frame every 10 ms, 40 bands.
  private static final LogMel EAR = new LogMel(16_000, 480, 161, 40, 20, 4000);

  private RecipeData() {}

  /// @param folder where data sets are, or empty: then only those that are generated can be had
  public static DataSet read(Recipe recipe, String folder) {
    try {
      return switch (recipe.data()) {
        case Recipe.Data.YinYang points -> DataSet.yinYang(points);
        case Recipe.Data.Mnist mnist -> mnist(mnist, folder(folder, "mnist"));
        case Recipe.Data.Speech speech -> speech(speech, folder(folder, "speech-commands"));
      };
    } catch (IOException e) {
      throw new InputException(
          "data of recipe '" + recipe.name() + "'", "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path folder(String folder, String set) {
    if (folder.isEmpty()) {
      throw new InputException(
          set,
          "is not here: the environment variable TRADEWIND_DATA names the folder of data sets, and"
              + " is not set; tradewind data list says what there is and where to get it");
    }
    Path path = Path.of(folder, set);
    if (!Files.isDirectory(path)) {
      throw new InputException(
          path.toString(), "there is no such folder; tradewind data get " + set + " says more");
    }
    return path;
  }

  // ── MNIST ──

  private static DataSet mnist(Recipe.Data.Mnist data, Path folder) throws IOException {
    int held = data.validation();
    return new DataSet(
        "mnist",
        PIXELS,
        DIGITS,
        Images.read(folder, "train", held, data.train()),
        Images.read(folder, "train", 0, held),
        Images.read(folder, "t10k", 0, data.test()));
  }

  /// Some images of a file.
  private record Images(Idx pixels, Idx labels, int from, int size) implements DataSet.Part {
    static Images read(Path folder, String name, int from, int most) throws IOException {
      Idx pixels = Idx.read(folder.resolve(name + "-images-idx3-ubyte.gz"));
      Idx labels = Idx.read(folder.resolve(name + "-labels-idx1-ubyte.gz"));
      int there = labels.values().length;
      if (pixels.values().length != there * PIXELS || from >= there) {
        throw new InputException(
            folder.toString(),
            name + " has " + there + " labels and " + pixels.values().length + " pixels");
      }
      return new Images(pixels, labels, from, Math.min(most, there - from));
    }

    @Override
    public int label(int sample) {
      return labels.values()[from + sample];
    }

    @Override
    public double[] values(int sample) {
      int at = (from + sample) * PIXELS;
      double[] values = new double[PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        values[i] = pixels.values()[at + i] & 0xFF;
      }
      return values;
    }
  }

  // ── spoken words ──

  private static DataSet speech(Recipe.Data.Speech data, Path folder) throws IOException {
    SpeechCommands<double[]> speech =
        SpeechCommands.read(folder, data.train(), data.test(), RecipeData::features);
    return new DataSet(
        "speech-commands",
        EAR.channels(),
        speech.classes().size(),
        Heard.of(speech.clips(SpeechCommands.Split.TRAIN)),
        Heard.of(speech.clips(SpeechCommands.Split.VALIDATION)),
        Heard.of(speech.clips(SpeechCommands.Split.TEST)));
  }

  private static double[] features(Wav wav) {
    double[] wave = new double[wav.samples().length];
    Arrays.setAll(wave, n -> wav.samples()[n]);
    return EAR.features(wave);
  }

  /// What is heard of recordings.
  private record Heard(List<double[]> frames, List<Integer> labels) implements DataSet.Part {
    static Heard of(List<SpeechCommands.Clip<double[]>> clips) {
      return new Heard(
          clips.stream().map(SpeechCommands.Clip::heard).toList(),
          clips.stream().map(SpeechCommands.Clip::label).toList());
    }

    @Override
    public int size() {
      return labels.size();
    }

    @Override
    public int label(int sample) {
      return labels.get(sample);
    }

    @Override
    public double[] values(int sample) {
      return frames.get(sample);
    }
  }
}
