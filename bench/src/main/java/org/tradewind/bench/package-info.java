/// Measurements: JMH micro-benchmarks of what is hot, and [WholeChip], the machine at work.
/// CONTRIBUTING.md says how to run them.
package org.tradewind.bench;
