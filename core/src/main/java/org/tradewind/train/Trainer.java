package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.tradewind.onchip.OnChip;

/// A network that learns, epoch by epoch. A running thing; [#of] makes it from a recipe. A rule
/// that moves to cores later is another of these and nothing else changes.
public interface Trainer {
  static Trainer of(Recipe recipe, DataSet data) {
    return switch (recipe.rule()) {
      case Recipe.Rule.FirstSpikes rule -> new FirstSpikesTrainer(recipe, rule, data);
      case Recipe.Rule.Voltages rule -> new VoltagesTrainer(recipe, rule, data);
      case Recipe.Rule.Steps rule -> new StepsTrainer(recipe, rule, data);
      case Recipe.Rule.Rewiring rule -> new RewiringTrainer(recipe, rule, data);
      case Recipe.Rule.Eprop rule -> new EpropTrainer(recipe, rule, data);
      case Recipe.Rule.ThroughTime rule -> new ThroughTimeTrainer(recipe, rule, data);
    };
  }

  /// What an epoch came to.
  ///
  /// @param loss mean over its samples as they were learned
  /// @param note what else there is to say, or empty
  record Learned(double loss, String note) {}

  /// Learns every sample once.
  ///
  /// @param epoch counted from 0
  Learned epoch(int epoch);

  /// Whether the network as it is classifies a part's samples right, one at a time.
  IntPredicate judge(DataSet.Part part);

  /// Share of a part's samples that are classified right.
  default double accuracy(DataSet.Part part) {
    IntPredicate right = judge(part);
    int correct = 0;
    for (int sample = 0; sample < part.size(); sample++) {
      correct += right.test(sample) ? 1 : 0;
    }
    return (double) correct / part.size();
  }

  /// Writes all that later epochs depend on.
  void save(DataOutput to) throws IOException;

  void restore(DataInput from) throws IOException;

  /// The network as the machine's own programs run it.
  Trained trained();

  /// The last epoch, where cores learned it.
  default Optional<OnChip> onChip() {
    return Optional.empty();
  }
}
