/// Measurements: JMH micro-benchmarks of what is hot. CONTRIBUTING.md says how to run them.
package org.tradewind.bench;
