package org.tradewind.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.network.Variable;
import org.tradewind.unit.InputException;

class NetFileTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir Path folder;

  @Test
  void theSmallestExampleSaysWhatItSays() {
    NetFile.Content content = NetFile.read(EXAMPLES.resolve("two-neurons.net.yaml"));
    assertThat(content.network().name()).isEqualTo("two-neurons");
    assertThat(content.network().neurons()).isEqualTo(3);
    assertThat(content.timestepSeconds()).isEqualTo(1e-3);
    assertThat(content.steps()).isEqualTo(20);
    assertThat(content.output()).isEmpty();
    assertThat(content.seed()).isEmpty();
    assertThat(content.stimulus().train("input").steps()).containsExactly(1, 5, 6, 12);
    assertThat(content.network().population("second").record()).containsExactly(Variable.V);
    Projection last = content.network().projections().getLast();
    assertThat(last.name()).isEqualTo("first->second");
    assertThat(last.weights()).isEqualTo(Values.of(6));
    assertThat(last.delays()).isEqualTo(Values.of(3));
  }

  @Test
  void everyExampleIsRead() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      List<Path> all = files.filter(f -> f.toString().endsWith(NetFile.EXTENSION)).toList();
      assertThat(all).isNotEmpty().allSatisfy(file -> NetFile.read(file));
    }
  }

  @Test
  void everyProgramOfTheChipCanBeWritten() {
    Set<Class<?>> models =
        Models.NAMES.stream()
            .map(program -> model(program, required(program)).getClass())
            .collect(Collectors.toSet());
    assertThat(models).containsExactlyInAnyOrder(NeuronModel.class.getPermittedSubclasses());
  }

  private static String required(String program) {
    return switch (program) {
      case "poisson" -> "{p: 0.5}";
      case "rectified", "value_list" -> "{most: 2}";
      default -> "{}";
    };
  }

  @Test
  void valuesAreListedOrInAFile() throws IOException {
    Files.writeString(folder.resolve("v.csv"), "time_step,neuron,value\n3,1,-0.5\n1,0,2\n");
    String list = "populations: {p: {model: value_list, size: 2, params: {most: 2, values: %s}}}";
    for (String values : List.of("[[3, 1, -0.5], [1, 0, 2]]", "{file: v.csv}")) {
      ValueTrain train = read(list.formatted(values)).stimulus().values("p");
      assertThat(train.at().steps()).containsExactly(1, 3);
      assertThat(train.values()).containsExactly(2, -0.5);
    }
    assertSentence(list.formatted("[[3, 1]]"), "must be [step, neuron, value]");
    assertSentence(list.formatted("[[3, 2, 1]]"), "there is no neuron 2");
    assertSentence(list.formatted("[[3, 1, 1], [3, 1, 2]]"), "two values in step 3");
    Files.writeString(folder.resolve("s.csv"), "time_step,neuron\n3,1\n");
    assertThatThrownBy(() -> read(list.formatted("{file: s.csv}")))
        .hasMessageContaining("s.csv: line 2")
        .hasMessageContaining("takes numbers, not spikes");
    assertSentence(
        "populations: {p: {model: rectified, size: 2, params: {most: 40000}}}", "at most 32767");
  }

  @Test
  void parametersAreConstantListedOrDrawn() {
    assertThat(
            model(
                "lif_curr_exp",
                """
                {threshold: {normal: {mean: 10, std: 1}}, alpha_decay: [0.5, 1],
                 exc_decay: {uniform: [0, 1]}, inh_decay: {normal: {mean: 0.5, std: 1, low: 0, high: 1}},
                 i_offset: -1e-3, v_reset: -1, v_init: 2, t_refrac: 3, reset: reset_to_v_reset}\
                """))
        .isInstanceOfSatisfying(
            NeuronModel.CurrExpLif.class,
            lif -> {
              assertThat(lif.threshold())
                  .isEqualTo(
                      new Values.Normal(10, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
              assertThat(lif.alphaDecay().at(0, 0, 0)).isEqualTo(0.5);
              assertThat(lif.alphaDecay().at(0, 0, 1)).isEqualTo(1);
              assertThat(lif.excDecay()).isEqualTo(new Values.Uniform(0, 1));
              assertThat(lif.inhDecay()).isEqualTo(new Values.Normal(0.5, 1, 0, 1));
              assertThat(lif.iOffset()).isEqualTo(Values.of(-1e-3));
              assertThat(lif.vReset()).isEqualTo(Values.of(-1));
              assertThat(lif.vInit()).isEqualTo(Values.of(2));
              assertThat(lif.tRefracSteps()).isEqualTo(Values.of(3));
              assertThat(lif.reset()).isEqualTo(NeuronModel.Reset.TO_V_RESET);
            });
  }

  @Test
  void namesOfOtherToolsAreUnderstood() {
    assertThat(model("lif", "{v_thresh: 3, beta: 0.5}"))
        .isEqualTo(model("lif", "{threshold: 3, alpha_decay: 0.5}"))
        .isEqualTo(model("lif", "{v_threshold: 3, alpha_decay: 0.5}"));
    assertThat(model("lif_curr_exp", "{t_refract: 2}"))
        .isEqualTo(model("lif_curr_exp", "{t_refrac: 2}"));
    assertThat(model("izhikevich", "{a: 0.1, b: 0.2, c: -50, d: 2}"))
        .isEqualTo(
            model(
                "izhikevich",
                "{recovery_decay: 0.1, recovery_sensitivity: 0.2, v_reset: -50,"
                    + " reset_recovery_increment: 2}"));
    assertRefused("lif", "{v_thresh: 3, threshold: 3}", "p.params.v_thresh", "'threshold'");
  }

  @Test
  void aPoissonRateBecomesAProbabilityAStep() {
    assertThat(model("poisson", "{rate: 10Hz, from_step: 5, until_step: 9}"))
        .isEqualTo(new NeuronModel.Poisson(Values.of(0.01), 5, 9));
    assertThat(model("poisson", "{p: 0.25}"))
        .isEqualTo(new NeuronModel.Poisson(Values.of(0.25), 0, Integer.MAX_VALUE));
    assertRefused("poisson", "{rate: 2kHz}", "p.params.rate", "2.0 spikes a step");
    assertRefused("poisson", "{rate: 10}", "a rate with its unit");
    assertRefused("poisson", "{p: 1.5}", "between 0.0 and 1.0");
    assertRefused("poisson", "{}", "either 'p'");
    assertRefused("poisson", "{p: 0.1, rate: 1Hz}", "either 'p'");
  }

  @Test
  void spikesAreListedInThreeWays() throws IOException {
    Files.writeString(folder.resolve("s.csv"), "time_step,neuron\n7,1\n3,0\n");
    var expected = new SpikeTrain(new int[] {3, 7}, new int[] {0, 1});
    for (String spikes : List.of("{1: [7], 0: [3]}", "[[7, 1], [3, 0]]", "{file: s.csv}")) {
      NetFile.Content content =
          read(
              """
              populations:
                in: {model: spike_list, size: 2, params: {spikes: %s, ahead: true}}
              """
                  .formatted(spikes));
      assertThat(content.stimulus().train("in").same(expected)).as(spikes).isTrue();
      assertThat(content.network().population("in").model())
          .isEqualTo(new NeuronModel.SpikeList(true));
    }
    for (var wrong :
        List.of(
            "{2: [7]}|spikes.2[0]: there is no neuron 2",
            "{x: [7]}|'x' is not the number of a neuron",
            "{0: [-1]}|is negative",
            "{0: [10000000]}|beyond",
            "{0: 3}|must be a list",
            "[[1, 2, 3]]|spikes[0]: has 3 values",
            "[[1.5, 0]]|whole number",
            "{file: none.csv}|no file",
            "{file: s.txt}|.csv",
            "7|is '7'")) {
      String[] parts = wrong.split("\\|");
      assertRefused("spike_list", "{spikes: " + parts[0] + "}", parts[1]);
    }
  }

  @Test
  void aPopulationHasASizeOrAShapeAndOptions() {
    Population p =
        read("""
        populations:
          p:
            model: lif
            shape: [2, 3, 4]
            word: wide
            max_per_core: 7
            expected_rate: 0.5kHz
            record: [v]
            v_unit: 0.5
            background: [{rate: 3kHz, weight: 0.5}, {rate: 10Hz, weight: -1}]
        """)
            .network()
            .population("p");
    assertThat(p.shape()).containsExactly(2, 3, 4);
    assertThat(p.word()).isEqualTo(SynapseWord.WIDE);
    assertThat(p.maxPerCore()).isEqualTo(7);
    assertThat(p.expectedRateHz()).hasValue(500);
    assertThat(p.recordSpikes()).isFalse();
    assertThat(p.record()).containsExactly(Variable.V);
    assertThat(p.vUnit()).isEqualTo(Values.of(0.5));
    assertThat(p.backgrounds()).containsExactly(new Background(3, 0.5), new Background(0.01, -1));
  }

  @Test
  void programsWithoutDelaysStoreTheirSynapsesSo() {
    for (String program : Models.NAMES) {
      Population p =
          read("populations: {p: {model: %s, size: 1, params: %s}}"
                  .formatted(program, required(program)))
              .network()
              .population("p");
      boolean without =
          program.endsWith("no_delay")
              || List.of("lif_conv2d", "charge_and_spike").contains(program);
      assertThat(p.word()).isEqualTo(without ? SynapseWord.NO_DELAY : SynapseWord.AUTO);
    }
    assertSentence(
        "populations: {p: {model: lif_no_delay, size: 1, word: delay}}",
        "populations.p.word",
        "stores synapses as no_delay");
  }

  @Test
  void everyConnectorCanBeWritten() throws IOException {
    Files.writeString(folder.resolve("c.csv"), "post,pre,weight\n1,0,2.5\n0,1,-2\n");
    assertThat(connect("one_to_one")).isEqualTo(new Connectivity.OneToOne());
    assertThat(connect("{one_to_one: {}}")).isEqualTo(new Connectivity.OneToOne());
    assertThat(connect("all_to_all")).isEqualTo(new Connectivity.AllToAll(true));
    assertThat(connect("{all_to_all: {allow_self: false}}"))
        .isEqualTo(new Connectivity.AllToAll(false));
    assertThat(connect("{fixed_probability: {p: 0.5}}"))
        .isEqualTo(new Connectivity.FixedProbability(0.5, true));
    assertThat(connect("{fixed_number_pre: {n: 1, allow_self: false}}"))
        .isEqualTo(new Connectivity.FixedNumberPre(1, false));
    assertThat(connect("{fixed_number_post: {n: 2}}"))
        .isEqualTo(new Connectivity.FixedNumberPost(2, true));
    Projection listed = projection("{list: [[0, 1, 2.5, 3], [1, 0, -2, 0]]}", "");
    assertThat(listed.connectivity())
        .isInstanceOfSatisfying(
            Connectivity.Listed.class,
            list -> {
              assertThat(list.pre()).containsExactly(0, 1);
              assertThat(list.post()).containsExactly(1, 0);
            });
    assertThat(listed.weights().resolve(2, 0, 0)).containsExactly(2.5, -2);
    assertThat(listed.delays().resolve(2, 0, 0)).containsExactly(3, 0);
    Projection filed = projection("{list: {file: c.csv}}", "delay: [1, 2]");
    assertThat(filed.weights().resolve(2, 0, 0)).containsExactly(2.5, -2);
    assertThat(filed.delays().resolve(2, 0, 0)).containsExactly(1, 2);
    assertThat(projection("{list: [[0, 1]]}", "weight: {uniform: [1, 2]}").weights())
        .isEqualTo(new Values.Uniform(1, 2));
  }

  @Test
  void convolutionsAndPoolingsTakeTheShapesOfTheirPopulations() {
    Connectivity conv =
        shaped(
            "[2, 9, 8]",
            "[4, 4, 3]",
            "{convolution: {kernel: [3, 2], stride: [2, 3], padding: [0, 1, 0, 0]}}",
            "{uniform: [-1, 1]}");
    assertThat(conv)
        .isEqualTo(new Connectivity.Convolution(2, 9, 8, 1, 1, 4, 3, 2, 2, 3, 0, 1, 0, 0, 1, 1, 1));
    assertThat(
            shaped(
                "[2, 8, 8]",
                "[2, 4, 4]",
                "{convolution: {kernel: 1, pool: 2, groups: 2, dilation: 1}}",
                "[[[[1]]], [[[2]]]]"))
        .isEqualTo(new Connectivity.Convolution(2, 8, 8, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2));
    assertThat(shaped("[2, 8, 6]", "[2, 4, 3]", "{pooling: {kernel: 2}}", "1"))
        .isEqualTo(new Connectivity.Pooling(2, 8, 6, 2, 2, 2, 2, 0, 0));
    assertThat(
            shaped(
                "[96]", "[24]", "{pooling: {in_shape: [2, 8, 6], kernel: [2, 2], stride: 2}}", "1"))
        .isEqualTo(new Connectivity.Pooling(2, 8, 6, 2, 2, 2, 2, 0, 0));
    assertThatThrownBy(() -> shaped("[2, 8, 6]", "[2, 3, 4]", "{pooling: {kernel: 2}}", "1"))
        .hasMessageContainingAll("[2, 4, 3]", "[2, 3, 4]", "projections[0].connector.pooling");
    assertThatThrownBy(() -> shaped("[2, 8, 6]", "[2, 3, 4]", "{convolution: {kernel: 9}}", "1"))
        .hasMessageContainingAll("a window of 9", "projections[0].connector.convolution");
    assertThatThrownBy(() -> shaped("[96]", "[24]", "{pooling: {kernel: 2}}", "1"))
        .hasMessageContaining("must be [channels, rows, columns]");
    assertThatThrownBy(
            () -> shaped("[1, 2, 2]", "[1, 1, 1]", "{convolution: {kernel: 2}}", "[1, 2, 3]"))
        .hasMessageContainingAll("projections[0]", "3 weights");
  }

  @Test
  void theRunsOwnWordsAreRead() {
    NetFile.Content content =
        read(
            """
            name: my net
            timestep: 0.1 ms
            steps: 7
            seed: -9223372036854775808
            output: p
            populations:
              p: {model: relay, size: 1}
            """);
    assertThat(content.network().name()).isEqualTo("my net");
    assertThat(content.timestepSeconds()).isEqualTo(1e-4);
    assertThat(content.steps()).isEqualTo(7);
    assertThat(content.seed()).isEqualTo(OptionalLong.of(Long.MIN_VALUE));
    assertThat(content.output()).isEqualTo("p");
  }

  @Test
  void anUnknownKeyNamesItsPlaceAndTheNearestKnownOne() {
    assertSentence(
        """
        populations:
          exc:
            model: lif
            size: 1
            params:
              treshold: 5
        """,
        "x.net.yaml: populations.exc.params.treshold: unknown key; did you mean 'threshold'?",
        "(line 6, column 7)");
    assertSentence("population: {}", "population: unknown key; did you mean 'populations'?");
    assertSentence("populations: {p: {model: lif, size: 1, parms: {}}}", "mean 'params'?");
    assertSentence("populations: {p: {model: liff, size: 1}}", "p.model: is 'liff'", "mean 'lif'?");
    assertSentence("populations: {p: {model: relay, size: 1, params: {x: 1}}}", "none is known");
    assertSentence(
        "{populations: {p: {model: relay, size: 1}}, projections: [{pre: q, post: p}]}",
        "projections[0].pre: is 'q'");
    assertSentence(
        "populations: {p: {model: lif, size: 1, record: [u]}}",
        "p.record[0]: is 'u'",
        "[spikes, v]");
  }

  @Test
  void wrongValuesAreRefusedWithTheirPlace() {
    assertRefused(
        "lif", "{threshold: .nan}", "x.net.yaml: populations.p.params.threshold", "finite");
    assertRefused("lif", "{threshold: .inf}", "finite");
    assertRefused("lif", "{threshold: 1e999}", "finite");
    assertRefused("lif", "{threshold: 1e300}", "between");
    assertRefused("lif", "{threshold: 10 mV}", "'10 mV'", "finite number");
    assertRefused("lif", "{threshold: '5'}", "finite number");
    assertRefused("lif", "{threshold: [1, 2, 3]}", "lists 3 values, but there are 2 neurons");
    assertRefused("lif", "{threshold: }", "is empty");
    assertRefused("lif", "{alpha_decay: 1.1}", "between 0.0 and 1.0");
    assertRefused("lif", "{alpha_decay: {normal: {mean: 0.5, std: 1}}}", "'low' and 'high'");
    assertRefused("lif", "{threshold: {uniform: [2, 1]}}", "threshold.uniform", "above high");
    assertRefused("lif", "{threshold: {uniform: [2]}}", "[low, high]");
    assertRefused("lif", "{threshold: {normal: {mean: 1}}}", "'std' is missing");
    assertRefused("lif", "{threshold: {gamma: 1}}", "unknown key", "uniform");
    assertRefused("lif", "{threshold: {}}", "exactly one");
    assertRefused("lif", "{reset: zero}", "reset_to_v_reset");
    assertRefused("lif_curr_exp", "{t_refrac: 1.5}", "whole numbers");
    assertRefused("lif_curr_exp", "{t_refrac: {uniform: [1, 5]}}", "whole numbers");
    assertRefused("charge_and_spike", "{alpha_decay: 0.5}", "unknown key");
    assertRefused("spike_list", "{ahead: 1}", "true or false");
  }

  @Test
  void wrongDocumentsAreRefused() {
    String p = "populations: {p: {model: relay, size: 2}}\n";
    assertSentence("", "is empty");
    assertSentence("# nothing\n", "is empty");
    assertSentence("[]", "a mapping");
    assertSentence("hello", "a mapping");
    assertSentence("populations: {}", "no population");
    assertSentence("steps: 3", "'populations' is missing");
    assertSentence(p + p, "'populations' twice", "(line 2, column 1)");
    assertSentence(p + "---\n" + p, "second document");
    assertSentence(p + "timestep: 1", "a time with its unit");
    assertSentence(p + "timestep: 1ns", "timestep", "from 1us to 10s");
    assertSentence(p + "steps: 0", "from 1 to 10000000");
    assertSentence(p + "seed: 0.5", "seed", "64 bits");
    assertSentence(p + "output: q", "output: is 'q'");
    assertSentence(p + "projections: {}", "must be a list");
    assertSentence("a: &x 1\nb: *x\n", "anchor");
    assertSentence("a: !!java.net.URL 1\n", "tag");
    assertSentence("a: [\n", "is no YAML", "line");
    assertSentence("a: \t- b\n  c: {", "is no YAML");
    assertSentence("[1]: 2", "is no YAML");
    assertThatThrownBy(
            () -> NetFile.read(Files.write(folder.resolve("x.net.yaml"), new byte[] {-1, -2})))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("UTF-8")
        .hasMessageNotContaining("java.");
    assertSentence("populations: {p: {model: lif, size: 2000000000}}", "p.size", "from 1 to");
    assertSentence("populations: {p: {model: lif, shape: [65536, 65536]}}", "shape");
    assertSentence("populations: {p: {model: lif, shape: []}}", "shape");
    assertSentence("populations: {p: {model: lif}}", "either 'size'");
    assertSentence("populations: {p: {size: 1}}", "populations.p: the key 'model' is missing");
    assertThatThrownBy(() -> NetFile.read(folder.resolve("none.net.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void wrongProjectionsAreRefused() {
    assertConnectRefused("ring", "weight: 1", "connector: is 'ring'");
    assertConnectRefused("fixed_probability", "weight: 1", "needs options");
    assertConnectRefused("{fixed_probability: {p: 2}}", "weight: 1", "probability.p", "[0, 1]");
    assertConnectRefused("{fixed_number_pre: {n: 3}}", "weight: 1", "projections[0]", "0 to 2");
    assertConnectRefused("{list: [[0, 2]]}", "weight: 1", "projections[0]", "post neuron 2");
    assertConnectRefused("{list: [[0]]}", "weight: 1", "list[0]: has 1 values");
    assertConnectRefused("{list: [[0, 1], [0, 1, 2]]}", "", "list[1]");
    assertConnectRefused("{list: [[0, 1, 2]]}", "weight: 1", "weight", "remove one");
    assertConnectRefused("one_to_one", "", "'weight' is missing");
    assertConnectRefused("one_to_one", "{weight: 1", "is no YAML");
    assertConnectRefused("one_to_one", "weight: [1, 2, 3]", "3 weights");
    assertConnectRefused("one_to_one", "weight: 1, delay: 64", "delay", "from 0 to 63");
    assertConnectRefused("one_to_one", "weight: 1, delay: 0.5", "delay");
    assertConnectRefused("one_to_one", "weight: 1, dealy: 1", "did you mean 'delay'");
    assertSentence(
        "{populations: {p: {model: poisson, size: 1, params: {p: 1}}},"
            + " projections: [{pre: p, post: p, connector: one_to_one, weight: 1}]}",
        "projections[0]",
        "takes no synapses");
    assertSentence(
        "{populations: {p: {model: lif_conv2d, size: 1}},"
            + " projections: [{pre: p, post: p, connector: one_to_one, weight: 1}]}",
        "takes convolutions only");
    assertSentence(
        "{populations: {p: {model: lif, size: 1}}, projections: ["
            + "{pre: p, post: p, connector: one_to_one, weight: 1},"
            + "{pre: p, post: p, connector: one_to_one, weight: 1}]}",
        "two projections");
  }

  @Test
  void deepAndLongDocumentsAreRefused() {
    assertSentence("a: " + "[".repeat(40) + "]".repeat(40), "deeper than");
    assertSentence("a: " + "[".repeat(100_000), "");
    assertSentence("a: [" + "1,".repeat(300_001) + "1]", "more than 300000 values");
    assertSentence("a: " + "x".repeat(17 << 20), "at most 16777216");
    assertSentence("a: " + "1".repeat(5_000), "");
  }

  /// Whatever bytes are in a file, the answer is a network or one sentence.
  @Test
  void damagedDocumentsEndInASentence() throws IOException {
    byte[] good = Files.readAllBytes(EXAMPLES.resolve("two-neurons.net.yaml"));
    long seed = 20261121;
    var random = new Random(seed);
    Path file = folder.resolve("x.net.yaml");
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextBoolean()
                ? (byte) "{}[]:,-&*!|>'\"%#@?\n\t 09eE.~".charAt(random.nextInt(27))
                : (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try {
        NetFile.read(file);
      } catch (InputException e) {
        assertThat(e.getMessage()).startsWith("x.net.yaml: ").doesNotContain("\n");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", document " + i + ":\n" + new String(bytes), e);
      }
    }
  }

  private NetFile.Content read(String yaml) {
    try {
      Path file = folder.resolve("x.net.yaml");
      Files.writeString(file, yaml);
      return NetFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NeuronModel model(String program, String params) {
    return read("populations: {p: {model: %s, size: 2, params: %s}}".formatted(program, params))
        .network()
        .population("p")
        .model();
  }

  private Connectivity connect(String connector) {
    return projection(connector, "weight: 1").connectivity();
  }

  private Projection projection(String connector, String rest) {
    return read("""
    populations: {p: {model: lif, size: 2}}
    projections: [{pre: p, post: p, connector: %s, %s}]
    """
            .formatted(connector, rest))
        .network()
        .projections()
        .getFirst();
  }

  private Connectivity shaped(String pre, String post, String connector, String weight) {
    return read("""
    populations:
      a: {model: relay, shape: %s}
      b: {model: lif_conv2d, shape: %s}
      c: {model: lif, shape: %s}
    projections: [{pre: a, post: %s, connector: %s, weight: %s}]
    """
            .formatted(
                pre, post, post, connector.startsWith("{pooling") ? "c" : "b", connector, weight))
        .network()
        .projections()
        .getFirst()
        .connectivity();
  }

  private void assertRefused(String program, String params, String... parts) {
    assertThatThrownBy(() -> model(program, params))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  private void assertConnectRefused(String connector, String rest, String... parts) {
    assertThatThrownBy(() -> projection(connector, rest))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  private void assertSentence(String yaml, String... parts) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.net.yaml")
        .hasMessageContainingAll(parts);
  }
}
