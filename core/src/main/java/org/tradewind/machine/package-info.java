/// The machine as data: what exists, where, and what is broken.
///
/// Read [Spinnaker2] (every hardware fact with its source), [Machine] (chips, boards, cores and
/// links, minus what is dead), and [Link] (the hexagonal torus). [Way] has the shortest paths;
/// [CoreAddress], [BoardAddress], [BoardChip] and [CoreMap] the coordinates that people write;
/// [Survey] counts.
///
/// ```
/// Machine torus = Machine.triads(16, 15, Wrap.FULL); // 720 boards
/// Machine rest = torus.builder().withoutBoard(7).withoutLink(0, Link.NE).build();
/// ```
package org.tradewind.machine;
