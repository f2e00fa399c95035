package org.tradewind.run;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;

/// Results in full as text, so that two are equal to the bit where their texts are. Options are
/// left out: they name the threads.
final class Written {
  private Written() {}

  static String of(Object value) {
    var text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text) {
    switch (value) {
      case Options _ -> text.append("options");
      case Counts counts -> Arrays.stream(Action.values()).forEach(a -> write(counts.of(a), text));
      case List<?> list -> list.forEach(each -> write(each, text));
      case Record part -> {
        text.append('\n').append(part.getClass().getSimpleName());
        for (RecordComponent component : part.getClass().getRecordComponents()) {
          try {
            component.getAccessor().setAccessible(true);
            write(component.getAccessor().invoke(part), text);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      }
      case Object array when array.getClass().isArray() -> {
        for (int i = 0; i < Array.getLength(array); i++) {
          write(Array.get(array, i), text);
        }
      }
      default -> text.append(' ').append(value);
    }
  }
}
