package org.tradewind.io.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tradewind.io.yaml.Node;
import org.tradewind.io.yaml.YamlReader;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.Feedback;
import org.tradewind.learn.FirstStepLoss;
import org.tradewind.learn.IntensityCode;
import org.tradewind.learn.LatencyCode;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.StepLatencyCode;
import org.tradewind.learn.TimeToFirstSpike;
import org.tradewind.network.SynapseWord;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.train.Recipe;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import org.tradewind.unit.Ticks;

/// Reads a recipe: docs/training.md. Keys are strict.
public final class RecipeFile {
  public static final String EXTENSION = ".recipe.yaml";

  private static final List<String> RULES =
      List.of(
          "eventprop", "eventprop-voltage", "eventprop-steps", "deep-rewiring", "eprop", "bptt");
  private static final List<String> ON_CORES = List.of("eventprop-steps", "deep-rewiring", "eprop");
  private static final List<String> SETS = List.of("yin-yang", "mnist", "speech-commands");
  private static final int MANY = 1 << 30;

  private final Node.Mapping document;
  private final Node.Mapping network;
  private final Node.Mapping rule;

  private RecipeFile(Node.Mapping document) {
    this.document = document;
    network = document.child("network");
    rule = document.require("rule").mapping();
  }

  /// @param changes `key.of.a.key=value`, each in the place of what the file says
  /// @throws InputException one sentence that says where in the file, what, and what to do
  public static Recipe read(Path path, List<String> changes) {
    Node.Mapping document = YamlReader.read(path);
    for (String change : changes) {
      document.override(change(change));
    }
    document.allow(
        "name", "data", "network", "rule", "machine", "batch", "epochs", "seed", "trained");
    return new RecipeFile(document).recipe(path);
  }

  /// `a.b=c` as the document `{a: {b: c}}`.
  private static Node.Mapping change(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new InputException(
          "--set", "'" + text + "' is no change; write a key and its value, such as epochs=10");
    }
    String[] keys = text.substring(0, equals).split("\\.", -1);
    String value = text.substring(equals + 1);
    for (int k = keys.length - 1; k >= 0; k--) {
      value = "{" + keys[k] + ": " + value + "}";
    }
    return YamlReader.read("--set " + text, value);
  }

  private Recipe recipe(Path path) {
    String file = path.getFileName().toString();
    String name =
        document
            .get("name")
            .map(Node::text)
            .orElse(
                file.endsWith(EXTENSION)
                    ? file.substring(0, file.length() - EXTENSION.length())
                    : file);
    int batch = document.require("batch").whole(1, MANY);
    return new Recipe(
        name,
        document.canonical("epochs", "name"),
        data(),
        checkedRule(batch),
        batch,
        document.require("epochs").whole(1, MANY),
        document.get("seed").map(node -> node.whole(0, Integer.MAX_VALUE)).orElse(1),
        exported());
  }

  // ── data ──

  private Recipe.Data data() {
    Node.Mapping data = document.require("data").mapping();
    return switch (data.require("set").oneOf(SETS)) {
      case "yin-yang" -> {
        data.allow(
            "set", "train", "train_seed", "validation", "validation_seed", "test", "test_seed");
        yield new Recipe.Data.YinYang(
            whole(data, "train", 5000),
            whole(data, "train_seed", 42),
            validation(data),
            whole(data, "validation_seed", 41),
            whole(data, "test", 1000),
            whole(data, "test_seed", 40));
      }
      case "mnist" -> {
        data.allow("set", "validation", "train", "test");
        yield new Recipe.Data.Mnist(
            validation(data), whole(data, "train", MANY), whole(data, "test", MANY));
      }
      default -> {
        data.allow("set", "train", "test");
        yield new Recipe.Data.Speech(whole(data, "train", MANY), whole(data, "test", MANY));
      }
    };
  }

  private static int validation(Node.Mapping data) {
    return data.get("validation").map(node -> node.whole(0, MANY)).orElse(0);
  }

  private static int whole(Node.Mapping from, String key, int otherwise) {
    return from.get(key).map(node -> node.whole(1, MANY)).orElse(otherwise);
  }

  // ── network and rule ──

  private Recipe.Rule checkedRule(int batch) {
    try {
      return rule(batch);
    } catch (IllegalArgumentException e) {
      throw rule.error(e.getMessage());
    }
  }

  private Recipe.Rule rule(int batch) {
    String name = rule.require("name").oneOf(RULES);
    if (document.get("machine").isPresent() && !ON_CORES.contains(name)) {
      throw document
          .require("machine")
          .error("only the rules " + ON_CORES + " learn on a machine; remove the key");
    }
    return switch (name) {
      case "eventprop" -> firstSpikes();
      case "eventprop-voltage" -> voltages();
      case "eventprop-steps" -> steps(batch);
      case "deep-rewiring" -> rewiring();
      case "eprop" -> eprop();
      default -> throughTime();
    };
  }

  private Recipe.Rule firstSpikes() {
    network.allow("hidden", "tau_m", "tau_s", "threshold", "initial", "code_span");
    rule.allow("name", "tau0", "tau1", "alpha", "rate", "decay", "keep_epochs", "epsilon", "l2");
    List<Integer> hidden = hidden();
    return new Recipe.Rule.FirstSpikes(
        dynamics(),
        hidden,
        initial(hidden),
        new LatencyCode(milliseconds(network, "code_span", 30)),
        new TimeToFirstSpike(
            milliseconds(rule, "tau0", 0.5),
            milliseconds(rule, "tau1", 6.4),
            number(rule, "alpha", 3e-3)),
        adam(5e-3, 0.95, 1e-8, 0),
        keepEpochs());
  }

  private Recipe.Rule voltages() {
    network.allow("hidden", "tau_m", "tau_s", "threshold", "initial", "code_span", "silent");
    rule.allow("name", "dropout", "rate", "decay", "keep_epochs", "epsilon", "l2");
    List<Integer> hidden = hidden();
    int silent = network.get("silent").map(node -> node.whole(0, 255)).orElse(1);
    return new Recipe.Rule.Voltages(
        dynamics(),
        hidden,
        initial(hidden),
        new IntensityCode(milliseconds(network, "code_span", 20), silent),
        number(rule, "dropout", 0.2),
        adam(5e-3, 0.95, 1e-8, 0),
        keepEpochs());
  }

  private Recipe.Rule steps(int batch) {
    network.allow(
        "hidden", "tau_m", "tau_s", "threshold", "initial", "steps", "step", "first_step");
    rule.allow("name", "xi", "alpha", "beta", "rate", "decay", "epsilon", "l2");
    List<Integer> hidden = hidden();
    int steps = network.get("steps").map(node -> node.whole(3, 10_000)).orElse(27);
    int first = network.get("first_step").map(node -> node.whole(1, 10_000)).orElse(2);
    Node.Mapping machine = document.child("machine");
    machine.allow("on", "copies", "optimisers", "timestep", "dvfs");
    return new Recipe.Rule.Steps(
        dynamics(),
        hidden,
        initial(hidden),
        steps,
        milliseconds(network, "step", 1),
        new StepLatencyCode(first, steps - 1),
        new FirstStepLoss(
            (float) number(rule, "xi", 1.5),
            (float) number(rule, "alpha", 1e-2),
            (float) number(rule, "beta", 100)),
        adam(1.9e-3, 0.95, 1e-5, 6.5e-4),
        machine.get("copies").map(node -> node.whole(1, batch)).orElse(1),
        whole(machine, "optimisers", 1),
        where(machine));
  }

  private static Recipe.Where where(Node.Mapping machine) {
    return onChip(machine)
        ? new Recipe.Where.Chip(timestep(machine), dvfs(machine))
        : new Recipe.Where.Host();
  }

  private static boolean onChip(Node.Mapping machine) {
    return machine
        .get("on")
        .map(node -> node.oneOf(List.of("host", "chip")))
        .orElse("chip")
        .equals("chip");
  }

  private static long timestep(Node.Mapping machine) {
    Node node = machine.get("timestep").orElse(null);
    if (node == null || node.text().equals("auto")) {
      return 0;
    }
    double seconds = node.checked(() -> Quantity.seconds("timestep", node.text()));
    long microseconds = Math.round(seconds * 1e6);
    if (microseconds < 1 || Math.abs(seconds * 1e6 - microseconds) > 1e-6) {
      throw node.error("is no whole number of microseconds; a core's timer counts them");
    }
    return microseconds * Ticks.PER_MICROSECOND;
  }

  private static DvfsPolicy dvfs(Node.Mapping machine) {
    String level =
        machine.get("dvfs").map(node -> node.oneOf(List.of("high", "low"))).orElse("high");
    return level.equals("high") ? DvfsPolicy.high() : DvfsPolicy.low();
  }

  private Recipe.Rule rewiring() {
    network.allow("hidden", "active");
    rule.allow("name", "rate", "decay", "l1", "noise", "rewire_every", "loops");
    if (!document.child("data").require("set").text().equals("mnist")) {
      throw document.child("data").require("set").error("deep-rewiring learns mnist");
    }
    List<Integer> sizes = new ArrayList<>();
    sizes.add(RecipeData.PIXELS);
    sizes.addAll(hidden());
    sizes.add(RecipeData.DIGITS);
    List<Integer> active = wholes(network.require("active"));
    return new Recipe.Rule.Rewiring(
        new DeepRewiring(
            sizes,
            active,
            number(rule, "rate", 0.5),
            number(rule, "decay", 0.8),
            number(rule, "l1", 1e-5),
            number(rule, "noise", 1e-5),
            rule.get("rewire_every").map(node -> node.whole(1, MANY)).orElse(1)),
        rewirer());
  }

  private Recipe.Rewirer rewirer() {
    Node.Mapping machine = document.child("machine");
    machine.allow("on", "cores", "dvfs");
    boolean dense =
        rule.get("loops")
            .map(node -> node.oneOf(List.of("sparse", "dense")).equals("dense"))
            .orElse(false);
    if (!onChip(machine)) {
      return new Recipe.Rewirer.Host(dense);
    }
    if (dense) {
      throw rule.require("loops")
          .error("is 'dense', which a core has no room for; add machine.on=host");
    }
    int cores = machine.get("cores").map(node -> node.whole(1, DeepRewiring.PARTS)).orElse(1);
    return new Recipe.Rewirer.Cores(cores, dvfs(machine));
  }

  private Recipe.Rule eprop() {
    rule.allow("name", "rate", "decay", "epsilon", "l2", "feedback", "feedback_decay");
    Node.Mapping machine = document.child("machine");
    machine.allow("on", "cores", "timestep", "dvfs");
    int neurons = neurons();
    int lif = lif(neurons);
    Feedback.Kind feedback =
        Feedback.Kind.valueOf(
            rule.get("feedback")
                .map(node -> node.oneOf(List.of("symmetric", "random", "adaptive")))
                .orElse("symmetric")
                .toUpperCase(Locale.ROOT));
    return new Recipe.Rule.Eprop(
        adaptive(),
        lif,
        neurons - lif,
        adamOfRecurrent(),
        feedback,
        number(rule, "feedback_decay", 0.01),
        machine.get("cores").map(node -> node.whole(1, neurons)).orElse(Math.min(12, neurons)),
        where(machine));
  }

  private Recipe.Rule throughTime() {
    rule.allow("name", "rate", "decay", "epsilon", "l2");
    int neurons = neurons();
    int lif = lif(neurons);
    return new Recipe.Rule.ThroughTime(adaptive(), lif, neurons - lif, adamOfRecurrent());
  }

  private AdaptiveDynamics adaptive() {
    network.allow("neurons", "lif", "threshold", "tau_m", "tau_a", "beta", "tau_out");
    return AdaptiveDynamics.rostami(
        number(network, "threshold", 1.6),
        number(network, "tau_m", 5),
        number(network, "tau_a", 150),
        number(network, "beta", 0.184),
        number(network, "tau_out", 10));
  }

  private int neurons() {
    return network.get("neurons").map(node -> node.whole(1, 10_000)).orElse(120);
  }

  private int lif(int neurons) {
    return network.get("lif").map(node -> node.whole(0, neurons)).orElse(0);
  }

  private Optimiser.Adam adamOfRecurrent() {
    return adam(0.01, 0.9, 1e-5, 1e-5).epsilonHat(number(rule, "epsilon", 1e-5));
  }

  // ── what rules share ──

  private List<Integer> hidden() {
    return wholes(network.require("hidden"));
  }

  private static List<Integer> wholes(Node list) {
    return list.sequence().items().stream().map(node -> node.whole(1, 1 << 20)).toList();
  }

  private List<Recipe.Initial> initial(List<Integer> hidden) {
    Node list = network.require("initial");
    List<Recipe.Initial> initial =
        list.sequence().items().stream().map(node -> initial(node.mapping())).toList();
    if (initial.size() != hidden.size() + 1) {
      throw list.error(
          "has "
              + initial.size()
              + " entries for "
              + (hidden.size() + 1)
              + " layers; give one for each, the readouts too");
    }
    return initial;
  }

  private static Recipe.Initial initial(Node.Mapping node) {
    node.allow("mean", "std", "by_fan_in");
    return new Recipe.Initial(
        node.require("mean").number(),
        node.require("std").number(),
        node.get("by_fan_in").map(Node::flag).orElse(false));
  }

  private LifDynamics dynamics() {
    return network.checked(() ->
        new LifDynamics(
            milliseconds(network, "tau_m", 20),
            milliseconds(network, "tau_s", 5),
            number(network, "threshold", 1)));
  }

  private Optimiser.Adam adam(double rate, double decay, double epsilon, double l2) {
    return rule.checked(() ->
        new Optimiser.Adam(
            number(rule, "rate", rate),
            number(rule, "decay", decay),
            0.9,
            0.999,
            number(rule, "epsilon", epsilon),
            false,
            number(rule, "l2", l2)));
  }

  private int keepEpochs() {
    return rule.get("keep_epochs").map(node -> node.whole(1, MANY)).orElse(2);
  }

  private Recipe.Exported exported() {
    Node.Mapping trained = document.child("trained");
    trained.allow("word", "step", "samples");
    List<String> words =
        Arrays.stream(SynapseWord.values()).map(w -> w.name().toLowerCase(Locale.ROOT)).toList();
    SynapseWord word =
        trained
            .get("word")
            .map(node -> SynapseWord.values()[words.indexOf(node.oneOf(words))])
            .orElse(SynapseWord.WIDE);
    return new Recipe.Exported(
        word, milliseconds(trained, "step", 1), whole(trained, "samples", 1000));
  }

  private static double number(Node.Mapping from, String key, double otherwise) {
    return from.get(key).map(Node::number).orElse(otherwise);
  }

  private static double milliseconds(Node.Mapping from, String key, double otherwise) {
    return from.get(key)
        .map(node -> 1e3 * node.checked(() -> Quantity.seconds(key, node.text())))
        .orElse(otherwise);
  }
}
