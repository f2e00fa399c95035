/// The clockwork: events in a total order of (tick, priority, sequence), and threads that keep
/// step. Knows nothing of chips. [WheelQueue] is the fast queue, [HeapQueue] the plain one within
/// it; [Crew] is the threads.
package org.tradewind.sim;
