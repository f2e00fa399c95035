package org.tradewind.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Which package may use which, over the compiled classes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // classes are read once
class ArrowTest {
  private static final String CORE = "org.tradewind";
  private static final String BROKEN = "org.tradewind.house.broken";

  /// Every package with those that it may use besides itself and the JDK. A new package is a new
  /// line here, and a reason in docs/decisions.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("unit", Set.of()),
          Map.entry("random", Set.of()),
          Map.entry("sim", Set.of("unit")),
          Map.entry("machine", Set.of("unit")),
          Map.entry("cost", Set.of("unit", "machine")),
          Map.entry("pe", Set.of("unit", "machine", "cost")),
          Map.entry("network", Set.of("unit", "random")),
          Map.entry("published", Set.of("network")),
          Map.entry("reference", Set.of("unit", "random", "network")),
          Map.entry("mapping", Set.of("unit", "machine", "pe")),
          Map.entry("run", Set.of("unit", "random", "machine", "cost", "pe", "mapping", "sim")),
          Map.entry("snn", Set.of("unit", "random", "machine", "cost", "pe", "network", "mapping")),
          Map.entry(
              "ticks",
              Set.of(
                  "unit", "random", "machine", "cost", "pe", "network", "mapping", "sim", "snn",
                  "run")),
          Map.entry("learn", Set.of("random", "machine", "pe")),
          Map.entry(
              "onchip",
              Set.of("unit", "random", "machine", "cost", "pe", "mapping", "run", "learn")),
          Map.entry(
              "train",
              Set.of(
                  "unit", "random", "machine", "cost", "pe", "network", "mapping", "run", "snn",
                  "learn", "onchip", "job")),
          Map.entry(
              "job",
              Set.of(
                  "unit",
                  "random",
                  "sim",
                  "machine",
                  "cost",
                  "pe",
                  "network",
                  "reference",
                  "mapping",
                  "run",
                  "snn",
                  "ticks")));

  private final JavaClasses core = new ClassFileImporter().importPath(Path.of("target/classes"));
  private final JavaClasses broken =
      new ClassFileImporter().importPath(Path.of("target/test-classes", BROKEN.replace('.', '/')));

  @Test
  void everyPackageUsesOnlyThoseBelowIt() {
    assertThat(strayArrows(CORE, core)).isEmpty();
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> packages =
        core.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.isEmpty())
            .map(name -> name.replace(CORE + ".", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void noPackagesGoInACycle() {
    assertThat(failures(acyclic(CORE), core)).isEmpty();
  }

  @Test
  void anArrowUpwardIsSeen() {
    assertThat(strayArrows(BROKEN, broken))
        .isNotEmpty()
        .allSatisfy(
            stray -> assertThat(stray).contains("broken.unit.Upward", "broken.machine.Downward"));
  }

  @Test
  void aCycleIsSeen() {
    assertThat(failures(acyclic(BROKEN), broken))
        .singleElement()
        .asString()
        .contains("Slice machine", "Slice unit");
  }

  @Test
  void aLibraryIsSeen() {
    JavaClasses thisTest = new ClassFileImporter().importClasses(ArrowTest.class);

    assertThat(failures(uses(CORE, "house", Set.of()), thisTest))
        .anySatisfy(stray -> assertThat(stray).contains("com.tngtech.archunit"));
  }

  private static List<String> strayArrows(String root, JavaClasses classes) {
    List<String> stray = new ArrayList<>();
    ARROWS.forEach((name, allowed) -> stray.addAll(failures(uses(root, name, allowed), classes)));
    return stray;
  }

  private static ArchRule uses(String root, String name, Set<String> allowed) {
    String[] packages =
        Stream.concat(
                Stream.of("java..", root + "." + name),
                allowed.stream().map(other -> root + "." + other))
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(root + "." + name)
        .should()
        .dependOnClassesThat(not(resideInAnyPackage(packages)))
        .allowEmptyShould(true);
  }

  private static ArchRule acyclic(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  private static List<String> failures(ArchRule rule, JavaClasses classes) {
    return rule.evaluate(classes).getFailureReport().getDetails();
  }
}
