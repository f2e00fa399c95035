package org.tradewind.io.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tradewind.job.Decision;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.Population;
import org.tradewind.network.Projection;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.SynapseWord;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;

/// Writes a network file, which [NetFile] reads as the same network. A key that would say what is
/// so anyway is left out.
public final class NetWriter {
  private final NetFile.Content content;
  private final StringBuilder text = new StringBuilder();

  private NetWriter(NetFile.Content content) {
    this.content = content;
  }

  /// @param comment its first line
  public static void write(NetFile.Content content, String comment, Path file) {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, "# " + comment + "\n" + text(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(NetFile.Content content) {
    var writer = new NetWriter(content);
    writer.document();
    return writer.text.toString();
  }

  private void document() {
    line("name", quoted(content.network().name()));
    if (content.timestepSeconds() != 1e-3) {
      line("timestep", content.timestepSeconds() * 1e6 + "us");
    }
    if (content.steps() > 0) {
      line("steps", Integer.toString(content.steps()));
    }
    content.seed().ifPresent(seed -> line("seed", Long.toString(seed)));
    if (!content.output().isEmpty()) {
      line("output", quoted(content.output()));
    }
    if (content.decision() != Decision.MOST_SPIKES) {
      line("decision", lower(content.decision()));
    }
    text.append("populations:\n");
    content.network().populations().forEach(this::population);
    if (!content.network().projections().isEmpty()) {
      text.append("projections:\n");
      content.network().projections().forEach(this::projection);
    }
  }

  private void line(String key, String value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? name : "'" + name.replace("'", "''") + "'";
  }

  private static String list(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String mapping(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  // ── values ──

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String numbers(double[] values) {
    return list(values.length, i -> number(values[i]));
  }

  private static String values(Values values) {
    return switch (values) {
      case Values.Constant(double value) -> number(value);
      case Values.Listed(double[] all) -> numbers(all);
      case Values.Uniform(double low, double high) ->
          "{uniform: " + numbers(new double[] {low, high}) + "}";
      case Values.Normal(double mean, double std, double low, double high) -> {
        var normal = new LinkedHashMap<String, String>();
        normal.put("mean", number(mean));
        normal.put("std", number(std));
        if (low > Double.NEGATIVE_INFINITY) {
          normal.put("low", number(low));
        }
        if (high < Double.POSITIVE_INFINITY) {
          normal.put("high", number(high));
        }
        yield "{normal: " + mapping(normal) + "}";
      }
      case Values.Rounded _ ->
          throw new IllegalStateException("a network file has weights as they were given");
    };
  }

  // ── populations ──

  private void population(Population population) {
    text.append("  ").append(quoted(population.name())).append(":\n");
    var lines = new LinkedHashMap<String, String>();
    lines.put("model", program(population.model()));
    if (population.shape().size() == 1) {
      lines.put("size", Integer.toString(population.size()));
    } else {
      lines.put("shape", population.shape().toString());
    }
    if (population.word() != SynapseWord.AUTO) {
      lines.put("word", lower(population.word()));
    }
    if (population.maxPerCore() > 0) {
      lines.put("max_per_core", Integer.toString(population.maxPerCore()));
    }
    population.expectedRateHz().ifPresent(rate -> lines.put("expected_rate", rate + "Hz"));
    record(population).ifPresent(record -> lines.put("record", record));
    if (!population.backgrounds().isEmpty()) {
      List<Background> all = population.backgrounds();
      lines.put("background", list(all.size(), i -> background(all.get(i))));
    }
    if (!(population.vUnit() instanceof Values.Constant(double unit) && unit == 1)) {
      lines.put("v_unit", values(population.vUnit()));
    }
    lines.forEach((key, value) -> line("    " + key, value));
    Map<String, String> params = params(population);
    if (!params.isEmpty()) {
      text.append("    params:\n");
      params.forEach((key, value) -> line("      " + key, value));
    }
  }

  /// Empty where spikes alone are recorded.
  private static Optional<String> record(Population population) {
    var record = new TreeSet<String>();
    population.record().forEach(variable -> record.add(lower(variable)));
    if (population.recordSpikes()) {
      record.add("spikes");
    }
    return record.equals(Set.of("spikes")) ? Optional.empty() : Optional.of(record.toString());
  }

  private String background(Background background) {
    double hertz = background.meanPerStep() / content.timestepSeconds();
    return "{rate: " + hertz + "Hz, weight: " + number(background.weight()) + "}";
  }

  private static String program(NeuronModel model) {
    return switch (model) {
      case NeuronModel.Lif _ -> "lif";
      case NeuronModel.CurrExpLif _ -> "lif_curr_exp";
      case NeuronModel.AdaptiveLif _ -> "lif_adaptive_threshold";
      case NeuronModel.Izhikevich _ -> "izhikevich";
      case NeuronModel.Poisson _ -> "poisson";
      case NeuronModel.SpikeList _ -> "spike_list";
      case NeuronModel.Rectified _ -> "rectified";
      case NeuronModel.ValueList _ -> "value_list";
      case NeuronModel.Relay _ -> "relay";
    };
  }

  private Map<String, String> params(Population population) {
    var params = new LinkedHashMap<String, String>();
    switch (population.model()) {
      case NeuronModel.Lif m -> {
        params.put("alpha_decay", values(m.alphaDecay()));
        spiking(params, m.iOffset(), m.threshold(), m.vReset(), m.vInit(), m.reset());
      }
      case NeuronModel.CurrExpLif m -> {
        params.put("alpha_decay", values(m.alphaDecay()));
        params.put("exc_decay", values(m.excDecay()));
        params.put("inh_decay", values(m.inhDecay()));
        params.put("t_refrac", values(m.tRefracSteps()));
        spiking(params, m.iOffset(), m.threshold(), m.vReset(), m.vInit(), m.reset());
      }
      case NeuronModel.AdaptiveLif m -> {
        params.put("alpha_decay", values(m.alphaDecay()));
        params.put("threshold_decay", values(m.thresholdDecay()));
        params.put("beta", values(m.beta()));
        spiking(params, m.iOffset(), m.threshold(), m.vReset(), m.vInit(), m.reset());
      }
      case NeuronModel.Izhikevich m -> {
        params.put("recovery_decay", values(m.recoveryDecay()));
        params.put("recovery_sensitivity", values(m.recoverySensitivity()));
        params.put("v_reset", values(m.vReset()));
        params.put("reset_recovery_increment", values(m.resetRecoveryIncrement()));
        params.put("i_offset", values(m.iOffset()));
        params.put("v_init", values(m.vInit()));
      }
      case NeuronModel.Poisson m -> {
        params.put("p", values(m.p()));
        params.put("from_step", Integer.toString(m.fromStep()));
        params.put("until_step", Integer.toString(m.untilStep()));
      }
      case NeuronModel.SpikeList m -> {
        params.put("ahead", Boolean.toString(m.ahead()));
        SpikeTrain train = content.stimulus().train(population.name());
        if (train.size() > 0) {
          params.put(
              "spikes",
              list(train.size(), i -> List.of(train.steps()[i], train.neurons()[i]).toString()));
        }
      }
      case NeuronModel.Rectified m -> {
        params.put("bias", values(m.bias()));
        params.put("most", number(m.graded().most()));
      }
      case NeuronModel.ValueList m -> {
        params.put("ahead", Boolean.toString(m.ahead()));
        params.put("most", number(m.graded().most()));
        ValueTrain train = content.stimulus().values(population.name());
        if (train.size() > 0) {
          params.put("values", list(train.size(), i -> valued(train, i)));
        }
      }
      case NeuronModel.Relay _ -> {}
    }
    return params;
  }

  private static String valued(ValueTrain train, int i) {
    int step = train.at().steps()[i];
    return "[" + step + ", " + train.at().neurons()[i] + ", " + number(train.values()[i]) + "]";
  }

  private static void spiking(
      Map<String, String> params,
      Values iOffset,
      Values threshold,
      Values vReset,
      Values vInit,
      NeuronModel.Reset reset) {
    params.put("i_offset", values(iOffset));
    params.put("threshold", values(threshold));
    params.put("v_reset", values(vReset));
    params.put("v_init", values(vInit));
    params.put("reset", Models.name(reset));
  }

  // ── projections ──

  private void projection(Projection p) {
    line("  - pre", quoted(p.pre()));
    line("    post", quoted(p.post()));
    if (!p.name().equals(p.pre() + "->" + p.post())) {
      line("    name", quoted(p.name()));
    }
    line("    connector", connector(p.connectivity()));
    line("    weight", values(p.weights()));
    if (!(p.delays() instanceof Values.Constant(double delay) && delay == 0)) {
      line("    delay", values(p.delays()));
    }
  }

  private static String connector(Connectivity connectivity) {
    return switch (connectivity) {
      case Connectivity.OneToOne _ -> "one_to_one";
      case Connectivity.AllToAll(boolean self) -> options("all_to_all", self);
      case Connectivity.FixedProbability(double p, boolean self) ->
          options("fixed_probability", self, "p", number(p));
      case Connectivity.FixedNumberPre(int n, boolean self) ->
          options("fixed_number_pre", self, "n", number(n));
      case Connectivity.FixedNumberPost(int n, boolean self) ->
          options("fixed_number_post", self, "n", number(n));
      case Connectivity.FixedTotalNumber(int n, boolean self) ->
          options("fixed_total_number", self, "n", number(n));
      case Connectivity.FixedNumberNear(int n, int width, int reach, boolean self) ->
          options(
              "fixed_number_near",
              self,
              "n",
              number(n),
              "width",
              number(width),
              "reach",
              number(reach));
      case Connectivity.Listed(int[] pre, int[] post) ->
          "{list: " + list(pre.length, i -> "[" + pre[i] + ", " + post[i] + "]") + "}";
      case Connectivity.Convolution c ->
          options(
              "convolution",
              true,
              "in_shape",
              ints(c.inChannels(), c.inHeight(), c.inWidth()),
              "out_channels",
              number(c.outChannels()),
              "kernel",
              ints(c.kernelHeight(), c.kernelWidth()),
              "stride",
              ints(c.strideY(), c.strideX()),
              "padding",
              ints(c.padTop(), c.padLeft(), c.padBottom(), c.padRight()),
              "dilation",
              ints(c.dilationY(), c.dilationX()),
              "groups",
              number(c.groups()),
              "pool",
              ints(c.poolY(), c.poolX()));
      case Connectivity.Pooling p ->
          options(
              "pooling",
              true,
              "in_shape",
              ints(p.channels(), p.inHeight(), p.inWidth()),
              "kernel",
              ints(p.kernelY(), p.kernelX()),
              "stride",
              ints(p.strideY(), p.strideX()),
              "padding",
              ints(p.padY(), p.padX()));
    };
  }

  private static String ints(int... numbers) {
    return Arrays.toString(numbers);
  }

  /// @param words keys and values
  private static String options(String connector, boolean self, String... words) {
    var options = new ArrayList<String>();
    for (int i = 0; i < words.length; i += 2) {
      options.add(words[i] + ": " + words[i + 1]);
    }
    if (!self) {
      options.add("allow_self: false");
    }
    return options.isEmpty()
        ? connector
        : "{" + connector + ": {" + String.join(", ", options) + "}}";
  }
}
