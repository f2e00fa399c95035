package org.tradewind.io.nir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.unit.InputException;

class NirFileTest {
  @TempDir Path folder;

  private void requireSameAfterWriting(NirGraph graph) {
    Path copy = folder.resolve("copy.nir");
    NirFile.write(graph, copy);
    assertThat(NirFile.read(copy)).usingRecursiveComparison().isEqualTo(graph);
  }

  @Test
  void whatIsReadAndWrittenReadsTheSame() {
    for (String sample :
        new String[] {
          "lif_norse.nir",
          "lif_rockpool.nir",
          "two_lif_neurons.nir",
          "cnn_sinabs.nir",
          "braille_noDelay_bias_zero.nir"
        }) {
      requireSameAfterWriting(NirFile.read(Samples.shipped(sample)));
    }
  }

  @Test
  void everyRealFileReadsTheSameAfterWriting() throws IOException {
    for (Path file : Samples.real()) {
      requireSameAfterWriting(NirFile.read(file));
    }
  }

  @Test
  void anEdgeToNowhereSuggestsTheNodeThatIsMeant() {
    assertThatThrownBy(
            () -> NirFile.read(Samples.shipped("braille_noDelay_bias_zero_subgraph.nir")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("node 'lif1'")
        .hasMessageContaining("there is no node 'lif'; did you mean 'lif1'?");
  }
}
