package org.tradewind.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tradewind.onchip.OnChip;
import org.tradewind.unit.Ticks;

/// What trainers share that learn in single precision, on cores or in plain loops: the same bits.
///
/// @param <S> a sample as the network takes it
abstract class OnCoresOrHost<S> implements Trainer {
  final Recipe recipe;
  final DataSet data;
  private final List<S> samples;
  private Optional<OnChip> last = Optional.empty();

  /// @param samples that are learned, in the order of the data
  OnCoresOrHost(Recipe recipe, DataSet data, List<S> samples) {
    this.recipe = recipe;
    this.data = data;
    this.samples = samples;
  }

  /// What an epoch came to.
  ///
  /// @param loss sum over its samples
  /// @param onChip where cores learned it
  record Done(float loss, Optional<OnChip> onChip) {}

  /// Learns an epoch's samples in their order.
  abstract Done learn(List<S> ordered, int epoch);

  /// All numbers that later epochs depend on, the trainer's own and not copies of them …
  abstract float[][] numbers();

  /// … and the steps of Adam that were made.
  abstract int steps();

  /// Goes on where so many steps were made; the numbers are there already.
  abstract void resume(int steps);

  @Override
  public final Learned epoch(int epoch) {
    List<S> ordered =
        Arrays.stream(recipe.order(data.train().size(), epoch)).mapToObj(samples::get).toList();
    Done done = learn(ordered, epoch);
    last = done.onChip;
    String note =
        last.map(onChip ->
                String.format(
                    Locale.ROOT,
                    "%.3g s on the chip",
                    Ticks.toSeconds(onChip.results().stepTicks())))
            .orElse("");
    return new Learned(done.loss / samples.size(), note);
  }

  @Override
  public final void save(DataOutput to) throws IOException {
    to.writeInt(steps());
    for (float[] row : numbers()) {
      for (float number : row) {
        to.writeFloat(number);
      }
    }
  }

  @Override
  public final void restore(DataInput from) throws IOException {
    int steps = from.readInt();
    for (float[] row : numbers()) {
      for (int n = 0; n < row.length; n++) {
        row[n] = from.readFloat();
      }
    }
    resume(steps);
  }

  @Override
  public final Optional<OnChip> onChip() {
    return last;
  }
}
