package org.tradewind.io.nir;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tradewind.unit.InputException;

/// The fields of one HDF5 group, read with their type and size checked first. Whoever is done asks
/// [#nothingElse], so that no parameter is overlooked in silence.
final class Fields {
  /// What a whole file may declare: 2 GiB as doubles.
  static final long MAX_NUMBERS = 1L << 28;

  /// Deflate cannot compress better than 1032 : 1.
  private static final long MAX_COMPRESSION = 1032;

  /// HDF5's numbers of the filters that reorder bytes (shuffle) or add a checksum (Fletcher 32).
  private static final Set<Integer> KEEPS_SIZE = Set.of(2, 3);

  private static final int MAX_TEXTS = 1 << 22;

  /// Numbers that one file has declared so far.
  static final class Budget {
    private final long fileBytes;
    private long numbersLeft = MAX_NUMBERS;

    Budget(long fileBytes) {
      this.fileBytes = fileBytes;
    }
  }

  private final String where;
  private final Map<String, Node> children;
  private final Budget budget;
  private final TreeSet<String> asked = new TreeSet<>();

  Fields(String where, Group group, Budget budget) {
    this.where = where;
    this.children = group.getChildren();
    this.budget = budget;
  }

  InputException wrong(String sentence) {
    return new InputException(where, sentence);
  }

  /// Names of all fields, in the order of the file.
  List<String> names() {
    return List.copyOf(children.keySet());
  }

  boolean has(String name) {
    asked.add(name);
    return children.containsKey(name);
  }

  /// Complains about the first field that nobody asked for.
  void nothingElse(String what) {
    for (String name : children.keySet()) {
      if (!asked.contains(name)) {
        throw wrong(
            "the field '"
                + name
                + "' is not one of "
                + what
                + "'s, which are "
                + asked
                + "; remove it"
                + Nearest.hint(name, asked));
      }
    }
  }

  private Node child(String name) {
    if (!has(name)) {
      throw wrong("the field '" + name + "' is missing" + Nearest.hint(name, children.keySet()));
    }
    Node child = children.get(name);
    if (child.isLink()) {
      throw wrong("'" + name + "' is a link to elsewhere; store the data in its place");
    }
    return child;
  }

  Group group(String name) {
    if (child(name) instanceof Group group) {
      return group;
    }
    throw wrong("'" + name + "' is a data set; a group is expected");
  }

  /// Whether the data set has an extent of 0, as Python writes an empty list.
  boolean isEmpty(String name) {
    return dataset(name).isEmpty();
  }

  private Dataset dataset(String name) {
    if (child(name) instanceof Dataset dataset) {
      return dataset;
    }
    throw wrong("'" + name + "' is not a data set; numbers or a text are expected");
  }

  Tensor tensor(String name) {
    return tensor(name, dataset(name));
  }

  Tensor tensorOr(String name, Tensor absent) {
    return has(name) ? tensor(name) : absent;
  }

  private Tensor tensor(String name, Dataset dataset) {
    List<Integer> shape = shape(name, dataset, dataset.getDataType().getSize());
    DataType type = dataset.getDataType();
    Tensor.Type as =
        switch (type) {
          case FloatingPoint f -> f.getSize() > 4 ? Tensor.Type.FLOAT64 : Tensor.Type.FLOAT32;
          case FixedPoint f -> whole(f.isSigned() ? f.getSize() : 2 * f.getSize());
          default ->
              throw wrong("'" + name + "' is of type " + type.getJavaType() + ", not a number");
        };
    int size = Tensor.size(shape);
    Object data = dataset.getDataFlat();
    var values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = number(data, i);
      if (type instanceof FixedPoint && Math.abs(values[i]) > 0x1p53) {
        throw wrong("'" + name + "' has the number " + values[i] + "; at most 2^53 is exact");
      }
    }
    return new Tensor(shape, values, as);
  }

  private static Tensor.Type whole(int bytes) {
    return switch (bytes) {
      case 1 -> Tensor.Type.INT8;
      case 2 -> Tensor.Type.INT16;
      case 4 -> Tensor.Type.INT32;
      default -> Tensor.Type.INT64;
    };
  }

  private static double number(Object data, int i) {
    Object at = data.getClass().isArray() ? null : data;
    if (at == null && !data.getClass().getComponentType().isPrimitive()) {
      at = Array.get(data, i);
    }
    return at == null ? Array.getDouble(data, i) : ((Number) at).doubleValue();
  }

  /// The extents, once it is certain that what they promise fits this file and this program.
  private List<Integer> shape(String name, Dataset dataset, int elementBytes) {
    var shape = new ArrayList<Integer>();
    long size = 1;
    for (long extent : dataset.getDimensionsAsLong()) {
      if (extent <= 0 || extent > MAX_NUMBERS) {
        throw wrong("'" + name + "' has an extent of " + extent + "; 1 to " + MAX_NUMBERS + " fit");
      }
      shape.add((int) extent);
      size = size > MAX_NUMBERS ? size : size * extent;
    }
    long mostBytes = budget.fileBytes;
    long compressions =
        dataset.getFilters().stream().filter(f -> !KEEPS_SIZE.contains(f.getId())).count();
    if (compressions > 1) {
      throw wrong("'" + name + "' is compressed " + compressions + " times over; once is enough");
    } else if (compressions == 1) {
      mostBytes *= MAX_COMPRESSION;
    }
    if (size > mostBytes / Math.max(1, elementBytes)) {
      throw wrong(
          "'"
              + name
              + "' declares the shape "
              + shape
              + ", more than a file of "
              + budget.fileBytes
              + " bytes can hold; it is damaged");
    }
    budget.numbersLeft -= size;
    if (budget.numbersLeft < 0) {
      throw wrong(
          "up to '" + name + "' the file declares more than " + MAX_NUMBERS + " numbers; split it");
    }
    return shape;
  }

  /// One whole number, as a scalar or an array of one.
  int integer(String name) {
    List<Integer> all = integers(name);
    if (all.size() != 1) {
      throw wrong("'" + name + "' is " + all + "; one whole number is expected");
    }
    return all.get(0);
  }

  List<Integer> integers(String name) {
    Tensor tensor = tensor(name);
    if (tensor.shape().size() > 1 || tensor.size() > 64) {
      throw wrong("'" + name + "' has the shape " + tensor.shape() + "; a short list is expected");
    }
    var all = new ArrayList<Integer>();
    for (double value : tensor.values()) {
      if (value != (int) value) {
        throw wrong("'" + name + "' has " + value + "; a whole number is expected");
      }
      all.add((int) value);
    }
    return List.copyOf(all);
  }

  Optional<List<Integer>> integersIfPresent(String name) {
    return has(name) ? Optional.of(integers(name)) : Optional.empty();
  }

  /// Whole numbers along rows and columns; one stands for both.
  List<Integer> pair(String name) {
    List<Integer> all = integers(name);
    if (all.size() > 2) {
      throw wrong("'" + name + "' is " + all + "; one whole number or two are expected");
    }
    return all.size() == 2 ? all : List.of(all.get(0), all.get(0));
  }

  NirNode.Padding padding(String name, int axes) {
    Dataset dataset = dataset(name);
    if (!isText(dataset)) {
      return new NirNode.Padding.Zeros(axes == 2 ? pair(name) : List.of(integer(name)));
    }
    String text = text(name);
    return switch (text) {
      case "same" -> new NirNode.Padding.Same();
      case "valid" -> new NirNode.Padding.Valid();
      default ->
          throw wrong("'" + name + "' is '" + text + "'; 'same', 'valid' or numbers are expected");
    };
  }

  private static boolean isText(Dataset dataset) {
    return dataset.getDataType() instanceof StringData
        || (dataset.getDataType() instanceof VariableLength
            && dataset.getJavaType() == String.class);
  }

  String text(String name) {
    List<String> texts = texts(name, List.of());
    return texts.get(0);
  }

  /// Texts of a data set with these extents; -1 stands for any.
  List<String> texts(String name, List<Integer> extents) {
    Dataset dataset = dataset(name);
    if (!isText(dataset)) {
      throw wrong("'" + name + "' is of type " + dataset.getJavaType() + "; a text is expected");
    }
    List<Integer> shape = shape(name, dataset, dataset.getDataType().getSize());
    boolean fits = shape.size() == extents.size() && Tensor.size(shape) <= MAX_TEXTS;
    for (int i = 0; fits && i < extents.size(); i++) {
      fits = extents.get(i) < 0 || extents.get(i).equals(shape.get(i));
    }
    if (!fits) {
      throw wrong("'" + name + "' has the shape " + shape + " instead of " + extents);
    }
    Object data = dataset.getDataFlat();
    Object[] all = data instanceof Object[] array ? array : new Object[] {data};
    var texts = new ArrayList<String>();
    for (Object text : all) {
      texts.add(String.valueOf(text));
    }
    return Collections.unmodifiableList(texts);
  }

  /// Everything in the group of this name that can be kept: texts, lists of texts, numbers, groups
  /// of them. Other types mean nothing to NIR and are dropped.
  Metadata.Group metadata(String name, int depth) {
    if (!has(name)) {
      return Metadata.Group.EMPTY;
    }
    var inside = new Fields(where + ": " + name, group(name), budget);
    var entries = new LinkedHashMap<String, Metadata>();
    for (String key : inside.names()) {
      switch (inside.child(key)) {
        case Group _ when depth > 0 -> entries.put(key, inside.metadata(key, depth - 1));
        case Dataset dataset when dataset.isEmpty() -> {}
        case Dataset dataset when isText(dataset) && dataset.isScalar() ->
            entries.put(key, new Metadata.Text(inside.text(key)));
        case Dataset dataset when isText(dataset) && dataset.getDimensionsAsLong().length == 1 ->
            entries.put(key, new Metadata.Texts(inside.texts(key, List.of(-1))));
        case Dataset dataset when isNumber(dataset) ->
            entries.put(key, new Metadata.Numbers(inside.tensor(key)));
        default -> {}
      }
    }
    return new Metadata.Group(entries);
  }

  private static boolean isNumber(Dataset dataset) {
    return dataset.getDataType() instanceof FixedPoint
        || dataset.getDataType() instanceof FloatingPoint;
  }
}
