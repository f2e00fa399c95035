/// Learning: what a training run computes, as plain mathematics in double precision with the
/// papers' symbols and equation numbers. Every gradient is held to central differences.
///
/// A loss ([TimeToFirstSpike], [MaximumVoltage]) is a value and its derivative. An [Optimiser]
/// describes how gradients become changes of weights; its [Optimiser.Descent] does it, over one
/// flat array of weights.
///
/// ```java
/// var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
/// Optimiser.Descent descent = Optimiser.Adam.of(5e-3).decaying(0.95).over(weights.length);
/// ```
package org.tradewind.learn;
