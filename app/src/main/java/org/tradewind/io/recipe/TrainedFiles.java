package org.tradewind.io.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.tradewind.io.net.NetFile;
import org.tradewind.io.net.NetWriter;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Stimulus;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.ValueTrain;
import org.tradewind.train.Trained;

/// Writes a trained network as `.net.yaml`, and samples to run it on; [TrainedNir] writes `.nir`.
public final class TrainedFiles {
  /// Of `tradewind run`, where nobody says otherwise.
  private static final double STEP_SECONDS = 1e-3;

  private TrainedFiles() {}

  /// Everything that `tradewind run` needs but the samples is in the file.
  public static void writeNet(Trained trained, SynapseWord word, Path file) {
    var content =
        new NetFile.Content(
            trained.network(word),
            Stimulus.NONE,
            STEP_SECONDS,
            trained.steps(),
            trained.output(),
            trained.decision(),
            OptionalLong.empty());
    NetWriter.write(content, "made by tradewind train: " + trained.name(), file);
  }

  /// `folder/LABEL/NUMBER.csv`, as `tradewind run --input` takes labelled samples.
  public static void writeSamples(List<Stimulus> samples, Path folder) {
    int digits = Integer.toString(samples.size()).length();
    for (Stimulus sample : samples) {
      String csv = sample.values().isEmpty() ? spikes(sample) : values(sample);
      String name = "0".repeat(digits - sample.name().length()) + sample.name() + ".csv";
      write(folder.resolve(sample.label()).resolve(name), csv);
    }
  }

  private static String spikes(Stimulus sample) {
    var csv = new StringBuilder("time_step,neuron\n");
    SpikeTrain train = sample.train(Trained.INPUT);
    for (int i = 0; i < train.size(); i++) {
      csv.append(train.steps()[i]).append(',').append(train.neurons()[i]).append('\n');
    }
    return csv.toString();
  }

  private static String values(Stimulus sample) {
    var csv = new StringBuilder("time_step,neuron,value\n");
    ValueTrain train = sample.values(Trained.INPUT);
    for (int i = 0; i < train.size(); i++) {
      csv.append(train.at().steps()[i]).append(',').append(train.at().neurons()[i]);
      csv.append(',').append(train.values()[i]).append('\n');
    }
    return csv.toString();
  }

  private static void write(Path file, String text) {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
