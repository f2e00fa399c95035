package org.tradewind.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.tradewind.unit.InputException;

/// A recipe at work: learns an epoch at a time, keeps the learning curve, and can be saved after
/// any epoch and go on from there to the same bytes.
public final class Training {
  /// "TWtrain1"
  private static final long MAGIC = 0x5457_7472_6169_6E31L;

  private final Recipe recipe;
  private final DataSet data;
  private final Trainer trainer;
  private final List<Row> curve = new ArrayList<>();

  /// What the trainer had learned after the first epoch with the best validation; empty where
  /// nothing is validated.
  private byte[] best = {};

  private int bestEpoch;

  public Training(Recipe recipe, DataSet data) {
    this.recipe = recipe;
    this.data = data;
    trainer = Trainer.of(recipe, data);
  }

  /// A point of the learning curve.
  ///
  /// @param epoch counted from 1
  /// @param loss mean over the samples as they were learned
  /// @param validation accuracy on the validation set after it; NaN where there is none
  /// @param accuracy on the test set
  /// @param note what else there is to say, or empty
  public record Row(int epoch, double loss, double validation, double accuracy, String note) {}

  public Recipe recipe() {
    return recipe;
  }

  public DataSet data() {
    return data;
  }

  public Trainer trainer() {
    return trainer;
  }

  public List<Row> curve() {
    return List.copyOf(curve);
  }

  public boolean over() {
    return curve.size() >= recipe.epochs();
  }

  /// Learns the next epoch.
  public Row next() {
    Trainer.Learned learned = trainer.epoch(curve.size());
    boolean validated = data.validation().size() > 0;
    var row =
        new Row(
            curve.size() + 1,
            learned.loss(),
            validated ? trainer.accuracy(data.validation()) : Double.NaN,
            trainer.accuracy(data.test()),
            learned.note());
    if (validated && curve.stream().allMatch(earlier -> earlier.validation < row.validation)) {
      best = learned();
      bestEpoch = row.epoch;
    }
    curve.add(row);
    return row;
  }

  private byte[] learned() {
    var bytes = new ByteArrayOutputStream();
    try {
      trainer.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The epoch whose network is the result: the one that validation chose, else the last. From now
  /// on the trainer is as it was after it, so nothing is learned any more.
  public Row choose() {
    if (best.length == 0) {
      return curve.getLast();
    }
    try {
      trainer.restore(new DataInputStream(new ByteArrayInputStream(best)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return curve.get(bestEpoch - 1);
  }

  public void save(OutputStream to) throws IOException {
    var out = new DataOutputStream(to);
    out.writeLong(MAGIC);
    out.writeUTF(recipe.text());
    out.writeInt(curve.size());
    for (Row row : curve) {
      out.writeDouble(row.loss);
      out.writeDouble(row.validation);
      out.writeDouble(row.accuracy);
      out.writeUTF(row.note);
    }
    out.writeInt(bestEpoch);
    out.writeInt(best.length);
    out.write(best);
    trainer.save(out);
    out.flush();
  }

  /// Goes on where [#save] was called, by the same recipe; only the number of epochs may differ.
  ///
  /// @param where names the checkpoint to the user
  public void restore(InputStream from, String where) throws IOException {
    var in = new DataInputStream(from);
    try {
      if (in.readLong() != MAGIC) {
        throw new InputException(where, "is no checkpoint of this version; train without --resume");
      }
      String text = in.readUTF();
      if (!text.equals(recipe.text())) {
        throw new InputException(
            where,
            "is a checkpoint of another recipe; give the same one, with the same --set, or train"
                + " without --resume");
      }
      curve.clear();
      for (int rows = in.readInt(); rows > 0; rows--) {
        curve.add(
            new Row(
                curve.size() + 1, in.readDouble(), in.readDouble(), in.readDouble(), in.readUTF()));
      }
      bestEpoch = in.readInt();
      best = new byte[in.readInt()];
      in.readFully(best);
      trainer.restore(in);
    } catch (EOFException e) {
      throw new InputException(where, "is cut off; train without --resume", e);
    }
  }
}
