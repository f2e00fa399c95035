/// The loaded machine, moved step by step instead of packet by packet: the fast way.
///
/// [TickRun] is the door; it reads the images that [org.tradewind.run.Run] reads, and answers with
/// the same [org.tradewind.run.Results]. Read then [Worker]: a step, in the order of what happens;
/// and [Block]: how synapses of many cores lie in memory, and are counted without being looked at.
/// [Quad] is when cores begin and end. How blocks are made: [Loading].
///
/// It relies on one thing, that programs receive what was sent in a step all together when their
/// next one begins; those of `snn` do. What the machine may do otherwise is looked for in each step
/// ([Worker] and [Flight]): a FIFO that is full, a core that is late.
package org.tradewind.ticks;
