package org.tradewind.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.Spinnaker2;

class FactsPageTest {
  @Test
  void thePageSaysWhatTheProgramUses() throws IOException {
    Path page = Path.of("../docs/facts.md");
    Path fresh = Files.writeString(Path.of("target/facts.md"), FactsPage.text());

    assertThat(page)
        .as("facts or costs have changed: cp core/target/facts.md docs/facts.md")
        .hasSameTextualContentAs(fresh);
  }

  @Test
  void everyFactCitesASourceOfThePage() {
    assertThat(Spinnaker2.facts()).allMatch(FactsPage::hasKnownSource);
  }
}
