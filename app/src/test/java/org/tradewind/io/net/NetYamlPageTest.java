package org.tradewind.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.network.Graded;
import org.tradewind.network.NeuronModel;

/// docs/net-yaml.md: its examples are read, and it names every program and parameter.
class NetYamlPageTest {
  private static final Path PAGE = Path.of("..", "docs", "net-yaml.md");

  @TempDir Path folder;

  @Test
  void everyExampleOfThePageIsRead() throws IOException {
    Files.writeString(folder.resolve("spikes.csv"), "time_step,neuron\n0,99\n");
    Files.writeString(folder.resolve("synapses.csv"), "pre,post,weight\n0,99,-1.5\n");
    var block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));
    int examples = 0;
    while (block.find()) {
      Path file = folder.resolve("example-" + ++examples + NetFile.EXTENSION);
      Files.writeString(file, block.group(1));
      assertThat(NetFile.read(file).network().neurons()).isPositive();
    }
    assertThat(examples).isGreaterThanOrEqualTo(5);
  }

  @Test
  void thePageNamesEveryProgramAndParameter() throws IOException {
    String page = Files.readString(PAGE);
    for (String program : Models.NAMES) {
      assertThat(page).contains("`" + program + "`");
    }
    for (NeuronModel.Reset reset : NeuronModel.Reset.values()) {
      assertThat(page).contains("`" + Models.name(reset) + "`");
    }
    for (Class<?> model : NeuronModel.class.getPermittedSubclasses()) {
      for (RecordComponent component : model.getRecordComponents()) {
        String name = component.getName();
        // of the machine, not of the modeller
        if (name.equals("inputScale")) {
          continue;
        }
        // of a description with one number, which the file gives alone
        name = component.getType() == Graded.class ? "most" : name;
        String key = name.replace("Steps", "").replaceAll("([A-Z])", "_$1").toLowerCase();
        assertThat(page).as(model.getSimpleName()).contains("`" + key + "`");
      }
    }
  }
}
