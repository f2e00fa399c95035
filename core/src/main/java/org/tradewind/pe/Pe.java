package org.tradewind.pe;

import org.tradewind.cost.Action;

/// What a kernel sees of its PE.
public interface Pe {
  /// Machine time in ticks of 1/6 ns, advanced by what the running handler [#did].
  long now();

  /// This PE's memory, as the image was loaded.
  Sram sram();

  /// The run's seed, for counter-based random numbers.
  long seed();

  /// Counts an action; the core is busy for its cycles from now on.
  void did(Action action, int times);

  /// Sends a multicast packet without payload at [#now].
  void send(int key);

  /// Packets that wait in the event FIFO now. The hardware fills it without waking the core.
  int waiting();

  /// Takes the oldest waiting packet's key; only while [#waiting] is positive.
  int take();

  /// Notes a spike of local neuron `atom` at `step`. Recording is a probe: it costs neither time
  /// nor memory (docs/limits.md).
  void spiked(int step, int atom);

  /// Notes a state variable of local neuron `atom` at `step`, in the machine's own units.
  ///
  /// @param channel which variable, as the program numbers them
  void trace(int channel, int step, int atom, float value);
}
