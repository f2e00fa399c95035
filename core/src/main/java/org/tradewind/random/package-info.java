/// Counter-based random numbers. A draw is a pure function of (seed, owner, step, draw), so nothing
/// depends on how a network is split, placed or threaded.
///
/// It is a package of its own, below everything, because drawn weights (`network`), the oracle
/// (`reference`) and the programs on the cores (`snn`) must draw the very same numbers.
package org.tradewind.random;
