package org.tradewind.train;

import java.util.Arrays;
import org.tradewind.learn.YinYang;

/// Labelled samples to learn from, to choose by, and to be judged on.
///
/// @param features numbers of a sample, or of each frame of one
/// @param train what is learned
/// @param validation what the best epoch is chosen by; may have no sample
/// @param test what nothing was ever chosen by
public record DataSet(
    String name, int features, int classes, Part train, Part validation, Part test) {
  /// Samples with their labels. Any thread may ask for any of them.
  public interface Part {
    int size();

    int label(int sample);

    /// What a sample is; nobody may change it.
    double[] values(int sample);

    /// Only the first of them.
    default Part first(int count) {
      Part all = this;
      return new Part() {
        @Override
        public int size() {
          return Math.min(count, all.size());
        }

        @Override
        public int label(int sample) {
          return all.label(sample);
        }

        @Override
        public double[] values(int sample) {
          return all.values(sample);
        }
      };
    }
  }

  /// The generated one.
  public static DataSet yinYang(Recipe.Data.YinYang of) {
    return new DataSet(
        "yin-yang",
        YinYang.FEATURES,
        YinYang.CLASSES,
        part(YinYang.generate(of.train(), of.trainSeed())),
        part(YinYang.generate(of.validation(), of.validationSeed())),
        part(YinYang.generate(of.test(), of.testSeed())));
  }

  private static Part part(YinYang data) {
    return new Part() {
      @Override
      public int size() {
        return data.samples();
      }

      @Override
      public int label(int sample) {
        return data.labels()[sample];
      }

      @Override
      public double[] values(int sample) {
        int from = sample * YinYang.FEATURES;
        return Arrays.copyOfRange(data.values(), from, from + YinYang.FEATURES);
      }
    };
  }
}
