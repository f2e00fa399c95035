package org.tradewind.machine;

/// The six links of a chip, numbered as the hardware numbers them. The opposite of link i is (i +
/// 3) mod 6.
///
/// ```
///        N  NE
///        | /
///   W -- + -- E
///      / |
///    SW  S
/// ```
///
/// Source: SpiNNMachine (SM), link ids and vectors.
public enum Link {
  E(1, 0),
  NE(1, 1),
  N(0, 1),
  W(-1, 0),
  SW(-1, -1),
  S(0, -1);

  /// How a link is built. A frame is 96 bit long and carries a packet with up to 32 bits of
  /// payload.
  public enum Kind {
    /// Between chips of a board: six data lanes.
    SHORT(Spinnaker2.LINK_FRAME_NANOSECONDS, Spinnaker2.LINK_LATENCY_NANOSECONDS),
    /// Between boards: one serial lane, 8b10b.
    LONG(Spinnaker2.LONG_LINK_FRAME_NANOSECONDS, Spinnaker2.LONG_LINK_LATENCY_NANOSECONDS);

    private final Fact frameNanoseconds;
    private final Fact latencyNanoseconds;

    Kind(Fact frameNanoseconds, Fact latencyNanoseconds) {
      this.frameNanoseconds = frameNanoseconds;
      this.latencyNanoseconds = latencyNanoseconds;
    }

    /// How long a frame occupies a direction of the link.
    public Fact frameNanoseconds() {
      return frameNanoseconds;
    }

    /// From when a frame begins to leave to when its packet is at the other chip's router.
    public Fact latencyNanoseconds() {
      return latencyNanoseconds;
    }
  }

  private static final Link[] ALL = values();

  private final int dx;
  private final int dy;

  Link(int dx, int dy) {
    this.dx = dx;
    this.dy = dy;
  }

  public int dx() {
    return dx;
  }

  public int dy() {
    return dy;
  }

  public Link opposite() {
    return ALL[(ordinal() + 3) % 6];
  }

  public static Link of(int id) {
    return ALL[id];
  }

  /// The fewest links from a chip to the one dx columns and dy rows away: a link NE serves both,
  /// none leads NW or SE.
  public static int hops(int dx, int dy) {
    return Math.max(Math.max(Math.abs(dx), Math.abs(dy)), Math.abs(dx - dy));
  }
}
