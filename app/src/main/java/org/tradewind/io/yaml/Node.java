package org.tradewind.io.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tradewind.unit.InputException;

/// A value in a document, and its place there (of a key's value: where the key stands): what is
/// wrong with it is said with file, path, line and column.
public abstract sealed class Node {
  private final String file;
  private final Node parent;
  private final int line;
  private final int column;

  private Node(String file, Node parent, int line, int column) {
    this.file = file;
    this.parent = parent;
    this.line = line;
    this.column = column;
  }

  /// Keys and values, in the order of the document.
  public static final class Mapping extends Node {
    private final Map<String, Node> entries = new LinkedHashMap<>();

    Mapping(String file, Node parent, int line, int column) {
      super(file, parent, line, column);
    }

    public Map<String, Node> entries() {
      return entries;
    }

    public Optional<Node> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    public Node require(String key) {
      return get(key).orElseThrow(() -> error("the key '" + key + "' is missing"));
    }

    /// The mapping under a key, or an empty one in this place.
    public Mapping child(String key) {
      return get(key)
          .map(Node::mapping)
          .orElseGet(() -> new Mapping(file(), this, line(), column()));
    }

    /// Refuses every other key.
    public void allow(String... keys) {
      allow(List.of(keys));
    }

    public void allow(List<String> keys) {
      for (var entry : entries.entrySet()) {
        if (!keys.contains(entry.getKey())) {
          throw entry.getValue().error("unknown key" + hint(entry.getKey(), keys));
        }
      }
    }

    /// Puts the only value of another document, such as `{network: {hidden: [100]}}`, into this
    /// one, in the place of what is there.
    public void override(Mapping other) {
      var entry = other.single("one key");
      Node mine = entries.get(entry.getKey());
      if (entry.getValue() instanceof Mapping inner && mine instanceof Mapping into) {
        into.override(inner);
      } else {
        entries.put(entry.getKey(), entry.getValue());
      }
    }

    /// The only entry.
    public Map.Entry<String, Node> single(String wanted) {
      if (entries.size() != 1) {
        throw error("has the keys " + entries.keySet() + "; it takes exactly one of " + wanted);
      }
      return entries.entrySet().iterator().next();
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    String step(Node child) {
      for (var entry : entries.entrySet()) {
        if (entry.getValue() == child) {
          return "." + shortened(entry.getKey());
        }
      }
      return "";
    }
  }

  /// Values one after the other.
  public static final class Sequence extends Node {
    private final List<Node> items = new ArrayList<>();

    Sequence(String file, Node parent, int line, int column) {
      super(file, parent, line, column);
    }

    public List<Node> items() {
      return items;
    }

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    String step(Node child) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) == child) {
          return "[" + i + "]";
        }
      }
      return "";
    }
  }

  /// Text, a number, or true and false. NaN where it is no number.
  public static final class Scalar extends Node {
    private final String text;
    private final double number;
    private final boolean isNumber;

    Scalar(
        String file,
        Node parent,
        int line,
        int column,
        String text,
        double number,
        boolean isNumber) {
      super(file, parent, line, column);
      this.text = text;
      this.number = number;
      this.isNumber = isNumber;
    }

    @Override
    public String kind() {
      return text.isEmpty() ? "empty" : "'" + shortened(text) + "'";
    }

    @Override
    String step(Node child) {
      throw new IllegalStateException("a scalar has no children");
    }
  }

  /// What it says, in one line and one form, but for these keys of the document itself.
  public String canonical(String... except) {
    return switch (this) {
      case Scalar scalar -> scalar.text;
      case Sequence sequence ->
          sequence.items.stream().map(Node::canonical).collect(Collectors.joining(", ", "[", "]"));
      case Mapping mapping ->
          mapping.entries.entrySet().stream()
              .filter(entry -> !List.of(except).contains(entry.getKey()))
              .map(entry -> entry.getKey() + ": " + entry.getValue().canonical())
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /// What it is, for a sentence that wanted something else.
  public abstract String kind();

  /// How a path goes on to a child.
  abstract String step(Node child);

  /// Such as `populations.exc.params.threshold`; empty for the document.
  public String path() {
    if (parent == null) {
      return "";
    }
    String path = parent.path() + parent.step(this);
    return path.startsWith(".") ? path.substring(1) : path;
  }

  public String file() {
    return file;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public InputException error(String sentence) {
    return error(sentence, null);
  }

  private InputException error(String sentence, Throwable cause) {
    String path = path();
    return new InputException(
        path.isEmpty() ? file : file + ": " + path,
        sentence + " (line " + line + ", column " + column + ")",
        cause);
  }

  /// What `make` returns; what it refuses is said with the place of this node.
  public <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (InputException e) {
      if (e.where().startsWith(file)) {
        throw e;
      }
      throw error(e.getMessage().substring(e.where().length() + 2), e);
    } catch (IllegalArgumentException e) {
      throw error(e.getMessage(), e);
    }
  }

  public Mapping mapping() {
    if (this instanceof Mapping mapping) {
      return mapping;
    }
    throw error("is " + kind() + "; it must be a mapping of keys to values");
  }

  public Sequence sequence() {
    if (this instanceof Sequence sequence) {
      return sequence;
    }
    throw error("is " + kind() + "; it must be a list");
  }

  public String text() {
    if (this instanceof Scalar scalar && !scalar.text.isEmpty()) {
      return scalar.text;
    }
    throw error("is " + kind() + "; it must be text");
  }

  public boolean isNumber() {
    return this instanceof Scalar scalar && scalar.isNumber;
  }

  /// Finite.
  public double number() {
    if (this instanceof Scalar scalar && scalar.isNumber && Double.isFinite(scalar.number)) {
      return scalar.number;
    }
    throw error("is " + kind() + "; it must be a finite number");
  }

  public int whole(int min, int max) {
    double value = number();
    if (value != Math.rint(value) || value < min || value > max) {
      throw error("is " + kind() + "; it must be a whole number from " + min + " to " + max);
    }
    return (int) value;
  }

  public boolean flag() {
    if (this instanceof Scalar scalar
        && !scalar.isNumber
        && List.of("true", "false").contains(scalar.text)) {
      return scalar.text.equals("true");
    }
    throw error("is " + kind() + "; it must be true or false");
  }

  /// One of the known words.
  public String oneOf(List<String> words) {
    String word = text();
    if (!words.contains(word)) {
      throw error("is '" + shortened(word) + "'" + hint(word, words));
    }
    return word;
  }

  private static String hint(String word, List<String> known) {
    if (known.isEmpty()) {
      return "; none is known here";
    }
    String nearest = known.getFirst();
    for (String candidate : known) {
      if (distance(word, candidate) < distance(word, nearest)) {
        nearest = candidate;
      }
    }
    return distance(word, nearest) <= Math.max(2, nearest.length() / 2)
        ? "; did you mean '" + nearest + "'? Known are " + known
        : "; known are " + known;
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    a = shortened(a);
    var previous = new int[b.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }

  public static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
