/// One processing element: what can be loaded ([Program]), what it sees ([Pe]), what it becomes
/// ([Kernel]).
///
/// A program describes its memory as a [Layout], writes exactly that layout, and makes its own
/// kernel; so `run` never asks what kind of program it runs, and a program is tested with a fake
/// [Pe] and no machine.
///
/// Its accelerators are functions, bit for bit: [MacArray] multiplies a [Matmul] or a
/// [Convolution], [ExpLog] works on words that are read as [Real]s, [Rounding] takes bits off,
/// [Kiss64] draws. What they cost is counted like everything else: the unit's
/// [org.tradewind.cost.Action]s, and for the MAC array, beside which the core sleeps, an
/// [org.tradewind.cost.MacArrayWork].
package org.tradewind.pe;
