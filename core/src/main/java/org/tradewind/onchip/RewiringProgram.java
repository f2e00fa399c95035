package org.tradewind.onchip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.RewiredPart;
import org.tradewind.learn.SingleSoftmax;
import org.tradewind.learn.SparseRewiring;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Kiss64;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Some parts of a network that [DeepRewiring] trains, on a core: connections, their training and
/// their rewiring. Works by events, without timesteps.
///
/// It fetches the samples in their order from DRAM by DMA, each while the one before is learned.
/// What it has computed of a layer's units, and of the errors of others' units, it writes by DMA
/// into the memories of the other cores, to where it has them itself, and tells them in one
/// multicast packet when all of it is there. For each sample of a network of L layers that is 2 L -
/// 1 times, and a core waits for all others each time. So none is ever ahead by more than that,
/// nothing that is still needed is written over, and a bit in the packet's key is enough to tell
/// one time from the next.
///
/// @param core which of so many
/// @param learned with the connections that this core begins with; never changed
/// @param step of this epoch
record RewiringProgram(
    int vertex,
    int core,
    int cores,
    SparseRewiring learned,
    SparseRewiring.Step step,
    int batch,
    int samples)
    implements Program {
  /// Keys: what was told is complete, in turns.
  static final int ATOMS = 2;

  private static final int SETTINGS = 11;

  /// Of a layer's shape: sources, where each part begins, where the last ends, active connections
  /// of each part.
  private static final int SHAPE_WORDS = 2 + 2 * DeepRewiring.PARTS;

  static int firstPart(int core, int cores) {
    return DeepRewiring.PARTS * core / cores;
  }

  /// Where a core of a network has what. Everything that others write is at the same place on all.
  ///
  /// @param shapes of each layer, of all parts
  private record Places(List<List<RewiredPart.Shape>> shapes, int from, int to) {
    int layers() {
      return shapes.size();
    }

    int inputs() {
      return shapes.getFirst().getFirst().sources();
    }

    int targets(int layer) {
      RewiredPart.Shape last = shapes.get(layer).getLast();
      return last.firstTarget() + last.targets();
    }

    /// Where a part of a layer's targets begins.
    int target(int layer, int part) {
      return part == DeepRewiring.PARTS
          ? targets(layer)
          : shapes.get(layer).get(part).firstTarget();
    }

    int connections() {
      int all = 0;
      for (List<RewiredPart.Shape> layer : shapes) {
        for (RewiredPart.Shape shape : layer.subList(from, to)) {
          all += shape.active();
        }
      }
      return all;
    }

    /// Bytes of an image with its label.
    int record() {
      return SampleRecords.granules(inputs() + 1);
    }

    /// Bytes of a float for each target of a layer, as DMA copies them.
    int row(int layer) {
      return SampleRecords.granules(4 * targets(layer));
    }

    static String units(int layer) {
      return "units " + (layer + 1);
    }

    static String errors(int layer) {
      return "errors " + (layer + 1);
    }

    static String ofParts(int layer) {
      return "errors " + (layer + 1) + " by parts";
    }

    Layout layout(int cores) {
      var layout = new Layout().with("settings", 4 * (SETTINGS + SHAPE_WORDS * layers()));
      layout.with("aligned", SampleRecords.granules(layout.bytes()) - layout.bytes());
      layout.with("images", 2 * record());
      for (int l = 0; l < layers(); l++) {
        layout.with(units(l), row(l));
      }
      for (int l = 0; l + 1 < layers(); l++) {
        layout.with(ofParts(l), DeepRewiring.PARTS * row(l));
      }
      for (int l = 0; l < layers(); l++) {
        layout.with(errors(l), 4 * targets(l));
      }
      int rows = 0;
      int widest = 0;
      for (List<RewiredPart.Shape> layer : shapes) {
        for (RewiredPart.Shape shape : layer.subList(from, to)) {
          rows += shape.targets() + 1;
          widest = Math.max(widest, shape.targets());
        }
      }
      return layout
          .with("weights", 4 * connections())
          .with("gradients", 4 * connections())
          .with("sources", 2 * connections())
          .with("rows", 2 * rows)
          .with("new ones", 2 * widest)
          .with("generators", 16 * (to - from))
          .with("others", cores)
          .with("progress", 4 * PROGRESS);
    }
  }

  private static final int PROGRESS = 12;

  private Places places() {
    DeepRewiring rewiring = learned.rewiring();
    List<List<RewiredPart.Shape>> shapes = new ArrayList<>();
    for (int l = 0; l < rewiring.layers(); l++) {
      List<RewiredPart.Shape> layer = new ArrayList<>();
      for (int p = 0; p < DeepRewiring.PARTS; p++) {
        layer.add(rewiring.shape(l, p));
      }
      shapes.add(layer);
    }
    return new Places(shapes, firstPart(core, cores), firstPart(core + 1, cores));
  }

  @Override
  public Layout layout() {
    return places().layout(cores);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    Places places = places();
    DeepRewiring rewiring = learned.rewiring();
    Layout layout = layout();
    try (var to = into.writer(layout.region("settings"))) {
      to.putInt(keys.key(vertex)).putInt(core).putInt(cores).putInt(places.layers());
      to.putInt(rewiring.rewireEvery()).putInt(batch).putInt(samples).putInt(learned.signs());
      to.putFloat(step.rate()).putFloat(step.shrink()).putFloat(step.spread());
      for (List<RewiredPart.Shape> layer : places.shapes) {
        to.putInt(layer.getFirst().sources());
        layer.forEach(shape -> to.putInt(shape.firstTarget()));
        to.putInt(layer.getLast().firstTarget() + layer.getLast().targets());
        layer.forEach(shape -> to.putInt(shape.active()));
      }
    }
    into.putInt(layout.region("progress").offset() + 4 * Running.STEPS, learned.steps());
    var memory = new Memory(into, layout, places);
    for (int p = places.from; p < places.to; p++) {
      memory.write(learned.part(p), p);
    }
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  // ── what came out ──

  /// Reads this core's parts after a run.
  void readInto(SparseRewiring network, Sram sram) {
    Places places = places();
    var memory = new Memory(sram, layout(), places);
    for (int p = places.from; p < places.to; p++) {
      memory.read(network.part(p), p);
    }
  }

  private int progress(Sram sram, int word) {
    return sram.getInt(layout().region("progress").offset() + 4 * word);
  }

  /// Sum of the samples' losses, as this core added them.
  float loss(Sram sram) {
    return Float.intBitsToFloat(progress(sram, Running.LOSS));
  }

  int correct(Sram sram) {
    return progress(sram, Running.CORRECT);
  }

  int steps(Sram sram) {
    return progress(sram, Running.STEPS);
  }

  int rewired(Sram sram) {
    return progress(sram, Running.REWIRED);
  }

  /// Parts in a core's memory, one after the other.
  private record Memory(Sram sram, Layout layout, Places places) {
    private int offset(String region) {
      return layout.region(region).offset();
    }

    private interface Visit {
      void part(int layer, int connection, int row);
    }

    /// Goes through the layers of a part: with the number of each layer's first connection and row.
    private void visit(int part, Visit visit) {
      int connection = 0;
      int row = 0;
      for (int p = places.from; p <= part; p++) {
        for (int l = 0; l < places.layers(); l++) {
          RewiredPart.Shape shape = places.shapes.get(l).get(p);
          if (p == part) {
            visit.part(l, connection, row);
          }
          connection += shape.active();
          row += shape.targets() + 1;
        }
      }
    }

    void write(RewiredPart from, int part) {
      int weights = offset("weights");
      int gradients = offset("gradients");
      int sources = offset("sources");
      int rows = offset("rows");
      visit(
          part,
          (l, connection, row) -> {
            sram.putShort(rows + 2 * row, (short) 0);
            for (int t = 0; t < from.targets(l); t++) {
              sram.putShort(rows + 2 * (row + 1 + t), (short) from.rowEnd(l, t));
            }
            for (int c = 0; c < from.active(l); c++) {
              sram.putFloat(weights + 4 * (connection + c), from.weight(l, c));
              sram.putFloat(gradients + 4 * (connection + c), from.gradient(l, c));
              sram.putShort(sources + 2 * (connection + c), (short) from.source(l, c));
            }
          });
      int[] state = from.random().state();
      for (int w = 0; w < state.length; w++) {
        sram.putInt(offset("generators") + 16 * (part - places.from) + 4 * w, state[w]);
      }
    }

    void read(RewiredPart into, int part) {
      int weights = offset("weights");
      int gradients = offset("gradients");
      int sources = offset("sources");
      int rows = offset("rows");
      visit(
          part,
          (l, connection, row) -> {
            for (int t = 0; t < into.targets(l); t++) {
              into.setRowEnd(l, t, sram.getShort(rows + 2 * (row + 1 + t)) & 0xFFFF);
            }
            for (int c = 0; c < into.active(l); c++) {
              into.set(
                  l,
                  c,
                  sram.getShort(sources + 2 * (connection + c)) & 0xFFFF,
                  sram.getFloat(weights + 4 * (connection + c)),
                  sram.getFloat(gradients + 4 * (connection + c)));
            }
          });
      int[] state = new int[4];
      for (int w = 0; w < state.length; w++) {
        state[w] = sram.getInt(offset("generators") + 16 * (part - places.from) + 4 * w);
      }
      into.setRandom(Kiss64.resumed(state));
    }
  }

  private static final class Running implements EventKernel {
    /// Words of progress.
    private static final int SAMPLE = 0;

    private static final int PHASE = 1;
    private static final int FLAGS = 2;
    private static final int MET = 3;
    private static final int TURN = 4;
    private static final int HEARD = 5; // and 6
    private static final int LOSS = 7;
    private static final int CORRECT = 8;
    private static final int STEPS = 9;
    private static final int REWIRED = 10;
    private static final int IN_BATCH = 11;

    private static final int FETCHING = 1;
    private static final int PUSHING = 2;
    private static final int WAITING = 4;

    /// A part's generator is put into the core's registers and its state taken out again.
    private static final int CYCLES_TO_CHANGE_GENERATORS = 24;

    /// To find out what comes next: estimated.
    private static final int CYCLES_A_PHASE = 60;

    /// Of a class in the softmax, beside exp: two subtractions, two comparisons, an addition, a
    /// division of 14, loads and stores.
    private static final int CYCLES_A_CLASS = 40;

    private final Pe pe;
    private final Sram sram;
    private final int key;
    private final int core;
    private final int cores;
    private final int layers;
    private final int rewireEvery;
    private final int batch;
    private final int samples;
    private final SparseRewiring.Step step;
    private final Places places;
    private final Layout layout;
    private final Memory memory;
    private final RewiredPart[] parts;
    private final float[][] units;
    private final float[][] errors;

    /// Of the targets of each hidden layer, by each part above.
    private final float[][][] back;

    private final int[] offsetOfUnits;
    private final int[] offsetOfParts;
    private final int images;
    private final int others;
    private final int progress;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      key = sram.getInt(0);
      core = sram.getInt(4);
      cores = sram.getInt(8);
      layers = sram.getInt(12);
      rewireEvery = sram.getInt(16);
      batch = sram.getInt(20);
      samples = sram.getInt(24);
      int signs = sram.getInt(28);
      step = new SparseRewiring.Step(sram.getFloat(32), sram.getFloat(36), sram.getFloat(40));
      places = new Places(shapes(), firstPart(core, cores), firstPart(core + 1, cores));
      layout = places.layout(cores);
      memory = new Memory(sram, layout, places);
      parts = new RewiredPart[places.to - places.from];
      for (int p = 0; p < parts.length; p++) {
        int part = places.from + p;
        List<RewiredPart.Shape> shapes =
            places.shapes.stream().map(layer -> layer.get(part)).toList();
        parts[p] = new RewiredPart(shapes, signs, new Kiss64());
        memory.read(parts[p], part);
      }
      units = new float[layers + 1][];
      errors = new float[layers][];
      back = new float[layers - 1][DeepRewiring.PARTS][];
      offsetOfUnits = new int[layers];
      offsetOfParts = new int[layers - 1];
      units[0] = new float[places.inputs()];
      for (int l = 0; l < layers; l++) {
        units[l + 1] = new float[places.targets(l)];
        errors[l] = new float[places.targets(l)];
        offsetOfUnits[l] = layout.region(Places.units(l)).offset();
        if (l + 1 < layers) {
          offsetOfParts[l] = layout.region(Places.ofParts(l)).offset();
          for (int p = 0; p < DeepRewiring.PARTS; p++) {
            back[l][p] = new float[places.targets(l)];
          }
        }
      }
      images = layout.region("images").offset();
      others = layout.region("others").offset();
      progress = layout.region("progress").offset();
      readBack();
      pe.enable(Interrupt.DMA_DONE);
      pe.enable(Interrupt.OTHERWISE_WAITING);
    }

    private List<List<RewiredPart.Shape>> shapes() {
      List<List<RewiredPart.Shape>> shapes = new ArrayList<>();
      for (int l = 0; l < layers; l++) {
        int at = 4 * (SETTINGS + l * SHAPE_WORDS);
        List<RewiredPart.Shape> layer = new ArrayList<>();
        for (int p = 0; p < DeepRewiring.PARTS; p++) {
          int first = sram.getInt(at + 4 + 4 * p);
          int end = sram.getInt(at + 8 + 4 * p);
          int active = sram.getInt(at + 8 + 4 * (DeepRewiring.PARTS + p));
          layer.add(new RewiredPart.Shape(sram.getInt(at), first, end - first, active));
        }
        shapes.add(layer);
      }
      return shapes;
    }

    // ── events ──

    @Override
    public void onStart() {
      if (cores > 1) {
        Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.SOURCE, core));
      }
      fetch(0);
    }

    @Override
    public void onInterrupt(Interrupt source) {
      if (source == Interrupt.DMA_DONE) {
        if (pe.dma().underWay() > 0) {
          return;
        }
        clear(FETCHING);
        if (is(PUSHING)) {
          clear(PUSHING);
          tell();
        }
      } else {
        receive();
      }
      proceed();
    }

    private void receive() {
      pe.did(Action.HANDLE_PACKETS, 1);
      for (int waiting = pe.waiting(); waiting > 0; waiting--) {
        int packet = pe.take();
        Payload letter = pe.payload();
        Letters.took(pe, letter);
        if (letter.bits() == 0) {
          add(HEARD + (packet & 1), 1);
        } else if (letter.bits() == 64 && Letters.copy(letter) < cores) {
          sram.putByte(others + Letters.copy(letter), (byte) Letters.p(Letters.from(letter)));
          add(MET, 1);
        } else {
          pe.stray(packet);
        }
      }
    }

    /// Goes on as far as it can.
    private void proceed() {
      while (get(SAMPLE) < samples && isReady()) {
        pe.did(Action.CYCLE, CYCLES_A_PHASE);
        int phase = get(PHASE);
        put(PHASE, phase + 1);
        if (phase < layers) {
          if (phase == 0) {
            begin();
          }
          forward(phase);
        } else {
          if (phase == layers) {
            classify();
          }
          backward(2 * layers - 1 - phase);
        }
        account();
      }
    }

    private boolean isReady() {
      if (is(PUSHING)) {
        return false;
      }
      if (is(WAITING)) {
        int turn = get(TURN) & 1;
        if (get(HEARD + turn) < cores - 1) {
          return false;
        }
        add(HEARD + turn, 1 - cores);
        add(TURN, 1);
        clear(WAITING);
      }
      return get(PHASE) > 0 || !is(FETCHING) && get(MET) == cores - 1;
    }

    // ── a sample ──

    private void fetch(int sample) {
      if (sample < samples) {
        set(FETCHING);
        pe.did(Action.DMA_START, 1);
        int bytes = places.record();
        pe.dma().readDram(SampleRecords.ADDRESS + (long) bytes * sample, image(sample), bytes);
      }
    }

    private int image(int sample) {
      return images + (sample & 1) * places.record();
    }

    private void begin() {
      readImage();
      fetch(get(SAMPLE) + 1);
    }

    private void readImage() {
      int at = image(get(SAMPLE));
      for (int i = 0; i < units[0].length; i++) {
        units[0][i] = sram.getByte(at + i) & 0xFF;
      }
    }

    private void forward(int l) {
      if (l > 0) {
        readUnits(l - 1);
      }
      for (RewiredPart part : parts) {
        part.forward(l, units[l], units[l + 1]);
      }
      writeFloats(offsetOfUnits[l], units[l + 1], ownFrom(l), ownTo(l));
      share(offsetOfUnits[l], l, core);
    }

    private void classify() {
      readUnits(layers - 1);
      float[] y = units[layers];
      int label = sram.getByte(image(get(SAMPLE)) + places.inputs()) & 0xFF;
      add(CORRECT, SingleSoftmax.greatest(y) == label ? 1 : 0);
      float loss = SingleSoftmax.lossAndErrors(y, label, errors[layers - 1]);
      put(LOSS, Float.floatToRawIntBits(Float.intBitsToFloat(get(LOSS)) + loss));
      pe.did(Action.EXP_LOG, y.length + 1);
      pe.did(Action.EXP_LOG_ITERATION, SingleSoftmax.ITERATIONS * (y.length + 1));
      pe.did(Action.CYCLE, CYCLES_A_CLASS * y.length);
    }

    private void backward(int l) {
      if (l + 1 < layers) {
        sumErrors(l);
      }
      for (int p = 0; p < parts.length; p++) {
        float[] below = null;
        if (l > 0) {
          below = back[l - 1][places.from + p];
          Arrays.fill(below, 0);
          pe.did(Action.CYCLE, below.length);
        }
        parts[p].backward(l, units[l], errors[l], below);
        if (l > 0) {
          writeFloats(row(l - 1, places.from + p), below, 0, below.length);
        }
      }
      if (l > 0) {
        shareErrors(l - 1);
      } else {
        end();
      }
    }

    /// The errors of this core's own units.
    private void sumErrors(int l) {
      int from = ownFrom(l);
      int to = ownTo(l);
      for (int p = 0; p < DeepRewiring.PARTS; p++) {
        for (int i = from; i < to; i++) {
          back[l][p][i] = sram.getFloat(row(l, p) + 4 * i);
        }
      }
      SparseRewiring.sum(back[l], units[l + 1], errors[l], from, to);
      pe.did(Action.REWIRED_ERRORS, to - from);
    }

    private void end() {
      put(PHASE, 0);
      add(SAMPLE, 1);
      add(IN_BATCH, 1);
      if (get(IN_BATCH) == batch || get(SAMPLE) == samples) {
        for (RewiredPart part : parts) {
          pe.did(Action.CYCLE, CYCLES_TO_CHANGE_GENERATORS);
          part.descend(step.rate() / get(IN_BATCH), step.shrink(), step.spread());
        }
        put(IN_BATCH, 0);
        add(STEPS, 1);
        if (get(STEPS) % rewireEvery == 0) {
          for (RewiredPart part : parts) {
            add(REWIRED, part.rewire());
          }
        }
      }
      if (get(SAMPLE) == samples) {
        writeBack(); // for the host to read
      }
    }

    // ── the others ──

    private int ownFrom(int l) {
      return places.target(l, places.from);
    }

    private int ownTo(int l) {
      return places.target(l, places.to);
    }

    /// Offset of the errors of a layer's targets by a part above.
    private int row(int l, int part) {
      return offsetOfParts[l] + part * places.row(l);
    }

    /// Writes a core's units, of which others have the same place, to all others.
    private void share(int offset, int l, int whose) {
      for (int other = 0; other < cores; other++) {
        if (other != core) {
          push(other, offset, l, whose);
        }
      }
      pushed();
    }

    /// Writes, to each other core, what this one's parts know of the errors of its units.
    private void shareErrors(int l) {
      for (int other = 0; other < cores; other++) {
        for (int p = places.from; other != core && p < places.to; p++) {
          push(other, row(l, p), l, other);
        }
      }
      pushed();
    }

    private void push(int to, int offset, int l, int whose) {
      int from = 4 * places.target(l, firstPart(whose, cores));
      int bytes = 4 * places.target(l, firstPart(whose + 1, cores)) - from;
      if (bytes > 0) {
        set(PUSHING);
        pe.did(Action.DMA_START, 1);
        int p = sram.getByte(others + to) & 0xFF;
        pe.dma().write(offset + from, p, offset + from, SampleRecords.granules(bytes));
      }
    }

    private void pushed() {
      if (cores > 1) {
        set(WAITING);
        if (!is(PUSHING)) {
          tell();
        }
      }
    }

    /// What was shared last is complete in all memories.
    private void tell() {
      pe.did(Action.SEND_PACKET, 1);
      pe.send(key | get(TURN) & 1);
    }

    // ── memory ──

    private void account() {
      for (RewiredPart part : parts) {
        RewiringWork.tell(pe::did, part.work());
      }
    }

    private void readUnits(int l) {
      for (int i = 0; i < units[l + 1].length; i++) {
        units[l + 1][i] = sram.getFloat(offsetOfUnits[l] + 4 * i);
      }
    }

    private void writeFloats(int offset, float[] values, int from, int to) {
      for (int i = from; i < to; i++) {
        sram.putFloat(offset + 4 * i, values[i]);
      }
    }

    private int get(int word) {
      return sram.getInt(progress + 4 * word);
    }

    private void put(int word, int value) {
      sram.putInt(progress + 4 * word, value);
    }

    private void add(int word, int value) {
      put(word, get(word) + value);
    }

    private boolean is(int flag) {
      return (get(FLAGS) & flag) != 0;
    }

    private void set(int flag) {
      put(FLAGS, get(FLAGS) | flag);
    }

    private void clear(int flag) {
      put(FLAGS, get(FLAGS) & ~flag);
    }

    /// What a sample needs again that was computed before.
    private void readBack() {
      readImage();
      for (int l = 0; l < layers; l++) {
        readUnits(l);
        int at = layout.region(Places.errors(l)).offset();
        for (int i = 0; i < errors[l].length; i++) {
          errors[l][i] = sram.getFloat(at + 4 * i);
        }
      }
    }

    @Override
    public void writeBack() {
      for (int p = 0; p < parts.length; p++) {
        memory.write(parts[p], places.from + p);
      }
      for (int l = 0; l < layers; l++) {
        writeFloats(layout.region(Places.errors(l)).offset(), errors[l], 0, errors[l].length);
      }
    }
  }
}
