package org.tradewind.onchip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradewind.onchip.Calls.bits;

import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.firmware.CompiledOnce;
import org.tradewind.firmware.Firmware;
import org.tradewind.learn.LifDynamics;
import org.tradewind.learn.Optimiser;
import org.tradewind.learn.SingleAdam;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedLayer;
import org.tradewind.onchip.Calls.Loop;

/// The C loops of EventProp and of its optimiser, whose cycles are counted, compute what
/// [SteppedLayer] and [SingleAdam] compute, bit for bit, on an emulated Cortex-M4F; and what our
/// programs count, times the table, is the cycles of what it executed.
@ExtendWith(CompiledOnce.class)
class EventPropFirmwareTest {
  private static final long SEED = 20261121;
  private static final int KEY = 0x0123_4000;

  private final Firmware firmware;

  private final Random random = new Random(SEED);
  private final Calls calls = new Calls();
  private final Counts counts = new Counts();

  EventPropFirmwareTest(Firmware firmware) {
    this.firmware = firmware;
  }

  @Test
  void layersComputeTheSameBits() throws IOException, InterruptedException {
    for (int draw = 0; draw < 6; draw++) {
      new Layer(2 + random.nextInt(8), 3 + random.nextInt(20), 12).learn();
    }
    calls.run(firmware);
  }

  @Test
  void anOptimiserComputesTheSameBits() throws IOException, InterruptedException {
    optimise(150, 5);
    calls.run(firmware);
  }

  /// The hidden layer of the paper's network.
  @Test
  void theTableForetellsTheCyclesOfALayer() throws IOException, InterruptedException {
    new Layer(5, 120, 12).learn();
    calls.assertForetells(firmware, counts);
  }

  @Test
  void theTableForetellsTheCyclesOfAnOptimiser() throws IOException, InterruptedException {
    optimise(600, 2);
    calls.assertForetells(firmware, counts);
  }

  /// A layer for a sample, ours and `struct layer`.
  private final class Layer {
    final int inputs;
    final int neurons;
    final int steps;
    final SteppedLayer ours;
    final float[] weights;
    final float[] gradient;
    final StepSpikes in;
    final StepSpikes out;

    final int weightsAt;
    final int gradientAt;
    final int v;
    final int i;
    final int lambdaV;
    final int lambdaI;
    final int errors;
    final int sent;
    final int struct;

    /// Where the spikes of each step are kept.
    final int[] kept;

    Layer(int inputs, int neurons, int steps) {
      this.inputs = inputs;
      this.neurons = neurons;
      this.steps = steps;
      var c = SteppedLayer.Constants.of(new LifDynamics(20, 5, 1), 1);
      ours = new SteppedLayer(c, steps, neurons, 0);
      weights = normals(inputs * neurons, 5);
      gradient = new float[weights.length];
      in = new StepSpikes(steps);
      out = new StepSpikes(steps);
      weightsAt = calls.floats(weights);
      gradientAt = calls.floats(gradient);
      float[] zeros = new float[neurons];
      v = calls.floats(zeros);
      i = calls.floats(zeros);
      int sum = calls.floats(zeros);
      lambdaV = calls.floats(zeros);
      lambdaI = calls.floats(zeros);
      errors = calls.floats(zeros);
      kept = new int[steps + 1];
      kept[1] = calls.words(new int[2 * (neurons + 1) * steps]);
      sent = calls.transmitters(neurons * steps);
      struct = calls.words(neurons, KEY, sent);
      calls.floats(c.a(), c.b(), c.oneMinusA(), c.oneMinusB(), c.tauS(), c.threshold());
      calls.words(v, i, sum, lambdaV, lambdaI, errors, kept[1]);
    }

    void learn() {
      ours.begin();
      for (int step = 1; step < steps; step++) {
        forward(step);
      }
      int[] keys = IntStream.range(0, out.size()).map(n -> KEY | out.neuron(n)).toArray();
      assertThat(keys).as("spikes, seed " + SEED).isNotEmpty();
      calls.expectSent("keys", sent, struct + 8, keys);
      for (int step = steps - 2; step >= 0; step--) {
        back(step);
      }
      calls.expect("gradient, seed " + SEED, gradientAt, gradient);
    }

    private void forward(int step) {
      for (int n = 0; n < inputs; n++) {
        if (random.nextInt(3) == 0) {
          in.add(step - 1, n);
          ours.receive(weights, n);
          calls.call(Loop.EVENTPROP_EVENT, struct, weightsAt + 4 * n * neurons);
          counts.add(Action.EVENTPROP_EVENT, neurons);
        }
      }
      ours.integrate(step, out);
      int spikes = out.to(step) - out.from(step);
      calls.call(Loop.EVENTPROP_UPDATE, struct);
      counts.add(Action.EVENTPROP_STEP, 1);
      counts.add(Action.EVENTPROP_UPDATE, neurons);
      counts.add(Action.EVENTPROP_SPIKE, spikes);
      String at = " in step " + step + ", seed " + SEED;
      calls.expect("V" + at, v, ours.v());
      calls.expect("I" + at, i, ours.i());
      for (int n = 0; n < spikes; n++) {
        int spike = out.from(step) + n;
        calls.expect("a spike" + at, kept[step] + 8 * n, out.neuron(spike), bits(out.slope(spike)));
      }
      kept[step + 1] = kept[step] + 8 * (spikes + 1);
    }

    private void back(int step) {
      String at = " back in step " + step + ", seed " + SEED;
      int from = in.from(step);
      int to = in.to(step);
      int returned = calls.words(new int[inputs]);
      for (int spike = from; spike < to; spike++) {
        int n = in.neuron(spike);
        int row = weightsAt + 4 * n * neurons;
        calls.callInto(returned + 4 * n, Loop.EVENTPROP_ERROR, struct, row);
        calls.expect("error of an input" + at, returned + 4 * n, ours.error(weights, n));
        counts.add(Action.EVENTPROP_ERROR_TERM, neurons);
      }
      float[] itsErrors = normals(neurons, 0.1);
      calls.put(errors, itsErrors);
      for (int spike = out.from(step + 1); spike < out.to(step + 1); spike++) {
        out.setError(spike, itsErrors[out.neuron(spike)]);
        counts.add(Action.EVENTPROP_JUMP, 1);
      }
      ours.adjoint(step, out);
      calls.call(Loop.EVENTPROP_ADJOINT, struct, kept[step + 1]);
      counts.add(Action.EVENTPROP_STEP_BACK, 1);
      counts.add(Action.EVENTPROP_ADJOINT, neurons);
      calls.expect("lambda V" + at, lambdaV, ours.lambdaV());
      calls.expect("lambda I" + at, lambdaI, ours.lambdaI());
      for (int spike = from; spike < to; spike++) {
        ours.differentiate(in.neuron(spike), gradient);
        int row = gradientAt + 4 * in.neuron(spike) * neurons;
        calls.call(Loop.EVENTPROP_GRADIENT, struct, row);
        counts.add(Action.EVENTPROP_GRADIENT, neurons);
      }
    }
  }

  /// Adds the gradients of two copies, then a step of Adam, again and again.
  private void optimise(int weights, int steps) {
    Optimiser.Adam adam = Optimiser.Adam.of(0.01).l2(1e-3);
    var ours = new SingleAdam(adam, weights);
    float[] w = normals(weights, 1);
    int at = calls.floats(w);
    int m = calls.floats(new float[weights]);
    int v = calls.floats(new float[weights]);
    for (int step = 1; step <= steps; step++) {
      float[] gradient = normals(weights, 0.1);
      float[] other = normals(weights, 0.1);
      int gradientAt = calls.floats(gradient);
      calls.call(Loop.GRADIENT_SUM, gradientAt, calls.floats(other), weights);
      counts.add(Action.GRADIENT_SUM, weights);
      for (int n = 0; n < weights; n++) {
        gradient[n] += other[n];
      }
      calls.expect("sum of gradients", gradientAt, gradient);
      int constants =
          calls.floats(
              (float) adam.l2(),
              (float) adam.beta1(),
              (float) adam.beta2(),
              (float) (1 - adam.beta1()),
              (float) (1 - adam.beta2()),
              (float) (1 / (1 - Math.pow(adam.beta1(), step))),
              (float) (1 / (1 - Math.pow(adam.beta2(), step))),
              (float) adam.rate(0),
              (float) adam.epsilon());
      calls.call(Loop.ADAM_UPDATE, constants, at, m, v, gradientAt, weights);
      counts.add(Action.ADAM_UPDATE, weights);
      ours.step(w, gradient, 0);
      calls.expect("weights, seed " + SEED, at, w);
    }
  }

  private float[] normals(int count, double scale) {
    return Calls.normals(random, count, scale);
  }
}
