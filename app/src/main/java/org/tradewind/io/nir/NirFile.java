package org.tradewind.io.nir;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tradewind.unit.InputException;

/// `.nir` files: HDF5 with `/version`, `/node/type`, `/node/nodes/NAME/{type, parameters}` and
/// `/node/edges`; graphs nest as nodes of type `NIRGraph`.
///
/// What is read is checked ([NirCheck]) before anyone sees it. A file may be damaged or made to
/// harm: declared sizes are compared with the file's before anything is allocated, circles are
/// stopped ([MeteredChannel]), and whatever the HDF5 library throws becomes an [InputException].
public final class NirFile {
  private static final int MAX_DEPTH = 16;

  private static final long HDF5_SIGNATURE = 0x894844460D0A1A0AL;

  /// jHDF reports each data set that it opens. Held here: a logger that nobody holds forgets.
  private static final Logger JHDF = Logger.getLogger("io.jhdf");

  static {
    JHDF.setLevel(Level.SEVERE);
  }

  private NirFile() {}

  /// Reads a graph.
  ///
  /// @throws InputException naming file, node and field where it is not an intact graph
  public static NirGraph read(Path path) {
    String where = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new InputException(where, "there is no such file");
    }
    NirGraph graph;
    try (var channel = new MeteredChannel(FileChannel.open(path, StandardOpenOption.READ))) {
      requireWhole(where, channel);
      // not closed: an HdfFile made from a channel fails to close, and the channel is all it holds
      graph = root(where, new HdfFile(channel), new Fields.Budget(channel.size()));
    } catch (InputException e) {
      throw e;
    } catch (IOException e) {
      throw new InputException(where, "cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // jHDF trusts the bytes: it throws whatever a wrong one leads to
      throw new InputException(
          where, "is a damaged HDF5 file (" + reason(e) + "); write or copy it again", e);
    }
    NirCheck.check(where, graph);
    return graph;
  }

  private static String reason(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /// The superblock of HDF5 says where the file ends.
  private static void requireWhole(String where, FileChannel channel) throws IOException {
    var start = ByteBuffer.allocate((int) Math.min(48, channel.size()));
    while (start.hasRemaining() && channel.read(start, start.position()) > 0) {
      // goes on until it has them all
    }
    start.flip();
    if (start.remaining() < 48 || start.getLong(0) != HDF5_SIGNATURE) {
      throw new InputException(
          where, "is not an HDF5 file; a NIR graph is one, as nir.write() makes it");
    }
    start.order(ByteOrder.LITTLE_ENDIAN);
    boolean old = start.get(8) < 2;
    int offsetBytes = start.get(old ? 13 : 9);
    long end = start.getLong(old ? 40 : 28);
    if (offsetBytes == 8 && (end > channel.size() || end < 48)) {
      throw new InputException(
          where, "is cut short: it has " + channel.size() + " of " + end + " bytes; copy it again");
    }
  }

  private static NirGraph root(String where, HdfFile file, Fields.Budget budget) {
    var top = new Fields(where, file, budget);
    if (!top.has("node")) {
      throw new InputException(
          where, "has no group /node, so it is no NIR graph; it has " + top.names());
    }
    String version = top.has("version") ? top.text("version") : "";
    var node = new Fields(where, top.group("node"), budget);
    String type = node.text("type");
    if (!type.equals("NIRGraph")) {
      throw new InputException(
          where,
          "holds a single '" + type + "'; wrap it in a NIRGraph with an Input and an Output");
    }
    return graph(where, version, node, budget, 0);
  }

  private static NirGraph graph(
      String where, String version, Fields from, Fields.Budget budget, int depth) {
    if (depth > MAX_DEPTH) {
      throw from.wrong("graphs are nested more than " + MAX_DEPTH + " deep");
    }
    var inside = new Fields(where, from.group("nodes"), budget);
    var nodes = new LinkedHashMap<String, NirNode>();
    var metadata = new LinkedHashMap<String, Metadata.Group>();
    for (String name : inside.names()) {
      var group = inside.group(name);
      String type = new Fields(NirCheck.at(where, name, ""), group, budget).text("type");
      var fields = new Fields(NirCheck.at(where, name, type), group, budget);
      fields.has("type");
      if (type.equals("NIRGraph")) {
        nodes.put(name, graph(NirCheck.inside(where, name), "", fields, budget, depth + 1));
      } else {
        nodes.put(name, Primitives.read(type, fields));
        Metadata.Group said = fields.metadata("metadata", MAX_DEPTH);
        if (!said.isEmpty()) {
          metadata.put(name, said);
        }
      }
    }
    var edges = new ArrayList<NirGraph.Edge>();
    if (from.has("edges") && !from.isEmpty("edges")) {
      List<String> ends = from.texts("edges", List.of(-1, 2));
      for (int i = 0; i < ends.size(); i += 2) {
        edges.add(new NirGraph.Edge(ends.get(i), ends.get(i + 1)));
      }
    }
    Metadata.Group said = from.metadata("metadata", MAX_DEPTH);
    from.has("type");
    from.nothingElse("NIRGraph");
    return new NirGraph(version, nodes, edges, metadata, said);
  }

  /// Writes a graph so that [#read] gives back the same, and so does Python's `nir.read`. Replaces
  /// the file that is there.
  public static void write(NirGraph graph, Path path) {
    String where = path.toString();
    NirCheck.check(where, graph);
    try (WritableHdfFile file = HdfFile.write(path)) {
      if (!graph.version().isEmpty()) {
        file.putDataset("version", graph.version());
      }
      write(graph, file.putGroup("node"));
    } catch (HdfException e) {
      throw new InputException(where, "cannot be written: " + reason(e), e);
    }
  }

  private static void write(NirGraph graph, WritableGroup into) {
    into.putDataset("type", graph.type());
    WritableGroup nodes = into.putGroup("nodes");
    graph
        .nodes()
        .forEach((name, node) -> {
          WritableGroup group = nodes.putGroup(name);
          if (node instanceof NirGraph inner) {
            write(inner, group);
          } else {
            group.putDataset("type", node.type());
            Primitives.fields(node).forEach((field, value) -> put(group, field, value));
            writeMetadata(graph.nodeMetadata().get(name), group);
          }
        });
    if (!graph.edges().isEmpty()) {
      var edges = new String[graph.edges().size()][];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = new String[] {graph.edges().get(i).from(), graph.edges().get(i).to()};
      }
      into.putDataset("edges", edges);
    }
    writeMetadata(graph.metadata(), into);
  }

  private static void put(WritableGroup group, String name, Object value) {
    group.putDataset(
        name,
        switch (value) {
          case Tensor tensor -> array(tensor);
          case Integer number -> number.longValue();
          case List<?> list -> list.stream().mapToLong(n -> (Integer) n).toArray();
          case NirNode.Padding.Same _ -> "same";
          case NirNode.Padding.Valid _ -> "valid";
          case NirNode.Padding.Zeros(List<Integer> zeros) ->
              zeros.size() == 1
                  ? (Object) zeros.get(0).longValue()
                  : zeros.stream().mapToLong(n -> n).toArray();
          default -> throw new IllegalStateException(name + " is a " + value.getClass());
        });
  }

  private static void writeMetadata(Metadata.Group said, WritableGroup into) {
    if (said != null && !said.isEmpty()) {
      writeEntries(said, into.putGroup("metadata"));
    }
  }

  private static void writeEntries(Metadata.Group said, WritableGroup into) {
    for (Map.Entry<String, Metadata> entry : said.entries().entrySet()) {
      switch (entry.getValue()) {
        case Metadata.Text(String text) -> into.putDataset(entry.getKey(), text);
        case Metadata.Texts(List<String> texts) ->
            into.putDataset(entry.getKey(), texts.toArray(String[]::new));
        case Metadata.Numbers(Tensor tensor) -> into.putDataset(entry.getKey(), array(tensor));
        case Metadata.Group inner -> writeEntries(inner, into.putGroup(entry.getKey()));
      }
    }
  }

  /// The tensor as Java's array of arrays, or as a number where it is a scalar.
  private static Object array(Tensor tensor) {
    Class<?> element =
        switch (tensor.type()) {
          case INT8 -> byte.class;
          case INT16 -> short.class;
          case INT32 -> int.class;
          case INT64 -> long.class;
          case FLOAT32 -> float.class;
          case FLOAT64 -> double.class;
        };
    List<Integer> shape = tensor.shape();
    if (shape.isEmpty()) {
      Object one = Array.newInstance(element, 1);
      set(one, 0, tensor, 0);
      return Array.get(one, 0);
    }
    Object array = Array.newInstance(element, shape.stream().mapToInt(extent -> extent).toArray());
    fill(array, tensor, 0, 0);
    return array;
  }

  /// Fills the part of the tensor that begins at `from`; returns where it ends.
  private static int fill(Object array, Tensor tensor, int axis, int from) {
    int extent = tensor.shape().get(axis);
    for (int i = 0; i < extent; i++) {
      if (axis + 1 < tensor.shape().size()) {
        from = fill(Array.get(array, i), tensor, axis + 1, from);
      } else {
        set(array, i, tensor, from++);
      }
    }
    return from;
  }

  private static void set(Object array, int i, Tensor tensor, int index) {
    double value = tensor.values()[index];
    switch (tensor.type()) {
      case INT8 -> Array.setByte(array, i, (byte) value);
      case INT16 -> Array.setShort(array, i, (short) value);
      case INT32 -> Array.setInt(array, i, (int) value);
      case INT64 -> Array.setLong(array, i, (long) value);
      case FLOAT32 -> Array.setFloat(array, i, (float) value);
      case FLOAT64 -> Array.setDouble(array, i, value);
    }
  }
}
