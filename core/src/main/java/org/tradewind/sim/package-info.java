/// The clockwork: events in a total order of (tick, priority, sequence). Knows nothing of chips.
package org.tradewind.sim;
