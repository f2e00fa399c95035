/// The clockwork: events in a total order of (tick, priority, sequence). Knows nothing of chips.
/// [WheelQueue] is the fast one, [HeapQueue] the plain one within it.
package org.tradewind.sim;
