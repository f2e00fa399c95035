package org.tradewind.onchip;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.learn.StepSpikes;
import org.tradewind.learn.SteppedLayer;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// One copy of a layer, forward and back: a [SteppedLayer] on a core. Spikes go on by multicast;
/// errors come as packets of 128 bits from whoever received the spikes, and go back, as such, to
/// the core that sent what came in. At the end of a batch the gradient is complete in this core's
/// memory, from where optimisers fetch it; they write the new weights over the old ones.
///
/// @param layer counted from 0, which receives the input
/// @param optimisers that this layer's weights have
/// @param weights of this layer
record LayerProgram(
    int vertex,
    int copy,
    int layer,
    int inputs,
    int neurons,
    int optimisers,
    SteppedLayer.Constants constants,
    Timetable timetable,
    float[] weights)
    implements Program {
  static final int WEIGHTS = 0;

  private static final int SETTINGS_WORDS = 6 + 6 + Timetable.WORDS;

  /// Where a layer's core has its gradients.
  static int gradientOffset(int inputs, int neurons) {
    return SampleRecords.granules(4 * inputs * neurons);
  }

  @Override
  public Layout layout() {
    return layout(inputs, neurons, optimisers, timetable.steps());
  }

  /// There is room for a spike of everybody in every step.
  private static Layout layout(int inputs, int neurons, int optimisers, int steps) {
    int matrix = SampleRecords.granules(4 * inputs * neurons);
    return new Layout()
        .with("weights", matrix)
        .with("gradient", matrix)
        .with("V", 4 * neurons)
        .with("I", 4 * neurons)
        .with("sum", 4 * neurons)
        .with("lambda V", 4 * neurons)
        .with("lambda I", 4 * neurons)
        .with("errors", 4 * neurons)
        .with("input spikes", 2 * inputs * (steps - 1))
        .with("input steps", 2 * (steps + 1))
        .with("spikes", 2 * neurons * (steps - 1))
        .with("slopes", 4 * neurons * (steps - 1))
        .with("steps", 2 * (steps + 1))
        .with("others", 4 * (3 + optimisers))
        .with("settings", 4 * SETTINGS_WORDS);
  }

  @Override
  public void write(KeyLookup keys, Sram into) {
    new Memory(into, layout()).put(WEIGHTS, weights);
    try (var settings = into.writer(layout().region("settings"))) {
      settings.putInt(keys.key(vertex)).putInt(copy).putInt(layer).putInt(inputs).putInt(neurons);
      settings.putInt(optimisers);
      settings.putFloat(constants.a()).putFloat(constants.b());
      settings.putFloat(constants.oneMinusA()).putFloat(constants.oneMinusB());
      settings.putFloat(constants.tauS()).putFloat(constants.threshold());
      timetable.write(settings);
    }
  }

  @Override
  public Kernel start(Pe pe) {
    return new Running(pe);
  }

  private static final class Running implements Kernel {
    /// To count on in the timetable: estimated.
    private static final int CYCLES_TO_FIND_THE_PLACE = 20;

    private final Pe pe;
    private final Sram sram;
    private final Memory memory;
    private final int key;
    private final int copy;
    private final boolean sendsBack;
    private final int steps;
    private final int inputs;
    private final int neurons;
    private final SteppedLayer layer;
    private final Timetable.Place place;
    private final float[] weights;
    private final float[] gradient;

    /// Of this layer's spikes in the step that comes next on the way back.
    private final float[] errors;

    private final StepSpikes in;
    private final StepSpikes out;
    private final int[] optimisers;
    private int optimisersMet;
    private int source;
    private int updates;

    Running(Pe pe) {
      this.pe = pe;
      sram = pe.sram();
      var words = Words.last(sram, SETTINGS_WORDS);
      key = words.nextInt();
      copy = words.nextInt();
      sendsBack = words.nextInt() > 0;
      inputs = words.nextInt();
      neurons = words.nextInt();
      optimisers = new int[words.nextInt()];
      var constants =
          new SteppedLayer.Constants(
              words.nextFloat(),
              words.nextFloat(),
              words.nextFloat(),
              words.nextFloat(),
              words.nextFloat(),
              words.nextFloat());
      Timetable table = Timetable.read(words);
      place = new Timetable.Place(table, copy);
      steps = table.steps();
      layer = new SteppedLayer(constants, steps, neurons, 0);
      weights = new float[inputs * neurons];
      gradient = new float[weights.length];
      errors = new float[neurons];
      in = new StepSpikes(steps);
      out = new StepSpikes(steps);
      memory =
          new Memory(sram, layout(inputs, neurons, optimisers.length, steps))
              .keeps("gradient", gradient)
              .keeps("V", layer.v())
              .keeps("I", layer.i())
              .keeps("lambda V", layer.lambdaV())
              .keeps("lambda I", layer.lambdaI())
              .keeps("errors", errors);
      read();
    }

    @Override
    public void onStart() {
      Letters.post(pe, key, Letters.of(pe.chip(), pe.p(), Letters.SOURCE, copy));
    }

    @Override
    public void onTimer(int timerTick) {
      if (timerTick < Timetable.MEETING) {
        receive(0);
        return;
      }
      place.at(timerTick);
      pe.did(Action.CYCLE, CYCLES_TO_FIND_THE_PLACE);
      int tick = place.tick;
      if (!place.updating) {
        if (tick == 0 && place.round == 0) {
          beginBatch();
        }
        if (place.sample() >= 0) {
          if (tick == 0) {
            receive(0);
            layer.begin();
            in.clear();
            out.clear();
          } else if (tick < steps) {
            forward(tick);
          } else {
            back(2 * steps - 2 - tick);
          }
        }
        if (tick == 2 * steps - 2 && place.lastRound()) {
          endBatch();
        }
      }
    }

    private void beginBatch() {
      receive(0);
      if (updates != place.batch * optimisers.length) {
        throw new IllegalStateException(
            "an update was not over when batch " + place.batch + " began; give it more ticks");
      }
      memory.get("weights", weights);
      Arrays.fill(gradient, 0);
      pe.did(Action.CYCLE, gradient.length);
    }

    private void endBatch() {
      memory.put("gradient", gradient);
      for (int optimiser : optimisers) {
        Letters.send(pe, optimiser, Letters.of(pe.chip(), pe.p(), Letters.READY, copy));
      }
    }

    private void forward(int step) {
      int spikes = receive(step);
      pe.did(Action.EVENTPROP_EVENT, spikes * neurons);
      pe.did(Action.EVENTPROP_STEP, 1);
      pe.did(Action.EVENTPROP_UPDATE, neurons);
      layer.integrate(step, out);
      int sample = place.sample();
      for (int spike = out.from(step); spike < out.to(step); spike++) {
        pe.did(Action.EVENTPROP_SPIKE, 1);
        if (step < steps - 1) { // a spike of the last step is too late for any effect
          pe.send(key | out.neuron(spike));
        }
        pe.spiked(sample * steps + step, out.neuron(spike));
      }
    }

    private void back(int step) {
      receive(0);
      int from = in.from(step);
      int to = in.to(step);
      if (sendsBack) {
        for (int spike = from; spike < to; spike++) {
          pe.did(Action.EVENTPROP_ERROR_TERM, neurons);
          Letters.send(
              pe,
              source,
              Letters.error(layer.error(weights, in.neuron(spike)), step, in.neuron(spike)));
        }
      }
      for (int spike = out.from(step + 1); spike < out.to(step + 1); spike++) {
        pe.did(Action.EVENTPROP_JUMP, 1);
        out.setError(spike, errors[out.neuron(spike)]);
        errors[out.neuron(spike)] = 0;
      }
      pe.did(Action.EVENTPROP_STEP_BACK, 1);
      pe.did(Action.EVENTPROP_ADJOINT, neurons);
      layer.adjoint(step, out);
      for (int spike = from; spike < to; spike++) {
        layer.differentiate(in.neuron(spike), gradient);
      }
      pe.did(Action.EVENTPROP_GRADIENT, (to - from) * neurons);
    }

    /// Takes all that waits.
    ///
    /// @param step that is integrated next; 0 while no spikes are expected
    /// @return how many spikes
    private int receive(int step) {
      int spikes = 0;
      pe.did(Action.HANDLE_PACKETS, 1);
      for (int waiting = pe.waiting(); waiting > 0; waiting--) {
        int from = pe.take();
        Payload payload = pe.payload();
        Letters.took(pe, payload);
        switch (payload.bits()) {
          case 0 -> {
            int input = Letters.atom(from, inputs);
            if (step == 0 || input >= inputs) {
              pe.stray(from);
            } else {
              in.add(step - 1, input);
              layer.receive(weights, input);
              spikes++;
            }
          }
          case 128 -> {
            if (Letters.neuron(payload) >= neurons) {
              pe.stray(from);
            } else {
              errors[Letters.neuron(payload)] = Letters.error(payload);
            }
          }
          default -> letter(from, payload);
        }
      }
      return spikes;
    }

    private void letter(int from, Payload letter) {
      switch (Letters.what(letter)) {
        case Letters.SOURCE -> source = Letters.from(letter);
        case Letters.OPTIMISER -> {
          int optimiser = Letters.from(letter);
          optimisers[optimisersMet++] = optimiser;
          Letters.send(pe, optimiser, Letters.of(pe.chip(), pe.p(), Letters.LAYER, copy));
        }
        case Letters.GO -> updates++;
        default -> pe.stray(from);
      }
    }

    // ── what is kept in memory ──

    private void readSpikes(String neurons, String steps, int slopes, StepSpikes into) {
      int neuronsAt = memory.offset(neurons);
      int stepsAt = memory.offset(steps);
      into.clear();
      for (int step = 0; step < into.steps(); step++) {
        int to = sram.getShort(stepsAt + 2 * (step + 1));
        for (int spike = sram.getShort(stepsAt + 2 * step); spike < to; spike++) {
          float slope = slopes < 0 ? 0 : sram.getFloat(slopes + 4 * spike);
          into.add(step, sram.getShort(neuronsAt + 2 * spike), slope);
        }
      }
    }

    private void writeSpikes(String neurons, String steps, int slopes, StepSpikes from) {
      int neuronsAt = memory.offset(neurons);
      int stepsAt = memory.offset(steps);
      for (int step = 0; step < from.steps() + 1; step++) {
        sram.putShort(stepsAt + 2 * step, (short) (step == 0 ? 0 : from.to(step - 1)));
      }
      for (int spike = 0; spike < from.size(); spike++) {
        sram.putShort(neuronsAt + 2 * spike, (short) from.neuron(spike));
        if (slopes >= 0) {
          sram.putFloat(slopes + 4 * spike, from.slope(spike));
        }
      }
    }

    private void read() {
      memory.get("weights", weights); // which only optimisers write
      memory.read();
      readSpikes("input spikes", "input steps", -1, in);
      readSpikes("spikes", "steps", memory.offset("slopes"), out);
      int others = memory.offset("others");
      source = sram.getInt(others);
      updates = sram.getInt(others + 4);
      optimisersMet = sram.getInt(others + 8);
      for (int k = 0; k < optimisersMet; k++) {
        optimisers[k] = sram.getInt(others + 12 + 4 * k);
      }
    }

    @Override
    public void writeBack() {
      memory.write();
      writeSpikes("input spikes", "input steps", -1, in);
      writeSpikes("spikes", "steps", memory.offset("slopes"), out);
      int others = memory.offset("others");
      sram.putInt(others, source);
      sram.putInt(others + 4, updates);
      sram.putInt(others + 8, optimisersMet);
      for (int k = 0; k < optimisersMet; k++) {
        sram.putInt(others + 12 + 4 * k, optimisers[k]);
      }
    }
  }
}
