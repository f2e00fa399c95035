/// Spiking networks on the machine: [Quantisation] turns a network's real weights into the chip's
/// integers, [Snn] splits it into vertices that fit a core, the programs beside are what those
/// cores run.
package org.tradewind.snn;
