package org.tradewind.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tradewind.io.recipe.RecipeData;
import org.tradewind.io.recipe.RecipeFile;
import org.tradewind.train.Recipe;
import org.tradewind.train.Training;

/// Whether cores learn MNIST by deep rewiring to the bits of plain loops: connections, weights,
/// generators and loss after so many batches.
///
/// Arguments: batches, seeds, numbers of cores, the last two with commas between. MNIST is in the
/// folder that TRADEWIND_DATA names.
public final class RewiringTwins {
  private static final int BATCH = 10;

  private RewiringTwins() {}

  public static void main(String[] args) throws IOException {
    int batches = Integer.parseInt(args[0]);
    var table = new Table("%s | %s | %d | %d | %s", "seed", "cores", "batches", "bytes", "equal");
    for (String seed : args[1].split(",")) {
      byte[] host = learned(batches, "seed=" + seed, "machine.on=host");
      for (String cores : args[2].split(",")) {
        byte[] chip = learned(batches, "seed=" + seed, "machine.cores=" + cores);
        table.row(seed, cores, batches, host.length, Arrays.equals(host, chip) ? "yes" : "NO");
      }
    }
  }

  private static byte[] learned(int batches, String... changes) throws IOException {
    List<String> all = new ArrayList<>();
    Stream.of("epochs=1", "data.train=" + batches * BATCH, "batch=" + BATCH).forEach(all::add);
    all.addAll(Arrays.asList(changes));
    Recipe recipe = RecipeFile.read(Path.of("examples", "deep-rewiring.recipe.yaml"), all);
    var training = new Training(recipe, RecipeData.read(recipe, System.getenv("TRADEWIND_DATA")));
    Training.Row row = training.next();
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    training.trainer().save(out);
    out.writeDouble(row.loss());
    out.writeDouble(row.accuracy());
    return bytes.toByteArray();
  }
}
