package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aRunIsElevenAlignedLines() {
    String text = Text.run(Fakes.classifier(10).steps(30).report());
    assertThat(text.lines()).hasSize(11).allMatch(line -> line.matches(".{10} \\S.*"));
    assertThat(text)
        .contains("accuracy   90 % (9 of 10 samples); float reference 100 %")
        .contains("1 chip, 37 of 148 PEs")
        .contains("no overruns")
        .contains("engine     events")
        .contains("derived");
  }

  @Test
  void whatWentWrongIsInCapitals() {
    assertThat(Text.run(Fakes.classifier(1).steps(10).load(2).report()))
        .contains("OVERRUNS on", "DROPPED");
    assertThat(Text.map(Fakes.classifier(1).load(3).mapped())).contains("WILL OVERRUN");
  }

  @Test
  void faultsAreNamed() {
    assertThat(Text.run(Fakes.classifier(1).steps(10).struck().report()))
        .contains(
            "faults     7 packets LOST, 1 packet CORRUPTED, 12 frames sent again, 3 bits flipped,"
                + " 2 packets astray, 1 core stopped, input[0..255] CRASHED at 3 ms");
  }

  @Test
  void policiesAreATable() {
    assertThat(Text.run(Fakes.classifier(1).steps(10).compared().report()).lines())
        .anySatisfy(row -> assertThat(row).matches("high +1 ms .* 1\\.000 .* same"))
        .anySatisfy(row -> assertThat(row).matches("auto +1 ms .* 0\\.\\d{3} .* DIFFER"));
  }

  @Test
  void aMappingListsItsPopulations() {
    String text = Text.map(Fakes.classifier(1).mapped());
    assertThat(text).startsWith("fits       on 1 chip, 37 of 148 PEs");
    assertThat(text).containsPattern("(?m)^input +2,312 +10 +256 +.* spike_list$");
  }

  @Test
  void twoHundredPopulationsAreNotAllListed() {
    var many = Fakes.named("many");
    for (int i = 0; i < 200; i++) {
      many.with("p" + i, 5, 5, 1);
    }
    assertThat(Text.map(many.mapped())).endsWith("and 180 more").doesNotContain("p20 ");
  }
}
