/// Learning on the chip: programs whose cores compute what `learn` says, to the same bits, and for
/// each rule the graph of them that is one training.
///
/// EventProp in steps: [EventPropOnChip] is the graph of injectors, layers, losses and optimisers;
/// a timetable, the same for all cores, says when each does what.
///
/// e-prop: [EpropOnChip] is the graph of neurons, shared among cores with their synapses, and
/// readouts.
///
/// Deep rewiring: [RewiringOnChip] is the graph of cores that share a network's parts; they
/// exchange units and errors layer by layer, by events and without a timetable.
///
/// A graph is made for an epoch: the host writes its samples into DRAM and loads the cores with
/// what has been learned so far; then the chip is alone until the epoch is over. [OnChip] is what
/// the machine says of it: time, packets, energy.
package org.tradewind.onchip;
