/// From a machine graph to a loaded machine, a stage a file, each a function from values to a
/// value: [MachineGraph] → [Placer] → [Placement] → [Keys] → [Router] → [Routes] → [Tables] →
/// [Images]. [Mapping] keeps all of them and checks each; every check stands in the file of what it
/// checks.
///
/// Placers and routers are chosen by who asks: [LinearPlacer] and [ShortestPathRouter] are plain,
/// [LocalPlacer] and [NerRouter] keep traffic short.
///
/// Mapping does not know what a neuron is.
package org.tradewind.mapping;
