package org.tradewind.onchip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.firmware.CompiledOnce;
import org.tradewind.firmware.Firmware;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.RewiredPart;
import org.tradewind.learn.SparseRewiring;
import org.tradewind.onchip.Calls.Loop;
import org.tradewind.pe.Kiss64;

/// The C loops of deep rewiring, whose cycles are counted, compute what [RewiredPart] computes, bit
/// for bit, on an emulated Cortex-M4F; and what our program counts, times the table, is the cycles
/// of what it executed.
@ExtendWith(CompiledOnce.class)
class RewiringFirmwareTest {
  private static final long SEED = 20261121;
  private static final int GOLDEN = 0x9E3779B9;
  private static final short NONE = -1;

  private final Firmware firmware;

  private final Random random = new Random(SEED);
  private final Calls calls = new Calls();
  private final Counts counts = new Counts();

  RewiringFirmwareTest(Firmware firmware) {
    this.firmware = firmware;
  }

  @Test
  void partsAreRewiredToTheSameBits() throws IOException, InterruptedException {
    for (int draw = 0; draw < 4; draw++) {
      var shapes =
          List.of(
              shape(40 + random.nextInt(60), 4 * random.nextInt(3), 20, 0.2),
              shape(24, 4 * random.nextInt(3), 1 + random.nextInt(12), 0.4),
              shape(16, 4, 1 + random.nextInt(6), 0.6));
      part(shapes, 3, 6);
    }
    calls.run(firmware);
  }

  private static RewiredPart.Shape shape(int sources, int first, int targets, double share) {
    return new RewiredPart.Shape(sources, first, targets, (int) (sources * targets * share));
  }

  /// A quarter of the network of the paper.
  @Test
  void theTableForetellsTheCyclesOfAPart() throws IOException, InterruptedException {
    var leNet = DeepRewiring.leNet(1);
    part(IntStream.range(0, 3).mapToObj(l -> leNet.shape(l, 1)).toList(), 3, 1);
    calls.assertForetells(firmware, counts);
  }

  /// Steps of so many samples, each with rewiring after it.
  private void part(List<RewiredPart.Shape> shapes, int samples, int steps) {
    int signs = random.nextInt();
    var ours = new RewiredPart(shapes, signs, Kiss64.seeded(random::nextInt));
    connect(ours, shapes);
    List<Rows> layers = new ArrayList<>();
    for (int l = 0; l < shapes.size(); l++) {
      layers.add(new Rows(ours, l, shapes.get(l), signs + l * GOLDEN));
    }
    for (int step = 0; step < steps; step++) {
      for (int sample = 0; sample < samples; sample++) {
        sample(ours, shapes, layers);
      }
      Kiss64 words = Kiss64.resumed(ours.random().state());
      float share = 0.05f;
      float shrink = 1e-3f;
      float spread = 2e-4f;
      int constants = calls.floats(share, shrink, spread);
      for (Rows rows : layers) {
        int generator = calls.words(drawn(words, ours.active(rows.l)));
        calls.call(Loop.REWIRED_DESCEND, rows.struct, constants, generator);
      }
      ours.descend(share, shrink, spread);
      layers.forEach(rows -> rows.expect("after a step"));
      for (Rows rows : layers) {
        int missing = ours.room(rows.l) - ours.active(rows.l);
        if (missing > 0) {
          int generator = calls.words(candidates(words, ours, rows, missing));
          calls.call(Loop.REWIRING_DRAW, rows.struct, missing, generator);
          calls.call(Loop.REWIRING_INSERT, rows.struct);
        }
      }
      assertThat(ours.rewire()).isPositive();
      layers.forEach(rows -> rows.expect("rewired"));
    }
    RewiringWork.tell(counts::add, ours.work());
  }

  private static int[] drawn(Kiss64 generator, int count) {
    int[] words = new int[count];
    Arrays.setAll(words, _ -> generator.getAsInt());
    return words;
  }

  /// The words that a layer draws until so many new connections are found.
  private static int[] candidates(Kiss64 generator, RewiredPart part, Rows rows, int missing) {
    Set<Long> there = new HashSet<>();
    for (int t = 0, c = 0; t < rows.shape.targets(); t++) {
      for (; c < part.rowEnd(rows.l, t); c++) {
        there.add((long) t << 32 | part.source(rows.l, c));
      }
    }
    List<Integer> words = new ArrayList<>();
    for (int left = missing; left > 0; ) {
      int word = generator.getAsInt();
      words.add(word);
      long product = (word & 0xFFFF_FFFFL) * rows.shape.targets();
      long source = (product & 0xFFFF_FFFFL) * rows.shape.sources() >>> 32;
      left -= there.add(product >>> 32 << 32 | source) ? 1 : 0;
    }
    return words.stream().mapToInt(Integer::intValue).toArray();
  }

  /// As many connections as there is room for, none twice.
  private void connect(RewiredPart part, List<RewiredPart.Shape> shapes) {
    for (int l = 0; l < shapes.size(); l++) {
      RewiredPart.Shape shape = shapes.get(l);
      int possible = shape.sources() * shape.targets();
      int c = 0;
      for (int place = 0; place < possible; place++) {
        if (random.nextInt(possible - place) < shape.active() - c) {
          float weight = (float) (0.3 * random.nextGaussian() / Math.sqrt(shape.sources()));
          part.set(l, c++, place % shape.sources(), weight, 0);
        }
        if (place % shape.sources() == shape.sources() - 1) {
          part.setRowEnd(l, place / shape.sources(), c);
        }
      }
    }
  }

  /// The connections of a layer as `struct connections` has them.
  private final class Rows {
    final RewiredPart part;
    final int l;
    final RewiredPart.Shape shape;
    final int row;
    final int source;
    final int weight;
    final int gradient;
    final int latest;
    final int struct;

    Rows(RewiredPart part, int l, RewiredPart.Shape shape, int signs) {
      this.part = part;
      this.l = l;
      this.shape = shape;
      row = calls.shorts(ends());
      source = calls.shorts(sources());
      weight = calls.floats(weights());
      gradient = calls.floats(new float[shape.active()]);
      short[] none = new short[shape.targets()];
      Arrays.fill(none, NONE);
      latest = calls.shorts(none);
      struct =
          calls.words(
              shape.targets(),
              shape.sources(),
              shape.firstTarget(),
              shape.active(),
              row,
              source,
              weight,
              gradient,
              signs,
              latest);
    }

    private short[] ends() {
      short[] ends = new short[shape.targets() + 1];
      for (int t = 0; t < shape.targets(); t++) {
        ends[t + 1] = (short) part.rowEnd(l, t);
      }
      return ends;
    }

    private short[] sources() {
      short[] sources = new short[part.active(l)];
      for (int c = 0; c < sources.length; c++) {
        sources[c] = (short) part.source(l, c);
      }
      return sources;
    }

    private float[] weights() {
      float[] weights = new float[part.active(l)];
      for (int c = 0; c < weights.length; c++) {
        weights[c] = part.weight(l, c);
      }
      return weights;
    }

    private float[] gradients() {
      float[] gradients = new float[part.active(l)];
      for (int c = 0; c < gradients.length; c++) {
        gradients[c] = part.gradient(l, c);
      }
      return gradients;
    }

    void expect(String when) {
      String of = " of layer " + l + " " + when + ", seed " + SEED;
      calls.expect("rows" + of, row, ends());
      short[] sources = sources();
      if (sources.length % 2 == 0) { // what is behind the last is not said
        calls.expect("sources" + of, source, sources);
      } else {
        calls.expect("sources" + of, source, Arrays.copyOf(sources, sources.length - 1));
      }
      calls.expect("weights" + of, weight, weights());
      calls.expect("gradients" + of, gradient, gradients());
    }
  }

  /// Forward and back; units of other parts and errors of readouts are what they like.
  private void sample(RewiredPart ours, List<RewiredPart.Shape> shapes, List<Rows> layers) {
    int top = shapes.size() - 1;
    byte[] input = new byte[shapes.getFirst().sources()];
    float[][] units = new float[top + 2][];
    units[0] = new float[input.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) Math.max(0, random.nextInt(-300, 256));
      units[0][i] = input[i] & 0xFF;
    }
    int inputAt = calls.bytes(input);
    int[] unitsAt = new int[top + 2];
    for (int l = 0; l <= top; l++) {
      RewiredPart.Shape shape = shapes.get(l);
      int size = l < top ? shapes.get(l + 1).sources() : shape.firstTarget() + shape.targets();
      units[l + 1] = normals(Math.max(size, shape.firstTarget() + shape.targets()), 1);
      unitsAt[l + 1] = calls.floats(units[l + 1]);
      Loop loop =
          l == 0
              ? Loop.REWIRED_FORWARD_BYTES
              : l == top ? Loop.REWIRED_READ_OUT : Loop.REWIRED_FORWARD;
      int struct = layers.get(l).struct;
      calls.call(
          loop, struct, l == 0 ? inputAt : unitsAt[l], unitsAt[l + 1] + 4 * shape.firstTarget());
      ours.forward(l, units[l], units[l + 1]);
      calls.expect("units of layer " + l, unitsAt[l + 1], units[l + 1]);
    }
    float[] errors = normals(units[top + 1].length, 0.1);
    for (int l = top; l >= 0; l--) {
      int from = shapes.get(l).firstTarget();
      int errorsAt = calls.floats(errors) + 4 * from;
      int struct = layers.get(l).struct;
      if (l == 0) {
        ours.backward(0, units[0], errors, null);
        calls.call(Loop.REWIRED_BACKWARD_BYTES, struct, inputAt, errorsAt);
      } else {
        float[] back = new float[units[l].length];
        int backAt = calls.floats(back);
        ours.backward(l, units[l], errors, back);
        calls.call(Loop.REWIRED_BACKWARD, struct, unitsAt[l], errorsAt, backAt);
        calls.expect("errors of layer " + (l - 1), backAt, back);
        errors = errorsOf(back, units[l], unitsAt[l]);
      }
      layers.get(l).expect("after a sample");
    }
  }

  /// The errors of units, by this part and three others.
  private float[] errorsOf(float[] back, float[] units, int unitsAt) {
    float[][] parts = {normals(back.length, 0.1), back, normals(back.length, 0.1), new float[0]};
    parts[3] = normals(back.length, 0.1);
    int partsAt = calls.floats(parts[0]);
    for (int p = 1; p < parts.length; p++) {
      calls.floats(parts[p]);
    }
    float[] errors = new float[back.length];
    SparseRewiring.sum(parts, units, errors, 0, errors.length);
    int errorsAt = calls.floats(new float[errors.length]);
    calls.call(Loop.REWIRED_ERRORS, errorsAt, unitsAt, partsAt, errors.length, errors.length);
    counts.add(Action.REWIRED_ERRORS, errors.length);
    calls.expect("errors of units", errorsAt, errors);
    return errors;
  }

  private float[] normals(int count, double scale) {
    return Calls.normals(random, count, scale);
  }
}
