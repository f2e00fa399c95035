/// Measurements: JMH micro-benchmarks of what is hot, and [WholeChip], the machine at work.
/// [YinYangReplay] learns again what its authors' network learned. CONTRIBUTING.md says how to run
/// them.
package org.tradewind.bench;
