package org.tradewind.io.machine;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tradewind.unit.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// The tokens of a JSON file in turn. What is wrong is said with file, path, line and column.
///
/// Nothing is kept of what was read, names included, so memory does not grow with the file. Depth,
/// strings and numbers are bounded.
final class Json {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_STRING = 1_000;
  private static final int MAX_NUMBER = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_STRING)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          // a table of all names ever seen is what a hostile file would fill
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final String file;
  private final JsonParser parser;

  private Json(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /// Walks through the object that a file consists of.
  ///
  /// @param member is called with each key, and must read or [#skip] its value
  static void read(String file, byte[] bytes, Walk member) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      var json = new Json(file, parser);
      if (parser.nextToken() == null) {
        throw new InputException(file, "is empty; it must hold a machine");
      }
      json.object(key -> member.at(json, key));
      if (parser.nextToken() != null) {
        throw new InputException(file, "goes on behind its end" + json.place());
      }
    } catch (JacksonException e) {
      throw new InputException(
          file, "is no JSON text: " + firstLine(e.getOriginalMessage()) + at(e.getLocation()), e);
    }
  }

  /// Reads the value of a key.
  interface Walk {
    void at(Json json, String key);
  }

  private static String firstLine(String message) {
    // what a bound is called in the library helps nobody
    return message == null
        ? ""
        : message.lines().findFirst().orElse("").strip().replaceAll(", from `[^`]*`", "");
  }

  private static String at(TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private String place() {
    return at(parser.currentTokenLocation());
  }

  /// A complaint about the present value.
  InputException error(String sentence) {
    return error(sentence, null);
  }

  private InputException error(String sentence, Throwable cause) {
    String path =
        parser
            .streamReadContext()
            .pathAsPointer()
            .toString()
            .replaceAll("/(\\d+)", "[$1]")
            .replace('/', '.');
    return new InputException(
        path.isEmpty() ? file : file + ": " + shortened(path.replaceFirst("^\\.", "")),
        sentence + place(),
        cause);
  }

  /// What `make` returns; what it refuses is said with the place of the present value.
  <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (InputException e) {
      throw error(e.getMessage().substring(e.where().length() + 2), e);
    }
  }

  void skip() {
    parser.skipChildren();
  }

  void object(Consumer<String> member) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw error("is " + kind() + "; it must be an object");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      member.accept(key);
    }
  }

  /// Calls `item` at each item of a list; it must read or [#skip] it.
  void list(Runnable item) {
    enter();
    while (more()) {
      item.run();
    }
  }

  /// Goes into a list.
  void enter() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw error("is " + kind() + "; it must be a list");
    }
  }

  /// Goes to the next item of the list; false at its end.
  boolean more() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /// Goes to an item that must be there.
  void need(String what) {
    if (!more()) {
      throw error("ends before " + what);
    }
  }

  /// Goes to the end of the list, which must come now.
  void end() {
    if (more()) {
      throw error("is one item too many");
    }
  }

  boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  String text() {
    if (!isText()) {
      throw error("is " + kind() + "; it must be text");
    }
    return parser.getString();
  }

  int whole(int min, int max) {
    boolean is = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    // digits of any int; more are out of range whatever they are
    if (is && parser.getStringLength() <= 10) {
      long value = parser.getLongValue();
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    throw error("is " + kind() + "; it must be a whole number from " + min + " to " + max);
  }

  private String kind() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "'" + shortened(parser.getString()) + "'";
      case VALUE_NULL -> "null";
      default -> shortened(parser.getString());
    };
  }

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
