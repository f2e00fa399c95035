package org.tradewind.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The program's arrows: formats and reports know core and not each other, the command line knows
/// everything, nobody knows the command line.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // classes are read once
class AppArrowTest {
  private final JavaClasses app = new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void formatsAndReportsDoNotKnowEachOther() {
    assertThat(failures(mustNotUse("io", "report"), app)).isEmpty();
    assertThat(failures(mustNotUse("report", "io"), app)).isEmpty();
  }

  /// And of a network one definition, by which everybody's spikes are compared.
  @Test
  void theContestKnowsNothingButFilesAndProcesses() {
    ArchRule nothingElse =
        noClasses()
            .that()
            .resideInAPackage("org.tradewind.peers..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.tradewind.network..").and(not(simpleName("Irregularity"))));
    assertThat(failures(nothingElse, app)).isEmpty();
    for (String other : List.of("cli", "io", "report", "job", "run")) {
      assertThat(failures(mustNotUse("peers", other), app)).isEmpty();
      if (!other.equals("cli")) {
        assertThat(failures(mustNotUse(other, "peers"), app)).isEmpty();
      }
    }
  }

  @Test
  void nobodyKnowsTheCommandLine() {
    assertThat(failures(mustNotUse("io", "cli"), app)).isEmpty();
    assertThat(failures(mustNotUse("report", "cli"), app)).isEmpty();
  }

  @Test
  void everyPackageHasItsRule() {
    Set<String> tops =
        app.stream()
            .map(type -> type.getPackageName().split("\\.")[2])
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(Set.of("cli", "io", "peers", "report")).containsAll(tops);
  }

  @Test
  void noPackagesGoInACycle() {
    ArchRule acyclic =
        slices().matching("org.tradewind.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    assertThat(failures(acyclic, app)).isEmpty();
  }

  @Test
  void aForbiddenArrowIsSeen() {
    JavaClasses tests = new ClassFileImporter().importPackages("org.tradewind.house.broken");

    assertThat(failures(mustNotUse("house.broken.report", "house.broken.cli"), tests))
        .isNotEmpty()
        .allSatisfy(stray -> assertThat(stray).contains("broken.report.Nosy", "broken.cli.Shell"));
  }

  private static ArchRule mustNotUse(String name, String other) {
    return noClasses()
        .that()
        .resideInAPackage("org.tradewind." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tradewind." + other + "..")
        .allowEmptyShould(true);
  }

  private static List<String> failures(ArchRule rule, JavaClasses classes) {
    return rule.evaluate(classes).getFailureReport().getDetails();
  }
}
