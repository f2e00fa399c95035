/// Spiking networks on the machine.
///
/// [Quantisation] turns a network's real weights into the chip's integers. [Snn] cuts populations
/// into slices that fit a core and compiles each to a program. Read then [NeuronProgram]: what a
/// core does in a step. Its two choices are separate: [Neurons.Kind] is the equation, a file each
/// ([LifNeurons] is the plainest); [SynapticInput] is how a packet becomes weights, word by word
/// ([SynapticRows]) or through a kernel ([ConvolutionKernels]). [PoissonProgram] and
/// [SpikeListProgram] receive nothing.
///
/// [Compiler] asks a [Plan] for each population what slices need, and knows of no program.
///
/// A kernel evaluates its equation in float32, one rounding an operation, over sums of whole
/// numbers; so `reference` in single precision does the same to the bit (SnnContractTest).
package org.tradewind.snn;
