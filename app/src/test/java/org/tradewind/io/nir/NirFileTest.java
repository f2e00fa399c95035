package org.tradewind.io.nir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.network.NeuronModel;
import org.tradewind.unit.InputException;

class NirFileTest {
  private static final NirImport.Options EXPONENTIAL =
      new NirImport.Options(
          1e-4, NeuronModel.Reset.TO_V_RESET, NirImport.Integrator.EXPONENTIAL, 0, false);

  @TempDir Path folder;

  private NirGraph written(NirGraph graph) {
    Path copy = folder.resolve("copy.nir");
    NirFile.write(graph, copy);
    return NirFile.read(copy);
  }

  private void requireSameAfterWriting(NirGraph graph) {
    assertThat(written(graph))
        .usingRecursiveComparison()
        .withEqualsForType(Arrays::equals, double[].class)
        .isEqualTo(graph);
  }

  // reading what others wrote

  @Test
  void whatIsReadAndWrittenReadsTheSame() {
    for (String sample :
        new String[] {
          "lif_norse.nir", "lif_rockpool.nir", "two_lif_neurons.nir", "cnn_sinabs.nir"
        }) {
      requireSameAfterWriting(NirFile.read(Samples.shipped(sample)));
    }
  }

  @Test
  void everyRealFileReadsTheSameAfterWriting() throws IOException {
    for (Path file : Samples.real()) {
      requireSameAfterWriting(NirFile.read(file));
    }
  }

  /// every_primitive.nir was written by the reference implementation: see samples.py.
  @Test
  void whatTheReferenceImplementationWroteIsUnderstood() {
    NirGraph graph = NirFile.read(Samples.resource("every_primitive.nir"));
    Map<String, NirNode> nodes = graph.nodes();
    assertThat(nodes.values().stream().map(NirNode::type))
        .containsAll(Primitives.types().headSet("LI"))
        .containsAll(Primitives.types().tailSet("LIF"));
    assertThat(((NirGraph) nodes.get("graph")).nodes().get("li")).isInstanceOf(NirNode.LI.class);
    assertThat(graph.version()).isEqualTo("1.0.7");
    assertThat(graph.edges())
        .containsExactly(
            new NirGraph.Edge("input", "conv2d"),
            new NirGraph.Edge("affine", "lif"),
            new NirGraph.Edge("lif", "output"));
    assertThat(nodes.get("affine"))
        .usingRecursiveComparison()
        .isEqualTo(
            new NirNode.Affine(Graphs.quarters(3, 4), Tensor.float64(List.of(3), 0.25, 0.5, 0.75)));
    assertThat(weight(nodes, "linear_int8"))
        .usingRecursiveComparison()
        .isEqualTo(new Tensor(List.of(2, 2), new double[] {-128, 127, 0, 3}, Tensor.Type.INT8));
    assertThat(weight(nodes, "linear_int16").values()).containsExactly(-32768, 1, 0, 3);
    assertThat(weight(nodes, "linear_uint8").values()).containsExactly(255, 1, 0, 3);
    assertThat(weight(nodes, "linear_half").values()).containsExactly(0.5, 1, 0, 3);
    assertThat(weight(nodes, "linear_big_endian").values()).containsExactly(0.5, 1, 0, 3);
    assertThat(nodes.get("scale"))
        .usingRecursiveComparison()
        .isEqualTo(new NirNode.Scale(Tensor.scalar(2.5)));
    assertThat(nodes.get("conv1d"))
        .usingRecursiveComparison()
        .isEqualTo(Graphs.everyPrimitive().get(NirNode.Conv1d.class));
    assertThat(((NirNode.Conv2d) nodes.get("conv2d")).stride()).containsExactly(2, 2);
    assertThat(((NirNode.Conv2d) nodes.get("conv2d")).padding())
        .isEqualTo(new NirNode.Padding.Zeros(List.of(1, 0)));
    assertThat(nodes.get("conv2d_valid"))
        .usingRecursiveComparison()
        .isEqualTo(Graphs.everyPrimitive().get(NirNode.Conv2d.class));
    assertThat(((NirNode.LIF) nodes.get("lif_scalar")).tau().shape()).isEmpty();
    assertThat(((NirNode.CubaLI) nodes.get("cubali")).wIn().values()).containsExactly(1, 1, 1);
    var metadata = graph.nodeMetadata().get("affine").entries();
    assertThat(((Metadata.Numbers) metadata.get("epochs")).tensor().values()).containsExactly(7);
    assertThat(((NirGraph) nodes.get("graph")).metadata().entries())
        .containsEntry("made_by", new Metadata.Text("hand"));
    requireSameAfterWriting(graph);
  }

  private static Tensor weight(Map<String, NirNode> nodes, String name) {
    return ((NirNode.Linear) nodes.get(name)).weight();
  }

  @Test
  void oldFilesWithoutVResetResetToZero() {
    var lif = (NirNode.LIF) NirFile.read(Samples.shipped("lif_norse.nir")).nodes().get("1");
    assertThat(lif.vReset()).usingRecursiveComparison().isEqualTo(Tensor.float32(List.of(1), 0));
  }

  // writing

  @Test
  void everyPrimitiveReadsTheSameAfterWriting() {
    Map<Class<?>, NirNode> nodes = Graphs.everyPrimitive();
    assertThat(nodes.keySet()).isEqualTo(Set.of(NirNode.class.getPermittedSubclasses()));
    nodes.forEach((type, node) ->
        requireSameAfterWriting(NirGraph.of(Map.of(type.getSimpleName(), node), List.of())));
  }

  @Test
  void everyTypeOfNumberIsKept() {
    for (Tensor.Type type : Tensor.Type.values()) {
      for (List<Integer> shape : List.of(List.<Integer>of(), List.of(1), List.of(1, 1, 1))) {
        var scale = new NirNode.Scale(new Tensor(shape, new double[] {-100}, type));
        requireSameAfterWriting(NirGraph.of(Map.of("x", scale), List.of()));
      }
    }
  }

  @Test
  void versionMetadataAndOddNamesAreKept() {
    var nodes = new LinkedHashMap<String, NirNode>();
    nodes.put("b", new NirNode.Input(List.of(1)));
    nodes.put("a", Graphs.everyPrimitive().get(NirGraph.class));
    nodes.put("ü 1.2", Graphs.lif(1));
    var graph =
        new NirGraph(
            "1.0.7",
            nodes,
            List.of(new NirGraph.Edge("b", "ü 1.2"), new NirGraph.Edge("ü 1.2", "ü 1.2")),
            Map.of("b", Graphs.metadata("of b")),
            Graphs.metadata("of all"));
    requireSameAfterWriting(graph);
  }

  @Test
  void aGraphThatIsWrongIsNotWritten() {
    var graph = NirGraph.of(Map.of("a", Graphs.lif(1)), List.of(new NirGraph.Edge("a", "b")));
    Path file = folder.resolve("wrong.nir");
    assertThatThrownBy(() -> NirFile.write(graph, file)).isInstanceOf(InputException.class);
    assertThat(file).doesNotExist();
  }

  // files that are no graphs

  private void requireRefused(Path file, String... words) {
    assertThatThrownBy(() -> NirFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString() + ":")
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void anEdgeToNowhereSuggestsTheNodeThatIsMeant() {
    requireRefused(
        Samples.resource("dangling.nir"),
        "node 'lif1'",
        "there is no node 'lif'; did you mean 'lif1'?");
  }

  @Test
  void whatIsNoHdf5FileIsNamedSo() throws IOException {
    requireRefused(folder.resolve("nothing.nir"), "no such file");
    requireRefused(folder, "no such file");
    Path text = folder.resolve("text.nir");
    Files.writeString(text, "");
    requireRefused(text, "not an HDF5 file");
    Files.writeString(text, "{\"nodes\": [" + "0, ".repeat(1000) + "0]}");
    requireRefused(text, "not an HDF5 file");
  }

  @Test
  void aTruncatedFileIsNamedSo() throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.shipped("lif_norse.nir"));
    Path cut = folder.resolve("cut.nir");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    requireRefused(cut, "is cut short", "8792 of 17584 bytes");
  }

  @Test
  void anotherHdf5FileIsNoGraph() {
    Path file = folder.resolve("other.h5");
    try (WritableHdfFile other = HdfFile.write(file)) {
      other.putDataset("x", new double[] {1});
    }
    requireRefused(file, "no group /node", "[x]");
    try (WritableHdfFile other = HdfFile.write(file)) {
      other.putGroup("node").putDataset("type", "LIF");
    }
    requireRefused(file, "a single 'LIF'", "wrap it in a NIRGraph");
  }

  /// A file with one node 'n', a LIF of three neurons, whose fields the test spoils.
  private Path lif(BiConsumer<Map<String, Object>, WritableGroup> spoil) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", "LIF");
    for (String name : new String[] {"tau", "r", "v_leak", "v_threshold", "v_reset"}) {
      fields.put(name, new float[] {1, 2, 3});
    }
    Path file = folder.resolve("spoilt.nir");
    try (WritableHdfFile nir = HdfFile.write(file)) {
      WritableGroup node = nir.putGroup("node");
      node.putDataset("type", "NIRGraph");
      WritableGroup n = node.putGroup("nodes").putGroup("n");
      spoil.accept(fields, n);
      fields.forEach(n::putDataset);
    }
    return file;
  }

  @Test
  void aSpoiltNodeIsNamedWithItsField() {
    requireRefused(
        lif((fields, _) -> fields.put("type", "LIFF")),
        "node 'n'",
        "'LIFF' is not a primitive of NIR; did you mean 'LIF'?");
    requireRefused(
        lif((fields, _) -> fields.remove("tau")), "node 'n' (LIF)", "field 'tau' is missing");
    requireRefused(
        lif((fields, _) -> fields.put("v_treshold", fields.remove("v_threshold"))),
        "field 'v_threshold' is missing; did you mean 'v_treshold'?");
    requireRefused(
        lif((fields, _) -> fields.put("t_ref", new float[] {1, 2, 3})),
        "the field 't_ref' is not one of LIF's");
    requireRefused(
        lif((fields, _) -> fields.put("tau", new float[] {1, Float.NaN, 3})),
        "node 'n' (LIF)",
        "'tau' has NaN at position 1");
    requireRefused(
        lif((fields, _) -> fields.put("v_leak", new float[] {1, 1, Float.NEGATIVE_INFINITY})),
        "'v_leak' has -Infinity at position 2");
    requireRefused(
        lif((fields, _) -> fields.put("tau", new float[] {1, 0, 3})), "'tau' is 0.0", "positive");
    requireRefused(
        lif((fields, _) -> fields.put("r", new float[] {1, 2})),
        "'tau' has the shape [3], but 'r' has [2]");
    requireRefused(lif((fields, _) -> fields.put("r", "one")), "'r' is of type", "not a number");
    requireRefused(
        lif((fields, n) -> {
          fields.remove("r");
          n.putGroup("r");
        }),
        "'r' is not a data set");
    requireRefused(
        lif((fields, _) -> fields.put("type", 7)), "'type' is of type", "a text is expected");
  }

  @Test
  void wholeNumbersThatADoubleCannotHoldAreRefused() {
    requireRefused(
        lif((fields, _) -> fields.put("r", new long[] {1, (1L << 53) + 2, 3})), "at most 2^53");
  }

  @Test
  void whatGzipCanPackIsUnpackedAndNothingMore() throws IOException {
    var ones = new float[1 << 20];
    Arrays.fill(ones, 1);
    Path file =
        lif((fields, n) -> {
          fields.remove("r");
          n.putDataset("r", ones, DatasetCreationOptions.builder().deflate(9).build());
        });
    assertThat(Files.size(file)).isLessThan(20_000);
    requireRefused(file, "'tau' has the shape [3], but 'r' has [1048576]");
    requireRefused(
        Samples.resource("gigantic.nir"),
        "node 'n' (LIF)",
        "'r' declares the shape [134217728], more than a file of 12016 bytes can hold");
  }

  @Test
  void whatIsPackedTwiceIsNotUnpacked() {
    requireRefused(
        lif((fields, n) -> {
          fields.remove("r");
          n.putDataset(
              "r", new float[3], DatasetCreationOptions.builder().deflate(9).deflate(9).build());
        }),
        "'r' is compressed 2 times over");
  }

  @Test
  void parametersOfNodesAreChecked() {
    requireWrong(new NirNode.Input(List.of(2, 0)), "'shape' is [2, 0]");
    requireWrong(new NirNode.Input(List.of(1 << 20, 1 << 20)), "product below 2^31");
    requireWrong(new NirNode.Linear(Graphs.quarters(3)), "(out, in) is expected");
    requireWrong(
        new NirNode.Affine(Graphs.quarters(3, 4), Graphs.quarters(4)),
        "'bias' has the shape [4], but the weight [3, 4] has 3 rows");
    requireWrong(
        Graphs.convolution(Graphs.quarters(3, 4, 5), 1, 0),
        "(out, in, kernel rows, kernel columns)");
    requireWrong(Graphs.convolution(Graphs.quarters(1, 1, 3, 3), 0, 0), "'stride' is [0, 0]");
    requireWrong(Graphs.convolution(Graphs.quarters(1, 1, 3, 3), 1, -1), "'padding' is [-1, -1]");
    requireWrong(
        new NirNode.Conv1d(
            Optional.empty(),
            Graphs.quarters(4, 1, 3),
            1,
            new NirNode.Padding.Valid(),
            1,
            3,
            Graphs.quarters(4)),
        "'groups' is 3; it must divide the 4 output channels");
    requireWrong(
        new NirNode.Conv1d(
            Optional.empty(),
            Graphs.quarters(4, 1, 3),
            2,
            new NirNode.Padding.Same(),
            1,
            1,
            Graphs.quarters(4)),
        "'same' with a stride of [2]");
    requireWrong(
        new NirNode.SumPool2d(List.of(2, 0), List.of(1, 1), List.of(0, 0)), "'kernel_size'");
    requireWrong(
        new NirNode.AvgPool2d(List.of(2, 2), List.of(1, 1), List.of(2, 0)), "'padding' is [2, 0]");
    requireWrong(new NirNode.Delay(Graphs.all(-1, 2)), "'delay' is -1.0");
    requireWrong(
        new NirNode.CubaLI(
            Graphs.all(1, 2),
            Graphs.all(1, 2),
            Graphs.all(1, 2),
            Graphs.all(1, 2),
            Graphs.all(-2, 2)),
        "'w_in' is -2.0; it must be positive");
    requireWrong(new NirNode.I(Graphs.all(0, 2)), "'r' is 0.0");
  }

  private static void requireWrong(NirNode node, String words) {
    assertThatThrownBy(() -> NirCheck.check("f.nir", NirGraph.of(Map.of("n", node), List.of())))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.nir: node 'n' (" + node.type() + "): ")
        .hasMessageContaining(words);
  }

  @Test
  void graphsWithoutNodesOrWithDoubledEdgesAreRefused() {
    assertThatThrownBy(() -> NirCheck.check("f.nir", NirGraph.of(Map.of(), List.of())))
        .hasMessage("f.nir: the graph has no nodes");
    assertThatThrownBy(
            () -> NirCheck.check("f.nir", Graphs.graph(Map.of("a", Graphs.lif(1)), "a->a", "a->a")))
        .hasMessageContaining("the edge 'a' -> 'a' is listed twice");
  }

  // files that were damaged

  @Test
  void aDamagedFileIsAGraphOrAnErrorAndQuicklyEither() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    Path file = folder.resolve("damaged.nir");
    for (Path sample :
        List.of(Samples.shipped("lif_norse.nir"), Samples.resource("every_primitive.nir"))) {
      byte[] intact = Files.readAllBytes(sample);
      int refused = 0;
      for (int trial = 0; trial < 200; trial++) {
        byte[] bytes = intact.clone();
        for (int flips = 1 << random.nextInt(8); flips > 0; flips--) {
          int at = random.nextInt(bytes.length);
          bytes[at] =
              switch (random.nextInt(4)) {
                case 0 -> (byte) 0;
                case 1 -> (byte) 0xFF;
                case 2 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                default -> (byte) random.nextInt(256);
              };
        }
        if (random.nextInt(8) == 0) {
          bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        Files.write(file, bytes);
        long start = System.nanoTime();
        try {
          NirImport.network(NirFile.read(file), file.toString(), EXPONENTIAL);
        } catch (InputException e) {
          refused++;
          assertThat(e.getMessage()).startsWith(file.toString());
        } catch (Throwable e) {
          throw new AssertionError("seed " + seed + ", trial " + trial + " of " + sample, e);
        }
        assertThat((System.nanoTime() - start) / 1e9)
            .as("seconds; seed %d, trial %d of %s", seed, trial, sample)
            .isLessThan(10);
      }
      assertThat(refused).as("seed %d", seed).isPositive();
    }
  }
}
