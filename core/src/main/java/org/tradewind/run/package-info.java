/// The loaded machine, moving. [Run] drives kernels, event FIFOs, the NoC, routers and links
/// through one event queue and returns [Results]. [Interconnect] is the same NoC, routers and links
/// without programs, to find out what they carry. [Faults] are what goes wrong meanwhile.
package org.tradewind.run;
