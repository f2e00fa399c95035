package org.tradewind.onchip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradewind.onchip.Calls.bits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.firmware.CompiledOnce;
import org.tradewind.firmware.Firmware;
import org.tradewind.learn.AdaptiveDynamics;
import org.tradewind.learn.SingleEprop;
import org.tradewind.learn.SingleReadout;
import org.tradewind.learn.SingleSurrogate;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.onchip.Calls.Loop;
import org.tradewind.pe.ExpLog;
import org.tradewind.pe.Real;

/// The C loops of e-prop, whose cycles are counted, compute what [SingleEprop] and [SingleReadout]
/// compute, bit for bit, on an emulated Cortex-M4F; and what our programs count, times the table,
/// is the cycles of what it executed.
@ExtendWith(CompiledOnce.class)
class EpropFirmwareTest {
  private static final long SEED = 20261121;
  private static final int KEY = 0x0123_4000;
  private final Firmware firmware;

  private final Random random = new Random(SEED);
  private final Calls calls = new Calls();
  private final Counts counts = new Counts();

  private static EpropSettings settings(
      AdaptiveDynamics dynamics, int inputs, int neurons, int lif, int outputs, int cores) {
    return new EpropSettings(
        SingleEprop.Constants.of(dynamics), inputs, neurons, lif, outputs, cores, KEY, 0);
  }

  EpropFirmwareTest(Firmware firmware) {
    this.firmware = firmware;
  }

  /// With and without adaptation, refractory steps, either reset, either surrogate.
  @Test
  void neuronsOfEpropComputeTheSameBits() throws IOException, InterruptedException {
    AdaptiveDynamics rostami = AdaptiveDynamics.rostami(0.5, 5, 30, 0.4, 10);
    neurons(settings(rostami, 9, 14, 0, 4, 2), 0, 30);
    neurons(settings(rostami, 5, 12, 5, 3, 2), 0, 30);
    neurons(settings(rostami, 3, 12, 10, 3, 2), 1, 30);
    neurons(settings(EpropOnChipTest.REFRACTORY, 7, 9, 3, 2, 1), 0, 30);
    neurons(settings(EpropOnChipTest.REFRACTORY, 7, 9, 9, 5, 3), 2, 30);
    calls.run(firmware);
  }

  @Test
  void readoutsOfEpropComputeTheSameBits() throws IOException, InterruptedException {
    AdaptiveDynamics rostami = AdaptiveDynamics.rostami(0.5, 5, 30, 0.4, 10);
    readouts(settings(rostami, 9, 14, 0, 4, 2), 30);
    readouts(settings(EpropOnChipTest.REFRACTORY, 7, 9, 3, 7, 1), 30);
    calls.run(firmware);
  }

  /// The network of the paper on its number of cores.
  private static EpropSettings paper() {
    return settings(AdaptiveDynamics.rostami(1.6, 5, 150, 0.184, 10), 80, 120, 0, 12, 12);
  }

  @Test
  void theTableForetellsTheCyclesOfNeurons() throws IOException, InterruptedException {
    neurons(paper(), 3, 4);
    calls.assertForetells(firmware, counts);
  }

  @Test
  void theTableForetellsTheCyclesOfReadouts() throws IOException, InterruptedException {
    readouts(paper(), 20);
    calls.assertForetells(firmware, counts);
  }

  /// Neurons of a core, for a sample; others spike as they like.
  private void neurons(EpropSettings settings, int core, int steps) {
    SingleEprop.Constants c = settings.constants();
    int size = settings.size(core);
    int lif = settings.lif(core);
    int all = settings.neurons();
    int sources = settings.sources();
    var ours = new SingleEprop(c, settings.inputs(), all, settings.from(core), size, lif);
    float[] weights = normals(sources * size, 1);

    int w = calls.floats(weights);
    int frameAt = calls.floats(new float[settings.inputs()]);
    int beforeAt = calls.bytes(new byte[all]);
    int unit = calls.floats(new float[6 * size]);
    int v = calls.floats(new float[size]);
    int a = calls.floats(new float[size]);
    int psi = calls.floats(new float[size]);
    int sum = calls.floats(new float[size]);
    int refractory = calls.bytes(new byte[size]);
    int spiked = calls.bytes(new byte[size]);
    int epsilonV = calls.floats(new float[sources]);
    int epsilonA = calls.floats(new float[sources * (size - lif)]);
    int filtered = calls.floats(new float[sources * size]);
    int summed = calls.floats(new float[sources * size]);
    int traces = calls.words(new int[3]);
    var part = new Neurons(c, unit, v, a, psi, sum, refractory, spiked);
    int whole = part.from(0, size, lif, c.beta(), c.adaptationGain(), 0);
    int fixedSent = calls.transmitters(lif * steps);
    int fixed = part.from(0, lif, lif, 0, 0, fixedSent);
    int adaptiveSent = calls.transmitters((size - lif) * steps);
    int adaptive = part.from(lif, size - lif, 0, c.beta(), c.adaptationGain(), adaptiveSent);

    var work = new EpropWork(settings, size, lif);
    boolean[] before = new boolean[all];
    List<Integer> fixedKeys = new ArrayList<>();
    List<Integer> adaptiveKeys = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      float[] frame = normals(settings.inputs(), 1);
      int[] held = ours.refractory().clone();
      int heard = (int) IntStream.range(0, all).filter(n -> before[n]).count();
      work.integrate(this::countLoops, heard);
      ours.integrate(weights, frame, 0, before);
      work.trace(this::countLoops);
      ours.trace(frame, 0, before);

      calls.put(frameAt, frame);
      calls.put(beforeAt, flags(before));
      calls.call(Loop.EPROP_FRAME, whole, w, frameAt, settings.inputs());
      calls.call(Loop.EPROP_RECURRENT, whole, w + 4 * settings.inputs() * size, beforeAt, all);
      calls.call(Loop.EPROP_UPDATE, fixed);
      calls.call(Loop.EPROP_UPDATE, adaptive);
      if (c.surrogate().gaussians()) {
        calls.put(unit, exponentials(c, ours, held, lif));
        calls.call(Loop.EPROP_SURROGATE, whole);
      } else {
        calls.call(Loop.EPROP_TRIANGLE, whole);
      }
      calls.put(traces, epsilonA, filtered, summed);
      calls.call(Loop.EPROP_INPUTS, whole, epsilonV, frameAt, settings.inputs(), traces);
      calls.call(Loop.EPROP_SPIKES, whole, epsilonV + 4 * settings.inputs(), beforeAt, all, traces);

      String at = " in step " + step + ", seed " + SEED;
      calls.expect("potentials" + at, v, ours.v());
      calls.expect("adaptations" + at, a, ours.a());
      calls.expect("surrogates" + at, psi, ours.psi());
      calls.expect("refractory" + at, refractory, steps(ours.refractory()));
      calls.expect("traces of potential" + at, epsilonV, ours.epsilonV());
      calls.expect("traces of adaptation" + at, epsilonA, ours.epsilonA());
      calls.expect("filtered traces" + at, filtered, ours.filtered());
      calls.expect("summed traces" + at, summed, ours.sum());
      for (int n = 0; n < all; n++) {
        before[n] = random.nextInt(4) == 0;
      }
      for (int j = 0; j < size; j++) {
        before[settings.from(core) + j] = ours.spiked(j);
        if (ours.spiked(j)) {
          (j < lif ? fixedKeys : adaptiveKeys).add(KEY + j);
          counts.add(Action.EPROP_SPIKE, 1);
        }
      }
    }
    expectSent(fixedSent, fixed, fixedKeys);
    expectSent(adaptiveSent, adaptive, adaptiveKeys);
    assertThat(fixedKeys.size() + adaptiveKeys.size()).isPositive();
    learned(settings, core, ours, summed);
  }

  /// Memory of neurons as `struct traced` has it.
  private final class Neurons {
    private final SingleEprop.Constants c;
    private final int unit;
    private final int[] rows;
    private final int refractory;
    private final int spiked;

    Neurons(
        SingleEprop.Constants c,
        int unit,
        int v,
        int a,
        int psi,
        int sum,
        int refractory,
        int spiked) {
      this.c = c;
      this.unit = unit;
      rows = new int[] {v, a, psi, sum};
      this.refractory = refractory;
      this.spiked = spiked;
    }

    /// Some of them.
    int from(int first, int count, int fixed, float beta, float gain, int out) {
      SingleSurrogate s = c.surrogate();
      int[] real = {
        bits(c.threshold()),
        bits(c.alpha()),
        bits(c.inputGain()),
        bits(c.rho()),
        bits(gain),
        bits(beta),
        bits(c.kappa()),
        bits(c.readoutGain()),
        bits(c.resetsByBound() ? beta : 0),
        bits(s.height()),
        bits(s.steepness()),
        bits(s.outerHeight()),
        bits(s.outerSteepness()),
        bits(s.shift())
      };
      int at = calls.words(count, fixed, KEY + first, out, unit);
      calls.words(real);
      calls.words(c.refractorySteps());
      calls.words(Arrays.stream(rows).map(row -> row + 4 * first).toArray());
      calls.words(refractory + first, spiked + first);
      return at;
    }
  }

  private void expectSent(int transmitters, int struct, List<Integer> keys) {
    int[] all = keys.stream().mapToInt(Integer::intValue).toArray();
    calls.expectSent("keys, seed " + SEED, transmitters, struct + 12, all);
  }

  /// The exp unit's cycles are no instructions.
  private void countLoops(Action action, int times) {
    if (action != Action.EXP_LOG && action != Action.EXP_LOG_ITERATION) {
      counts.add(action, times);
    }
  }

  private static byte[] flags(boolean[] are) {
    byte[] flags = new byte[are.length];
    for (int n = 0; n < are.length; n++) {
      flags[n] = (byte) (are[n] ? 1 : 0);
    }
    return flags;
  }

  private static byte[] steps(int[] counters) {
    byte[] bytes = new byte[counters.length];
    for (int n = 0; n < counters.length; n++) {
      bytes[n] = (byte) counters[n];
    }
    return bytes;
  }

  /// What the exp unit answers: arguments are written before each result.
  private static float[] exponentials(
      SingleEprop.Constants c, SingleEprop ours, int[] held, int lif) {
    SingleSurrogate s = c.surrogate();
    float[] row = new float[6 * held.length];
    for (int j = 0; j < held.length; j++) {
      float bound = j < lif ? c.threshold() : c.threshold() + c.beta() * ours.a()[j];
      float u = held[j] > 0 ? Float.POSITIVE_INFINITY : ours.v()[j] - bound;
      float below = u - s.shift();
      float above = u + s.shift();
      row[6 * j + 1] = exp(-s.steepness() * (u * u));
      row[6 * j + 3] = exp(-s.outerSteepness() * (below * below));
      row[6 * j + 5] = exp(-s.outerSteepness() * (above * above));
    }
    return row;
  }

  private static float exp(float x) {
    int iterations = Spinnaker2.EXP_LOG_ITERATIONS.whole();
    return Float.intBitsToFloat(ExpLog.exp(bits(x), Real.FLOAT32, Real.FLOAT32, iterations));
  }

  private void learned(EpropSettings settings, int core, SingleEprop ours, int summed) {
    int size = settings.size(core);
    int sources = settings.sources();
    float[] feedback = normals(size * settings.stride(), 1);
    float[] error = normals(settings.outputs(), 1);
    float[] gradient = normals(sources * size, 1);
    int feedbackAt = calls.floats(feedback);
    int errorAt = calls.floats(error);
    int gradientAt = calls.floats(gradient);
    int signal = calls.floats(new float[size]);
    for (int j = 0; j < size; j++) {
      int row = feedbackAt + 4 * j * settings.stride();
      calls.callInto(signal + 4 * j, Loop.EPROP_SIGNAL, row, errorAt, settings.outputs());
    }
    int self = settings.inputs() + settings.from(core);
    calls.call(Loop.EPROP_GRADIENT, gradientAt, signal, summed, size, sources, self);
    new EpropWork(settings, size, settings.lif(core)).learn(this::countLoops);
    ours.learn(feedback, 0, settings.stride(), error, gradient);
    calls.expect("gradient, seed " + SEED, gradientAt, gradient);
  }

  private void readouts(EpropSettings settings, int steps) {
    SingleEprop.Constants c = settings.constants();
    int neurons = settings.neurons();
    int outputs = settings.outputs();
    int stride = settings.stride();
    var ours = new SingleReadout(c, neurons, outputs, stride);
    float[] weights = normals(neurons * stride, 1);
    int weightsAt = calls.floats(weights);
    int spikesAt = calls.bytes(new byte[neurons]);
    int y = calls.floats(new float[outputs]);
    int total = calls.floats(new float[outputs]);
    int filtered = calls.floats(new float[neurons]);
    int summed = calls.floats(new float[neurons]);
    int heard =
        calls.words(
            neurons, outputs, stride, bits(c.kappa()), bits(c.readoutGain()), y, filtered, summed);
    for (int step = 0; step < steps; step++) {
      boolean[] spikes = new boolean[neurons];
      int count = 0;
      for (int n = 0; n < neurons; n++) {
        spikes[n] = random.nextInt(10) == 0;
        count += spikes[n] ? 1 : 0;
      }
      EpropWork.hear(this::countLoops, settings, count);
      ours.step(weights, 0, spikes);
      calls.put(spikesAt, flags(spikes));
      calls.call(Loop.EPROP_DECAY, c.kappa(), y, outputs);
      calls.call(Loop.EPROP_HEAR, heard, spikesAt, weightsAt);
      calls.call(Loop.EPROP_TOTAL, total, y, outputs);
      calls.expect("readouts", y, ours.y());
      calls.expect("summed readouts", total, ours.total());
      calls.expect("filtered spikes", filtered, ours.filtered());
      calls.expect("summed spikes", summed, ours.sum());
    }
    ours.judge(1, steps, SingleReadout.share(steps, 2));
    float[] gradient = normals(neurons * stride, 1);
    int gradientAt = calls.floats(gradient);
    int errorAt = calls.floats(ours.error());
    calls.call(Loop.EPROP_READOUT_GRADIENT, heard, gradientAt, errorAt);
    EpropWork.learn(this::countLoops, settings);
    ours.learn(gradient, 0);
    calls.expect("readouts' gradient", gradientAt, gradient);
  }

  private float[] normals(int count, double scale) {
    return Calls.normals(random, count, scale);
  }
}
