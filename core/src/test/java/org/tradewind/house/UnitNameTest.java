package org.tradewind.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tradewind.network.Values;
import org.tradewind.run.Faults;
import org.tradewind.run.Options;

/// A number that a user can set says its unit in its name, or it is known to have none.
///
/// Looked at are the descriptions: the records of `network` and `job`, and a run's options.
class UnitNameTest {
  private static final Path CLASSES = Path.of("target/classes/org/tradewind");

  private static final Set<String> UNITS =
      Set.of("Hz", "Packets", "Seconds", "Step", "Steps", "Ticks");

  /// Counts, indices, factors per step, and what is in the network's own units.
  private static final Set<String> PURE =
      words(
          // counts and sizes
          "width reach channels dilationX dilationY groups inChannels inHeight inWidth kernelHeight kernelWidth"
              + " kernelX kernelY maxPerCore n outChannels padBottom padLeft padRight padTop padX"
              + " padY poolX poolY shape strideX strideY threads",
          // neurons and rows by number
          "from neurons number owner post postSize pre predicted projection referencePredicted"
              + " rowLength rowStart start to",
          // factors and probabilities per step
          "alphaDecay excDecay inhDecay meanPerStep corruption linkErrors loss p recoveryDecay recoverySensitivity scale thresholdDecay logMiss",
          // in the network's own units
          "beta bias iOffset inputScale most one resetRecoveryIncrement threshold vInit vReset vUnit values weight"
              + " weights",
          // delay fields, which the synapse word counts in steps
          "delay delays",
          // of a distribution, in the unit of what is drawn
          "high low mean std value",
          // what came out: shares and counts
          "accuracy levelChanges maxUtilisation meanUtilisation overruns",
          "seed round");

  private record Broken(double tau, int steps, double weights, double delayMs) {}

  @Test
  void everyNumberOfADescriptionNamesItsUnitOrHasNone() throws Exception {
    List<String> nameless = new ArrayList<>(withoutUnit(Options.class));
    nameless.addAll(withoutUnit(Faults.class));
    for (Class<?> type : descriptions()) {
      nameless.addAll(withoutUnit(type));
    }

    assertThat(nameless).as("add the unit to the name, or the name to PURE").isEmpty();
  }

  @Test
  void aNumberWithoutAUnitIsSeen() {
    assertThat(withoutUnit(Broken.class)).containsExactly("Broken.tau", "Broken.delayMs");
  }

  @Test
  void allDescriptionsAreLookedAt() throws Exception {
    assertThat(descriptions()).extracting(Class::getSimpleName).contains("Job", "Lif", "Pooling");
  }

  private static List<String> withoutUnit(Class<?> description) {
    return Arrays.stream(description.getRecordComponents())
        .filter(component -> isNumeric(component.getType(), component.getGenericType()))
        .map(RecordComponent::getName)
        .filter(name -> !namesItsUnit(name) && !PURE.contains(name))
        .map(name -> description.getSimpleName() + "." + name)
        .toList();
  }

  private static boolean isNumeric(Class<?> type, Type generic) {
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    return (element.isPrimitive() && element != boolean.class)
        || element == Values.class
        || generic.toString().matches(".*\\.(Integer|Long|Float|Double)\\b.*");
  }

  private static boolean namesItsUnit(String name) {
    return UNITS.stream()
        .anyMatch(u -> name.endsWith(u) || name.equals(u.toLowerCase(Locale.ROOT)));
  }

  private static Set<String> words(String... lines) {
    return Set.of(String.join(" ", lines).split(" "));
  }

  private static List<Class<?>> descriptions() throws IOException, ClassNotFoundException {
    var records = new ArrayList<Class<?>>();
    for (String folder : List.of("network", "job")) {
      try (Stream<Path> files = Files.list(CLASSES.resolve(folder))) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class") && !name.endsWith("-info.class")) {
            var type = Class.forName("org.tradewind." + folder + "." + name.replace(".class", ""));
            if (type.isRecord()) {
              records.add(type);
            }
          }
        }
      }
    }
    return records;
  }
}
