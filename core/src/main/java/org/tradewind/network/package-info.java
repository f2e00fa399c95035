/// What the modeller wrote: populations, projections, what goes in and what is recorded. A
/// description: immutable, checked where it is made, without a machine.
///
/// Read [Network], [NeuronModel] (the equations) and [Connectivity]. Weights are real numbers here;
/// `snn` quantises them. Time is counted in timesteps, parameters are those of the chip's own
/// programs: decay factors and per-step offsets (docs/semantics.md says in which order a step does
/// what).
package org.tradewind.network;
