package org.tradewind.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing static can change: two jobs in one JVM cannot see each other.
///
/// A static field is final and holds a value that cannot change: a primitive, a string, an enum, a
/// record, a handle, a pattern, a lambda, an object of ours with final fields only, or one of the
/// JDK's immutable collections of such. An array can always be written, so it has to be private,
/// which leaves one file to read.
class StaticStateTest {
  private static final Set<Class<?>> UNCHANGING =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Class.class,
          Pattern.class);

  /// Collections that are filled while their class is made, and only handed out unmodifiable.
  private static final Set<String> FILLED_ONCE = Set.of("org.tradewind.machine.Spinnaker2.ALL");

  @Test
  void noStaticFieldOfCoreCanChange() throws Exception {
    List<String> changeable = new ArrayList<>();
    for (Class<?> type : classesOfCore()) {
      changeable.addAll(changeable(type));
    }

    assertThat(changeable).isEmpty();
  }

  @Test
  void everyEnumConstantIsConstant() throws Exception {
    for (Class<?> type : classesOfCore()) {
      if (Enum.class.isAssignableFrom(type)) {
        assertThat(type.getDeclaredFields())
            .as(type.getName())
            .allMatch(field -> Modifier.isFinal(field.getModifiers()));
      }
    }
  }

  @Test
  void everyKindOfChangeableFieldIsSeen() throws Exception {
    assertThat(changeable(Broken.class))
        .containsExactlyInAnyOrder(
            Broken.class.getName() + ".counter is not final",
            Broken.class.getName() + ".NAMES holds a java.util.ArrayList, which can change",
            Broken.class.getName() + ".BUFFER holds a java.lang.StringBuilder, which can change",
            Broken.class.getName() + ".TABLE is an array that others can write");
  }

  @SuppressWarnings("unused")
  static final class Broken {
    static int counter = 0;
    static final List<String> NAMES = new ArrayList<>();
    static final StringBuilder BUFFER = new StringBuilder();
    static final int[] TABLE = {1};

    static final int LIMIT = 3;
    static final Map<String, List<Integer>> GOOD = Map.of("a", List.of(1));
    private static final int[] PRIMES = {2, 3, 5};
  }

  private static List<String> changeable(Class<?> type) throws IllegalAccessException {
    List<String> found = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      String name = type.getName() + "." + field.getName();
      int modifiers = field.getModifiers();
      if (!Modifier.isStatic(modifiers) || field.isSynthetic() || FILLED_ONCE.contains(name)) {
        continue;
      }
      if (!Modifier.isFinal(modifiers)) {
        found.add(name + " is not final");
      } else if (field.getType().isArray()) {
        if (!Modifier.isPrivate(modifiers)) {
          found.add(name + " is an array that others can write");
        }
      } else if (!field.getType().isPrimitive()) {
        field.setAccessible(true);
        Object value = field.get(null);
        if (!cannotChange(value)) {
          found.add(name + " holds a " + value.getClass().getName() + ", which can change");
        }
      }
    }
    return found;
  }

  private static boolean cannotChange(Object value) {
    Class<?> type = value.getClass();
    if (value instanceof Collection<?> values) {
      return immutable(type) && values.stream().allMatch(StaticStateTest::cannotChange);
    }
    if (value instanceof Map<?, ?> map) {
      return immutable(type)
          && Stream.concat(map.keySet().stream(), map.values().stream())
              .allMatch(StaticStateTest::cannotChange);
    }
    return value instanceof Enum<?>
        || value instanceof VarHandle
        || value instanceof MethodHandle
        || value instanceof Record
        || UNCHANGING.contains(type)
        || isBehaviour(type);
  }

  private static boolean immutable(Class<?> type) {
    return type.getName().startsWith("java.util.ImmutableCollections$");
  }

  /// Lambdas, and our own objects without a field that could be set again.
  private static boolean isBehaviour(Class<?> type) {
    return type.isHidden()
        || (type.getName().startsWith("org.tradewind.")
            && Arrays.stream(type.getDeclaredFields())
                .allMatch(field -> Modifier.isFinal(field.getModifiers())));
  }

  private static List<Class<?>> classesOfCore() throws IOException, ClassNotFoundException {
    Path root = Path.of("target/classes");
    List<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
              .map(name -> name.replace(".class", "").replace('/', '.').replace('\\', '.'))
              .toList();
    }
    List<Class<?>> classes = new ArrayList<>();
    for (String name : names) {
      classes.add(Class.forName(name));
    }
    assertThat(classes).hasSizeGreaterThan(50);
    return classes;
  }
}
