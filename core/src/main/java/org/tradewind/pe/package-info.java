/// One processing element: what can be loaded ([Program]), what it sees ([Pe]), what it becomes
/// ([Kernel]).
///
/// A program describes its memory as a [Layout], writes exactly that layout, and makes its own
/// kernel; so `run` never asks what kind of program it runs, and a program is tested with a fake
/// [Pe] and no machine.
package org.tradewind.pe;
