/// The loaded machine, moving. [Run] drives kernels, event FIFOs, the NoC, routers and links
/// through one event queue and returns [Results].
package org.tradewind.run;
