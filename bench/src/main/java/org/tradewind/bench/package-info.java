/// Measurements: JMH micro-benchmarks of what is hot, and [WholeChip], the machine at work.
/// [YinYangTraining] learns. CONTRIBUTING.md says how to run them.
package org.tradewind.bench;
