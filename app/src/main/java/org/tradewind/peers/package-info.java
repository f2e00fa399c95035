/// Tradewind beside other simulators: [Contest] runs each [Contestant] in turn on the same
/// networks, each in a process of its own, and makes a [Comparison] of what they report; [Tables]
/// prints it.
///
/// A peer is a script of ours among the resources of this package, in the peer's own language, that
/// prints one line of JSON ([Measurement]). What all scripts share, the networks' parameters above
/// all, is `networks.py`. docs/benchmarks.md says what was measured.
package org.tradewind.peers;
