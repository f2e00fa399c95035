package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SvgTest {
  @Test
  void textAndAttributesAreEscaped() {
    String hostile = "</text><script>alert(\"a\")</script>&'\u0000";
    String svg =
        new Svg(10, 10, hostile)
            .open("g", "data-name", hostile)
            .tip(hostile)
            .text(1, 2, "end", hostile)
            .close()
            .done();
    assertThat(svg).doesNotContain("<script", "\u0000").contains("&lt;script&gt;", "&amp;&#39;");
    assertThat(svg.split("</text>", -1)).hasSize(2);
  }

  @Test
  void numbersAreShort() {
    assertThat(Svg.number(12)).isEqualTo("12");
    assertThat(Svg.number(12.5)).isEqualTo("12.5");
    assertThat(Svg.number(-1.0 / 3)).isEqualTo("-0.33");
    assertThat(Svg.number(-1e-9)).isEqualTo("0");
  }

  @Test
  void aLongTextIsClipped() {
    assertThat(Svg.clipped("population", 10)).isEqualTo("population");
    assertThat(Svg.clipped("populations", 10)).isEqualTo("populatio…");
  }
}
