package org.tradewind.io.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.tradewind.unit.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Makes [Node]s of a YAML file.
///
/// Not read are anchors and aliases, with which a small file can mean a huge one, and tags, with
/// which it can mean code. Duplicate keys are refused. Files, depth and number of values are
/// bounded: long lists belong in a CSV beside the document.
public final class YamlReader {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_DEPTH = 24;
  private static final int MAX_VALUES = 300_000;

  private final String file;
  private final YAMLParser parser;
  private int values;

  private YamlReader(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /// @return the one document of the file, a mapping
  public static Node.Mapping read(Path path) {
    String file = path.getFileName() == null ? path.toString() : path.getFileName().toString();
    return read(file, bytes(path));
  }

  /// @param where names the text to the user
  public static Node.Mapping read(String where, String text) {
    return read(where, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Node.Mapping read(String file, byte[] bytes) {
    // duplicate keys are refused below, in words of our own
    var settings =
        LoadSettings.builder().setCodePointLimit(MAX_BYTES).setAllowDuplicateKeys(true).build();
    var factory = YAMLFactory.builder().loadSettings(settings).build();
    try (YAMLParser parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), bytes)) {
      return new YamlReader(file, parser).document();
    } catch (JacksonException e) {
      throw new InputException(
          file,
          "is no YAML text in UTF-8: " + firstLine(e.getOriginalMessage()) + at(e.getLocation()),
          e);
    } catch (YamlEngineException e) {
      throw new InputException(file, "is no YAML text in UTF-8: " + firstLine(e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new InputException(path.toString(), "there is no such file");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw new InputException(
            path.toString(),
            "has "
                + Files.size(path)
                + " bytes; at most "
                + MAX_BYTES
                + " are read; put long lists into CSV files beside it");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Without the class of what was thrown.
  private static String firstLine(String message) {
    return message == null
        ? ""
        : message.lines().findFirst().orElse("").strip().replaceFirst("^java[.a-zA-Z]+: ", "");
  }

  private static String at(TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private Node.Mapping document() {
    if (parser.nextToken() == null) {
      throw new InputException(file, "is empty");
    }
    Node.Mapping document = node(null, location(), 0).mapping();
    if (parser.nextToken() != null) {
      throw new InputException(file, "holds a second document" + at(location()) + "; one is read");
    }
    return document;
  }

  private TokenStreamLocation location() {
    return parser.currentTokenLocation();
  }

  private Node node(Node parent, TokenStreamLocation place, int depth) {
    int line = place.getLineNr();
    int column = place.getColumnNr();
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw refused("has an anchor or an alias", place);
    }
    if (parser.getTypeId() != null) {
      throw refused("has a tag", place);
    }
    if (++values > MAX_VALUES) {
      throw new InputException(
          file, "has more than " + MAX_VALUES + " values; put long lists into CSV files beside it");
    }
    if (depth > MAX_DEPTH) {
      throw new InputException(file, "is nested deeper than " + MAX_DEPTH + at(place));
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        var mapping = new Node.Mapping(file, parent, line, column);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = parser.currentName();
          TokenStreamLocation keyPlace = location();
          if (parser.getObjectId() != null || parser.isCurrentAlias()) {
            throw refused("has an anchor or an alias", keyPlace);
          }
          parser.nextToken();
          if (mapping.entries().containsKey(key)) {
            throw new InputException(
                file, "has the key '" + Node.shortened(key) + "' twice" + at(keyPlace));
          }
          Node value = node(mapping, keyPlace, depth + 1);
          mapping.entries().put(key, value);
        }
        yield mapping;
      }
      case START_ARRAY -> {
        var sequence = new Node.Sequence(file, parent, line, column);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          sequence.items().add(node(sequence, location(), depth + 1));
        }
        yield sequence;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Node.Scalar(
              file, parent, line, column, parser.getString(), parser.getDoubleValue(), true);
      case VALUE_NULL -> new Node.Scalar(file, parent, line, column, "", Double.NaN, false);
      default -> new Node.Scalar(file, parent, line, column, parser.getString(), Double.NaN, false);
    };
  }

  private InputException refused(String what, TokenStreamLocation place) {
    return new InputException(file, what + at(place) + "; write the value out");
  }
}
