package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.firmware.CompiledOnce;
import org.tradewind.firmware.Firmware;
import org.tradewind.network.Background;
import org.tradewind.network.Connectivity.Convolution;
import org.tradewind.network.Graded;
import org.tradewind.network.Network;
import org.tradewind.network.NeuronModel;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Synapses;
import org.tradewind.network.ValueTrain;
import org.tradewind.network.Values;
import org.tradewind.pe.FakePe;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;
import org.tradewind.random.PoissonCounts;
import org.tradewind.random.SplitMix;
import org.tradewind.random.Triple32;
import org.tradewind.snn.Trials.Receive;
import org.tradewind.snn.Trials.Trial;
import org.tradewind.snn.Trials.Update;

/// The C loops of `firmware/`, whose cycles are counted, compute what our kernels compute, bit for
/// bit: on an emulated Cortex-M4F, from the images that our programs write, given the same packets.
@ExtendWith(CompiledOnce.class)
class FirmwareTest {
  private static final int STEPS = 25;
  private static final int ITSELF = 0x700;
  private static final long SEED = 20261121;
  private static final Noise NO_NOISE = new Noise(0, 0, List.of());

  /// What our side did in a step.
  ///
  /// @param accumulators after receiving
  /// @param sent keys, each with its number or payload where it has one
  /// @param state after the update, as bits
  private record Step(int[] accumulators, int[] sent, int[] state) {}

  /// A trial and what has to come of it.
  private record Expected(String name, List<Step> steps) {}

  private final Firmware firmware;

  private final Trials trials = new Trials();
  private final List<Expected> expected = new ArrayList<>();

  /// Of the kernels of neurons, and of any program.
  private final Counts counts = new Counts();

  FirmwareTest(Firmware firmware) {
    this.firmware = firmware;
  }

  @Test
  void theLoopsComputeWhatTheKernelsComputeBitForBit() throws IOException, InterruptedException {
    var random = new Random(SEED);
    neuronsBehindRows(random);
    neuronsBehindKernels(random);
    poisson(random);
    spikeList(random);
    valueList(random);
    anyProgram(random);

    ByteBuffer results = trials.run(firmware);

    for (Expected trial : expected) {
      for (int step = 0; step < trial.steps.size(); step++) {
        Step ours = trial.steps.get(step);
        String what = trial.name + ", step " + step + ", seed " + SEED;
        assertThat(words(results, ours.accumulators.length))
            .as("accumulators of " + what)
            .isEqualTo(ours.accumulators);
        assertThat(words(results, results.getInt())).as("sent by " + what).isEqualTo(ours.sent);
        assertThat(words(results, ours.state.length)).as("state of " + what).isEqualTo(ours.state);
      }
    }
    assertThat(results.hasRemaining()).isFalse();
    long spikes =
        expected.stream().flatMap(t -> t.steps.stream()).mapToInt(s -> s.sent.length).sum();
    assertThat(spikes).as("spikes that were compared").isGreaterThan(10_000);
  }

  @Test
  void theTableIsWhatTheCompilerGives() throws IOException, InterruptedException {
    List<String> kept = firmware.keptTable();
    assertThat(firmware.table().lines().toList())
        .as("the loops have changed: python3 firmware/cycles.py > firmware/cycles.tsv, then Action")
        .isEqualTo(kept);
    assertThat(firmware.warnings()).isEmpty();
  }

  @Test
  void timingsAreThoseOfTheManualsExamples() throws IOException, InterruptedException {
    assertThat(firmware.python("cycles_test.py")).contains("OK");
  }

  /// Published (CHIP): 4.4 to 5.7 times for exp, log, sigmoid, tanh and softmax. Ours are 3.3 to
  /// 5.1 with the compiler of the table.
  @Test
  void theExpUnitSavesAboutAsMuchAsPublished() throws IOException, InterruptedException {
    firmware.keptTable();
    Firmware.assumeInstalled("qemu-system-arm", "qemu-system-arm");
    List<String> lines = firmware.python("functions.py").lines().skip(2).toList();
    assertThat(lines).hasSize(5);
    for (String line : lines) {
      double ratio = Double.parseDouble(line.split("\\|")[4].strip());
      assertThat(ratio).as(line).isBetween(3.0, 5.7);
    }
  }

  static Stream<Arguments> traced() {
    return Stream.of(
        arguments(Update.LIF_BY_SUBTRACTION, SynapseFormat.WIDE, NO_NOISE),
        arguments(Update.CURR_EXP_TO_V_RESET_EACH, SynapseFormat.DELAY, NO_NOISE),
        arguments(Update.IZHIKEVICH, SynapseFormat.NO_DELAY, NO_NOISE),
        arguments(Update.RECTIFIED, SynapseFormat.NO_DELAY, NO_NOISE),
        arguments(Update.RELAY, SynapseFormat.WIDE, noise(1.3, 0.1, 4)),
        arguments(Update.CURR_EXP_TO_V_RESET, SynapseFormat.DELAY, noise(1.3, 0.1, 4)));
  }

  private static Noise noise(double... means) {
    return new Noise(
        3, 7, Arrays.stream(means).mapToObj(mean -> new Background(mean, -9)).toList());
  }

  /// The table's figures times our counts are the cycles of the instructions that were executed,
  /// each with its documented timing and no path chosen by us.
  @ParameterizedTest
  @MethodSource("traced")
  void theTableForetellsTheCyclesOfATrace(Update update, SynapseFormat format, Noise noise)
      throws IOException, InterruptedException {
    var random = new Random(SEED);
    behindRows(update, format, 12, noise, random);
    assertForetold();
  }

  @Test
  void theTableForetellsTheCyclesOfATracedConvolution() throws IOException, InterruptedException {
    var c = new Convolution(2, 5, 5, 1, 1, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    behindKernels(c, 0, c.postSize(), NO_NOISE, new Random(SEED));
    assertForetold();
  }

  @Test
  void theTableForetellsTheCyclesOfAnyProgramsPackets() throws IOException, InterruptedException {
    anyProgram(new Random(SEED));
    assertForetold();
  }

  private void assertForetold() throws IOException, InterruptedException {
    firmware.keptTable();
    long executed = trials.trace(firmware);
    assertThat((double) counts.cycles() / executed).as("seed " + SEED).isBetween(0.97, 1.06);
  }

  private static int[] words(ByteBuffer from, int count) {
    var words = new int[count];
    for (int i = 0; i < count; i++) {
      words[i] = from.getInt();
    }
    return words;
  }

  // ── neurons that receive ──

  /// Every kind, word, index of rows, with parameters that are shared, one each, and mixed.
  private void neuronsBehindRows(Random random) {
    for (Update update : Update.values()) {
      if (update.compareTo(Update.RECTIFIED_EACH) <= 0) {
        for (SynapseFormat format :
            List.of(SynapseFormat.DELAY, SynapseFormat.NO_DELAY, SynapseFormat.WIDE)) {
          for (int draw = 0; draw < 4; draw++) {
            behindRows(update, format, STEPS, noise(random), random);
          }
        }
      }
    }
  }

  /// None, or up to three backgrounds; those of many events have small weights.
  private static Noise noise(Random random) {
    double[] means = {0, 0.001, 0.4, 1.5, 7, 25, 100};
    var backgrounds = new ArrayList<Background>();
    for (int b = random.nextInt(7) - 3; b > 0; b--) {
      double mean = means[random.nextInt(means.length)];
      int magnitude = 1 + random.nextInt(1 + (int) (60 / (1 + mean)));
      backgrounds.add(new Background(mean, random.nextBoolean() ? magnitude : -magnitude));
    }
    return new Noise(random.nextInt(20), random.nextInt(1000), backgrounds);
  }

  private void behindRows(
      Update update, SynapseFormat format, int steps, Noise noise, Random random) {
    int n = 20 + random.nextInt(60);
    boolean each = update.name().endsWith("_EACH");
    Neurons neurons = Neurons.of(Population.of("n", n, model(update, each, n, random)));
    int slots = 1 + random.nextInt(Math.min(format.maxDelay(), 20) + 1);
    var blocks = new ArrayList<Synapses>();
    int sources = 1 + random.nextInt(9);
    for (int s = 0; s < sources; s++) {
      blocks.add(block(n, format, slots, update == Update.RELAY, random));
    }
    var senders = new Senders(format, n);
    for (int s = 0; s < sources; s++) {
      senders.with(3 * s, blocks.get(s));
    }
    boolean split = neurons.kind().split();
    boolean graded = !split && update != Update.RELAY && random.nextBoolean();
    SynapticRows rows = graded ? senders.rows().takingNumbers(5) : senders.rows();
    int ordinal = format == SynapseFormat.DELAY ? 0 : format == SynapseFormat.NO_DELAY ? 1 : 2;
    var receive = Receive.values()[ordinal + (split ? 3 : graded ? 6 : 0)];
    var packets = new ArrayList<int[]>();
    for (int step = 0; step < steps; step++) {
      packets.add(
          random
              .ints(random.nextInt(30))
              .map(r -> Math.floorMod(r, sources))
              .map(s -> 3 * s << 12 | random.nextInt(blocks.get(s).rowStart().length - 1))
              .flatMap(key -> graded ? IntStream.of(key, random.nextInt(-3, 4)) : IntStream.of(key))
              .toArray());
    }
    run(update, receive, neurons, rows, slots, random.nextInt(8) > 0, noise, packets);
  }

  /// All rows alike, many rows, few rows: the three ways to index them.
  private static Synapses block(
      int n, SynapseFormat format, int slots, boolean excitatory, Random random) {
    double[] densities = {1, 0.3, 0.3 / n};
    double density = densities[random.nextInt(3)];
    int atoms = 1 + random.nextInt(density == 1 ? 20 : 200);
    var rowStart = new int[atoms + 1];
    var post = new int[atoms * n];
    var weight = new float[atoms * n];
    var delay = new byte[atoms * n];
    int at = 0;
    for (int i = 0; i < atoms; i++) {
      for (int j = 0; j < n; j++) {
        if (random.nextDouble() < density) {
          int magnitude = 1 + random.nextInt(Math.min(format.maxWeight(), 200));
          post[at] = j;
          weight[at] = excitatory || random.nextInt(3) > 0 ? magnitude : -magnitude;
          delay[at] = (byte) random.nextInt(slots);
          at++;
        }
      }
      rowStart[i + 1] = at;
    }
    if (at == 0) {
      // who sends nothing has no block
      weight[at++] = 1;
      Arrays.fill(rowStart, 1, atoms + 1, at);
    }
    return new Synapses(
        rowStart, Arrays.copyOf(post, at), Arrays.copyOf(weight, at), Arrays.copyOf(delay, at));
  }

  private static NeuronModel model(Update update, boolean each, int n, Random random) {
    Reset reset =
        Stream.of(Reset.values())
            .filter(r -> update.name().contains(r.name()))
            .findFirst()
            .orElse(Reset.BY_SUBTRACTION);
    return switch (update) {
      case LIF_BY_SUBTRACTION, LIF_BY_SUBTRACTION_EACH, LIF_TO_V_RESET, LIF_TO_V_RESET_EACH ->
          new NeuronModel.Lif(
              values(0.5, 1, each, n, random),
              values(-1, 5, each, n, random),
              values(10, 60, each, n, random),
              values(-20, 0, each, n, random),
              values(-5, 5, true, n, random),
              reset);
      case CURR_EXP_BY_SUBTRACTION,
          CURR_EXP_BY_SUBTRACTION_EACH,
          CURR_EXP_TO_V_RESET,
          CURR_EXP_TO_V_RESET_EACH ->
          new NeuronModel.CurrExpLif(
              values(0.5, 1, each, n, random),
              values(0.3, 0.9, each, n, random),
              values(0.3, 0.9, each, n, random),
              values(-1, 5, each, n, random),
              values(10, 60, each, n, random),
              values(-20, 0, each, n, random),
              values(-5, 5, true, n, random),
              each ? whole(0, 4, n, random) : Values.of(random.nextInt(4)),
              reset);
      case ADAPTIVE_BY_SUBTRACTION,
          ADAPTIVE_BY_SUBTRACTION_EACH,
          ADAPTIVE_TO_V_RESET,
          ADAPTIVE_TO_V_RESET_EACH,
          ADAPTIVE_NEXT_BY_THRESHOLD,
          ADAPTIVE_NEXT_BY_THRESHOLD_EACH,
          ADAPTIVE_NEXT_BY_BOUND,
          ADAPTIVE_NEXT_BY_BOUND_EACH ->
          new NeuronModel.AdaptiveLif(
              values(0.5, 1, each, n, random),
              values(-1, 5, each, n, random),
              values(10, 60, each, n, random),
              values(0.5, 1, each, n, random),
              values(0, 30, each, n, random),
              values(-20, 0, each, n, random),
              values(-5, 5, true, n, random),
              reset);
      case IZHIKEVICH, IZHIKEVICH_EACH ->
          new NeuronModel.Izhikevich(
              values(0.01, 0.1, each, n, random),
              values(0.1, 0.3, each, n, random),
              values(-65, -50, each, n, random),
              values(2, 8, each, n, random),
              values(0, 10, each, n, random),
              values(-65, -50, true, n, random),
              0.1);
      case RELAY -> new NeuronModel.Relay();
      case RECTIFIED, RECTIFIED_EACH ->
          new NeuronModel.Rectified(
              values(-4, 4, each, n, random),
              0.1 + random.nextDouble(),
              new Graded(5 + random.nextInt(500), 4));
      case POISSON, SPIKE_LIST, VALUE_LIST, PROGRAM ->
          throw new IllegalStateException(update + " has no neurons that receive");
    };
  }

  /// One number for all, or, with `each`, mostly one a neuron.
  private static Values values(double low, double high, boolean each, int n, Random random) {
    return each && random.nextInt(4) > 0
        ? new Values.Listed(random.doubles(n, low, high).toArray())
        : Values.of(low + (high - low) * random.nextDouble());
  }

  private static Values whole(int low, int high, int n, Random random) {
    return new Values.Listed(random.ints(n, low, high).asDoubleStream().toArray());
  }

  private void neuronsBehindKernels(Random random) {
    for (int draw = 0; draw < 20; draw++) {
      int groups = 1 + random.nextInt(2);
      int poolY = 1 + random.nextInt(2);
      int poolX = 1 + random.nextInt(2);
      var c =
          new Convolution(
              groups * (1 + random.nextInt(2)),
              6 + random.nextInt(6),
              6 + random.nextInt(6),
              poolY,
              poolX,
              groups * (1 + random.nextInt(3)),
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              1 + random.nextInt(2),
              1 + random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              random.nextInt(2),
              1,
              poolX == 1 ? 1 + random.nextInt(2) : 1,
              groups);
      behindKernels(c, random);
    }
  }

  private void behindKernels(Convolution c, Random random) {
    int from = random.nextInt(c.postSize());
    int to = from + 1 + random.nextInt(c.postSize() - from);
    behindKernels(c, from, to, noise(random), random);
  }

  private void behindKernels(Convolution c, int from, int to, Noise noise, Random random) {
    var weight = new byte[c.weights()];
    random.nextBytes(weight);
    int cut = 1 + random.nextInt(c.preSize() - 1);
    var input =
        new ConvolutionKernels(
            List.of(new ConvolutionKernels.Kernel(c, weight)),
            List.of(
                new ConvolutionKernels.Source(5, 0, 0), new ConvolutionKernels.Source(6, 0, cut)),
            from,
            to);
    int n = to - from;
    Neurons neurons =
        Neurons.of(Population.of("n", n, model(Update.LIF_TO_V_RESET, false, n, random)));
    var packets = new ArrayList<int[]>();
    for (int step = 0; step < STEPS; step++) {
      packets.add(
          random
              .ints(random.nextInt(30), 0, c.preSize())
              .map(pre -> pre < cut ? 5 << 12 | pre : 6 << 12 | pre - cut)
              .toArray());
    }
    run(Update.LIF_TO_V_RESET, Receive.KERNELS, neurons, input, 1, true, noise, packets);
  }

  private void run(
      Update update,
      Receive receive,
      Neurons neurons,
      SynapticInput input,
      int slots,
      boolean sends,
      Noise noise,
      List<int[]> packets) {
    int n = neurons.size();
    Neurons.Kind kind = neurons.kind();
    var program = new NeuronProgram(ITSELF, neurons, input, noise, slots, sends, true, new int[0]);
    Layout layout = program.layout();
    Sram image = image(program);
    var accumulators = new Accumulators(n, slots, kind.split());
    int from = input instanceof ConvolutionKernels kernels ? kernels.from() : 0;
    trials.add(
        new Trial(
            update,
            receive,
            image,
            layout.region(SourceTable.REGION).offset(),
            layout.region(SourceTable.REGION).bytes() / SourceTable.ENTRY_BYTES,
            layout.region(Parameters.REGION).offset(),
            layout.region(Neurons.STATE).offset(),
            layout.region(Neurons.STATE).bytes() / 4,
            layout.region(Accumulators.REGION).offset(),
            accumulators.sum.length,
            n,
            slots,
            FakePe.keys().key(ITSELF),
            sends,
            from,
            from + n,
            input instanceof SynapticRows rows ? rows.spikeNumber() : 0,
            noise.any() ? layout.region(Noise.REGION).offset() : 0),
        packets,
        noise.any() ? drawnWords(noise, n, packets.size()) : List.of());

    float[][] state = Neurons.state(kind, n, layout, image);
    float[][] parameters = Parameters.read(kind.parameters(), n, layout, image);
    NeuronUpdate running = new LoadedNeurons(kind, parameters, state, Workspace.of(n));
    SynapticInput.Receiver receiver =
        SynapticInput.receiver(
            input.read(layout, image, n, kind.split()),
            new SourceTable(layout, image),
            accumulators);
    List<CoreImage.Background> backgrounds = noise.read(layout, image);
    var drawn = new PoissonCounts(n);
    FakePe whole = FakePe.loaded(program, SEED);
    Kernel kernel = program.start(whole);
    var half = new FakePe(image, 0);
    var steps = new ArrayList<Step>();
    for (int step = 0; step < packets.size(); step++) {
      int[] words = packets.get(step);
      boolean numbers = input instanceof SynapticRows rows && rows.spikeNumber() > 0;
      for (int i = 0; i < words.length; i += numbers ? 2 : 1) {
        Payload payload = numbers && words[i + 1] != 0 ? Payload.of(words[i + 1]) : Payload.NONE;
        whole.land(words[i], payload);
        half.land(words[i], payload);
      }
      receiver.receive(half, step);
      int[] received = accumulators.sum.clone();
      int slot = accumulators.slot(step);
      for (CoreImage.Background background : backgrounds) {
        add(background, step, kind.split(), n, received, slot);
        background.draw(SEED, step, 0, n, drawn, running);
      }
      running.update(accumulators.sums, slot, accumulators.ring + slot, new int[n]);
      int[] after =
          Arrays.stream(state)
              .flatMapToInt(v -> IntStream.range(0, n).map(i -> Float.floatToRawIntBits(v[i])))
              .toArray();
      steps.add(new Step(received, sent(whole, kernel, step, kind.graded()), after));
    }
    counts.addAll(whole.counts);
    expected.add(new Expected(update + " behind " + receive, steps));
  }

  /// What a background adds to the sums of a step, its counts drawn one by one.
  private static void add(
      CoreImage.Background background, int step, boolean split, int n, int[] sums, int slot) {
    var counts = new int[n];
    background.table().draw(SEED, background.owner(), step, background.from(), counts);
    boolean apart = split && background.weight() < 0;
    int at = apart ? sums.length / 2 + slot : slot;
    for (int i = 0; i < n; i++) {
      sums[at + i] += counts[i] * (apart ? -background.weight() : background.weight());
    }
  }

  /// The random words of all backgrounds in each step. The chip would read its own generator; here
  /// they are those that we draw by ([PoissonTable]): behind one whose place is the remainder's is
  /// that by which it is drawn again.
  private static List<int[]> drawnWords(Noise noise, int n, int steps) {
    var all = new ArrayList<int[]>();
    for (int step = 0; step < steps; step++) {
      IntStream.Builder words = IntStream.builder();
      for (int b = 0; b < noise.tables().size(); b++) {
        int[] ends = noise.tables().get(b).ends();
        long owner = Network.owner(Network.Use.BACKGROUND, noise.population(), b);
        long begin = SplitMix.begin(SEED, owner, step);
        for (int e = noise.from(); e < noise.from() + n; e++) {
          int word = Triple32.word(begin, e);
          words.add(word);
          if (word >>> 17 >= ends[ends.length - 1]) {
            words.add((int) (SplitMix.word(begin, e) >>> 32));
          }
        }
      }
      all.add(words.build().toArray());
    }
    return all;
  }

  /// Keys that a kernel sends in a step, each with its number where it has one.
  private static int[] sent(FakePe pe, Kernel kernel, int step, boolean numbers) {
    pe.sent.clear();
    pe.payloads.clear();
    kernel.onTimer(step);
    return IntStream.range(0, pe.sent.size())
        .flatMap(i ->
            numbers
                ? IntStream.of(pe.sent.get(i), pe.payloads.get(i).word(0))
                : IntStream.of(pe.sent.get(i)))
        .toArray();
  }

  // ── those that receive nothing ──

  /// The chip would read its own generator; here it reads the upper 32 of the bits that we draw.
  private void poisson(Random random) {
    for (boolean each : new boolean[] {false, true}) {
      int n = 500;
      var p = new float[each ? n : 1];
      for (int i = 0; i < p.length; i++) {
        p[i] = random.nextFloat();
      }
      int population = 3;
      int first = 40;
      var program =
          new PoissonProgram(
              ITSELF,
              population,
              first,
              new Parameters(n, new float[][] {p}),
              0,
              STEPS,
              true,
              false);
      var words = new ArrayList<int[]>();
      long owner = Network.owner(Network.Use.SPIKE, population, 0);
      for (int step = 0; step < STEPS; step++) {
        var drawn = new int[n];
        long begin = SplitMix.begin(SEED, owner, step);
        for (int i = 0; i < n; i++) {
          drawn[i] = (int) (SplitMix.word(begin, first + i) >>> 32);
        }
        words.add(drawn);
      }
      Layout layout = program.layout();
      run(Update.POISSON, program, 0, 0, layout.region(Parameters.REGION).offset(), n, 0, words);
    }
  }

  private void spikeList(Random random) {
    int spikes = 600;
    SpikeTrain train =
        SpikeTrain.sorted(
            random.ints(spikes, 0, STEPS).toArray(), random.ints(spikes, 0, 90).toArray());
    list(Update.SPIKE_LIST, Listed.spikes(train));
  }

  private void valueList(Random random) {
    double[] frames = new double[STEPS * 90];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = random.nextInt(4) == 0 ? random.nextInt(-500, 500) : 0;
    }
    ValueTrain train = ValueTrain.frames(frames, 90);
    int[] numbers = Arrays.stream(train.values()).mapToInt(value -> (int) value).toArray();
    list(Update.VALUE_LIST, new Listed(train.at(), true, numbers));
  }

  private void list(Update update, Listed listed) {
    var capacity = new SpikeListProgram.Capacity(STEPS + 4, listed.size() + 7);
    var program = new SpikeListProgram(ITSELF, 90, capacity, listed, false, true, false);
    Layout layout = program.layout();
    int steps = layout.region("steps").offset();
    int atoms = layout.region("atoms").offset();
    int numbers = listed.graded() ? layout.region("numbers").offset() : 0;
    var nothing = Collections.nCopies(STEPS, new int[0]);
    run(update, program, steps, listed.steps(), atoms, 90, numbers, nothing);
  }

  private void run(
      Update update,
      Program program,
      int sources,
      int sourceCount,
      int parameters,
      int neurons,
      int numbers,
      List<int[]> words) {
    trials.add(
        new Trial(
            update,
            Receive.DELAY,
            image(program),
            sources,
            sourceCount,
            parameters,
            0,
            0,
            0,
            0,
            neurons,
            1,
            FakePe.keys().key(ITSELF),
            true,
            0,
            0,
            numbers,
            0),
        words);
    var pe = FakePe.loaded(program, SEED);
    Kernel kernel = program.start(pe);
    var steps = new ArrayList<Step>();
    kernel.onStart();
    for (int step = 0; step < words.size(); step++) {
      boolean graded = update == Update.VALUE_LIST;
      steps.add(new Step(new int[0], sent(pe, kernel, step, graded), new int[0]));
    }
    expected.add(new Expected(update.toString(), steps));
  }

  // ── programs of any kind ──

  /// Hands each packet to the handler that bits 4..6 of its key name, as `packets.c` does: those
  /// ignore it, keep 1, 2 or 4 words of its payload, or send 0, 1, 2 or 4 of them on.
  private record AnyProgram() implements Program {
    private static final int[] BITS = {0, 32, 64, 128};

    @Override
    public Layout layout() {
      return new Layout().with("kept", 16);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {}

    @Override
    public Kernel start(Pe pe) {
      return step -> {
        pe.did(Action.HANDLE_PACKETS, 1);
        for (int left = pe.waiting(); left > 0; left--) {
          int key = pe.take();
          int handler = handler(key);
          Payload payload = pe.payload();
          pe.did(Action.TAKE_PACKET, 1);
          pe.did(Action.PAYLOAD_WORD, payload.bits() / 32);
          if (handler >= 4) {
            pe.did(Action.SEND_PACKET, 1);
            pe.send(FakePe.keys().key(ITSELF), payload);
          } else {
            for (int i = 0; 32 * i < payload.bits(); i++) {
              pe.sram().putInt(4 * i, payload.word(i));
            }
          }
        }
      };
    }

    static int handler(int key) {
      return key >> 4 & 7;
    }

    /// What the handler of a key takes of so many random words.
    static Payload payload(int key, int[] words) {
      int bits = BITS[handler(key) & 3];
      long low = words[0] & 0xFFFF_FFFFL | (bits > 32 ? (long) words[1] << 32 : 0);
      return switch (bits) {
        case 0 -> Payload.NONE;
        case 32 -> Payload.of(words[0]);
        case 64 -> Payload.of(low);
        default -> Payload.of(low, words[2] & 0xFFFF_FFFFL | (long) words[3] << 32);
      };
    }
  }

  private void anyProgram(Random random) {
    var program = new AnyProgram();
    var pe = FakePe.loaded(program, 0);
    Kernel kernel = program.start(pe);
    var packets = new ArrayList<int[]>();
    var steps = new ArrayList<Step>();
    for (int step = 0; step < STEPS; step++) {
      int[] words = random.ints(5L * random.nextInt(30)).toArray();
      for (int i = 0; i < words.length; i += 5) {
        int key = words[i + 4];
        pe.land(key, AnyProgram.payload(key, Arrays.copyOfRange(words, i, i + 4)));
      }
      packets.add(words);
      pe.payloads.clear();
      kernel.onTimer(step);
      int[] sent =
          pe.payloads.stream()
              .flatMapToInt(p ->
                  IntStream.of(
                      FakePe.keys().key(ITSELF),
                      (int) p.low(),
                      (int) (p.low() >>> 32),
                      (int) p.high(),
                      (int) (p.high() >>> 32)))
              .toArray();
      int[] kept = IntStream.range(0, 4).map(i -> pe.sram().getInt(4 * i)).toArray();
      steps.add(new Step(new int[0], sent, kept));
    }
    counts.addAll(pe.counts);
    Sram image = image(program);
    trials.add(
        new Trial(
            Update.PROGRAM,
            Receive.DELAY,
            image,
            0,
            0,
            0,
            0,
            image.size() / 4,
            0,
            0,
            0,
            1,
            FakePe.keys().key(ITSELF),
            true,
            0,
            0,
            0,
            0),
        packets);
    expected.add(new Expected("any program", steps));
  }

  private static Sram image(Program program) {
    var image = new Sram(program.layout().bytes());
    program.write(FakePe.keys(), image);
    return image;
  }
}
