package org.tradewind.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingSummaryTest {
  /// Three cores, the first of which sends to the second, that to the third.
  private final Layouts chain =
      new Layouts(Fakes.named("n").with("a", 30, 10, 9).report().mapped());

  private List<Object> targets(long mostTargets) {
    var targets = new ArrayList<Object>();
    for (Object vertex : (List<?>) MappingSummary.of(chain, mostTargets).get("vertices")) {
      targets.add(((Map<?, ?>) vertex).get("targets"));
    }
    return targets;
  }

  @Test
  void asManyTargetsAsTheLimitAreListed() {
    assertThat(targets(2)).containsExactly(new int[] {1}, new int[] {2}, new int[0]);
  }

  @Test
  void oneMoreAndNoneIsListed() {
    assertThat(targets(1)).hasSize(3).containsOnlyNulls();
  }

  @Test
  void theLimitIsTheDocumentedOne() throws IOException {
    assertThat(Files.readString(Path.of("../docs/results.md")))
        .contains(
            "`null` where all of them together are more than %d million"
                .formatted(MappingSummary.MOST_TARGETS / 1_000_000));
    assertThat(MappingSummary.of(chain).get("vertices").toString())
        .isNotEqualTo(MappingSummary.of(chain, 1).get("vertices").toString());
  }
}
