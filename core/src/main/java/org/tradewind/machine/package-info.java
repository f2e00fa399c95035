/// The machine as data: what exists, where, and what is broken.
///
/// Read [Spinnaker2] (every hardware fact with its source), [Machine] (chips, cores and links,
/// minus what is dead), and [Link] (the hexagonal torus).
package org.tradewind.machine;
