package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.machine.Machine;
import org.xml.sax.InputSource;

class PageTest {
  @TempDir Path directory;

  static Stream<Arguments> everySizeAndState() {
    var many = Fakes.named("two hundred populations");
    for (int i = 0; i < 200; i++) {
      many.with("population " + i, 5, 5, 20);
    }
    var board = Fakes.named("a board").on(Machine.board());
    for (int i = 0; i < 12; i++) {
      board.with("layer " + i, 500 * 8, 8, 20);
    }
    var dense = Fakes.named("spikes everywhere");
    for (int i = 0; i < 8; i++) {
      dense.with("layer " + i, 3000, 250, 40);
    }
    return Stream.of(
        Arguments.of("dense", dense.steps(1000)),
        Arguments.of("classifier", Fakes.classifier(10).steps(100)),
        Arguments.of("hundred", Fakes.classifier(100).steps(12)),
        Arguments.of("power", Fakes.classifier(3).steps(90).compared().powered()),
        Arguments.of("struck", Fakes.classifier(2).steps(40).struck()),
        Arguments.of("overrun", Fakes.classifier(3).steps(60).load(1.6)),
        Arguments.of("silent", Fakes.named("silence").with("a", 10, 10, 0).load(0)),
        Arguments.of("one", Fakes.named("one neuron").traced("lif", 1).steps(1000)),
        Arguments.of("many", many),
        Arguments.of("board", board.steps(20)),
        Arguments.of(
            "torus",
            Fakes.named("torus").on(Machine.torus(12, 12)).with("a", 9000, 10, 5).steps(50)),
        Arguments.of(
            "hostile",
            Fakes.named("<script>alert(1)</script>")
                .with(
                    "<script>alert('a')</script> & \"a very long name, longer than any label\"",
                    9,
                    9,
                    50)
                .with("b</style><img src=x onerror=alert(1)>", 9, 9, 50)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySizeAndState")
  void everyPageIsWellFormedSmallAndSelfContained(String name, Fakes fakes) throws Exception {
    Path page = Reports.write(fakes.report(), keep(name), Map.of("--dt", "1ms <b>"));
    String html = Files.readString(page);

    assertThat(html).doesNotContain("http:", "https:", "src=\"", "href=", "NaN", "Infinity");
    assertThat(html.split("<script", -1)).hasSize(2);
    assertThat(html).doesNotContain("<b>\"", "<img");
    assertThat(html.length()).isLessThan(4_000_000);
    int from = html.indexOf("<main>");
    parse(html.substring(from, html.indexOf("</main>") + "</main>".length()));
  }

  /// The body is written so that it is XML too, but for the inputs, which HTML does not close.
  private static void parse(String main) throws Exception {
    String xml = main.replaceAll("(<input [^>]*?)( checked)?>", "$1/>").replace(" hidden>", ">");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  /// Where TRADEWIND_REPORTS names a folder, the pages are kept there to be looked at.
  private Path keep(String name) {
    String folder = System.getenv("TRADEWIND_REPORTS");
    return folder == null ? directory : Path.of(folder).resolve(name);
  }

  @Test
  void aPathIsNoTitleAndACauseOfEnergyHasOneColour() throws IOException {
    String html =
        Files.readString(
            Reports.write(
                Fakes.named("/some/where/cnn.nir").with("a", 10, 10, 5).report(),
                keep("path"),
                Map.of()));

    assertThat(html).contains("<h1>cnn.nir</h1>");
    assertThat(html.indexOf("<i class=\"k0\"></i> chips without")).isPositive();
  }

  @Test
  void aWrongPredictionAndAnOverrunAreSaidInTheFirstSentence() throws IOException {
    String html = Page.of(new Findings(Fakes.classifier(10).load(1.6).report()), Map.of());
    assertThat(html).contains("9 of 10 samples right").containsPattern("[0-9]+ cores overran");
    assertThat(html).contains("verdict troubled");
  }
}
