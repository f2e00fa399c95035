/// Time and quantities: the integer of machine time, and the one door where text such as `10 ms`
/// becomes a number.
///
/// Read [Ticks], then [Quantity]. [InputException] is how a user's mistake travels to the command
/// line.
package org.tradewind.unit;
