package org.tradewind.onchip;

import org.tradewind.learn.Optimiser;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Sram;

/// What all cores of an epoch of e-prop are told: who is where, when what happens, how weights are
/// changed.
///
/// @param firstVertex of the cores that have neurons
/// @param portions updates are made in so many ticks, a part of the weights in each
/// @param epoch for the learning rate
record EpropEpoch(
    EpropSettings settings,
    Timetable timetable,
    Optimiser.Adam adam,
    int firstVertex,
    int portions,
    int epoch) {
  static final int WORDS = EpropSettings.WORDS + Timetable.WORDS + AdamSettings.WORDS + 3;

  void write(KeyLookup keys, Sram.Writer to) {
    settings.withKeys(keys, firstVertex).write(to);
    timetable.write(to);
    AdamSettings.write(to, adam);
    to.putInt(firstVertex).putInt(portions).putInt(epoch);
  }

  static EpropEpoch read(Words from) {
    return new EpropEpoch(
        EpropSettings.read(from),
        Timetable.read(from),
        AdamSettings.read(from),
        from.nextInt(),
        from.nextInt(),
        from.nextInt());
  }

  boolean inBatches() {
    return timetable.batch() > 1;
  }
}
