package org.tradewind.run;

import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.unit.Ticks;

/// One of the two networks of a chip: switches on an 8 x 8 mesh, XY routing with x first.
///
/// ```
///   7   o  o  o  o  o  o  o  o
///   6   o  q  q  q  q  q  q  q        q  switch of a quad
///   5   D  q  q  q  q  q  q  q        R  switch of the event router, which passes on the rest
///   4   o  q  q  q  R  q  q  o        D  switch of a DRAM interface
///   3   o  q  q  q  R  q  q  o        o  switch alone
///   2   D  q  q  q  q  q  q  q
///   1   o  q  q  q  q  q  q  q
///   0   o  o  o  o  o  o  o  o
///  y/x  0  1  2  3  4  5  6  7
/// ```
///
/// Published (CHIP) are a mesh of at most 8 x 8, XY routing and where the quads are. ASSUMED: every
/// place of the 8 x 8 has a switch, packets to others pass through the router's two, the periphery
/// is around the quads, and where in it DRAM is.
///
/// Each link is one direction between two switches. It is *reserved*: it remembers from when on it
/// is free, a packet enters then or when it comes, whichever is later, and packets that wait keep
/// the order of their arrival. Buffers are unbounded, so nothing is lost and a packet that waits
/// blocks no other link: the configuration NoC's wormhole is modelled as cut-through.
///
/// A packet's time on the way is that of its first flit, [#cross] a link; where it ends, the rest
/// of it comes [#tailTicks] later. On the data NoC every packet is one flit.
///
/// [#data] carries everything at 300 MHz; [#configuration] boot and registers at 100 MHz.
final class Noc {
  static final int COLUMNS = Spinnaker2.NOC_COLUMNS.whole();
  static final int SWITCHES = COLUMNS * Spinnaker2.NOC_ROWS.whole();

  /// Links are numbered below this; those that would leave the mesh do not exist.
  static final int LINKS = 4 * SWITCHES;

  private static final int EAST = 0;
  private static final int NORTH = 1;
  private static final int WEST = 2;
  private static final int SOUTH = 3;

  private static final byte[] OF_QUAD = new byte[CoreMap.PES / 4];

  static {
    for (int p = 0; p < CoreMap.PES; p += 4) {
      OF_QUAD[CoreMap.quad(p)] = (byte) at(CoreMap.qx(p), CoreMap.qy(p));
    }
  }

  private final int flitBits;
  private final int cycleTicks;
  private final int flitTicks;
  private final int hopTicks;

  // by link
  private final long[] freeFrom = new long[LINKS];
  private final long[] flits = new long[LINKS];
  private final long[] waitingTicks = new long[LINKS];

  private Noc(Fact clock, Fact flitBits, int flitCycles, Fact hopCycles) {
    this.flitBits = flitBits.whole();
    this.cycleTicks = Ticks.perCycle(clock.whole());
    this.flitTicks = flitCycles * cycleTicks;
    this.hopTicks = hopCycles.whole() * cycleTicks;
  }

  static Noc data() {
    return new Noc(
        Spinnaker2.NOC_CLOCK,
        Spinnaker2.NOC_FLIT_BITS,
        Spinnaker2.NOC_FLIT_CYCLES.whole(),
        Spinnaker2.NOC_HOP_CYCLES);
  }

  static Noc configuration() {
    return new Noc(
        Spinnaker2.CONFIGURATION_NOC_CLOCK,
        Spinnaker2.CONFIGURATION_NOC_FLIT_BITS,
        1,
        Spinnaker2.CONFIGURATION_NOC_HOP_CYCLES);
  }

  // ── the mesh ──

  static int at(int x, int y) {
    return y * COLUMNS + x;
  }

  static int x(int at) {
    return at % COLUMNS;
  }

  static int y(int at) {
    return at / COLUMNS;
  }

  /// The switch of a quad.
  static int ofQuad(int quad) {
    return OF_QUAD[quad];
  }

  /// The switch of a DRAM interface, 0 or 1.
  static int ofDram(int dram) {
    Fact row = dram == 0 ? Spinnaker2.DRAM_LOW_ROW : Spinnaker2.DRAM_HIGH_ROW;
    return at(Spinnaker2.DRAM_COLUMN.whole(), row.whole());
  }

  /// The switch at which packets from this one enter the router, and at which those from the router
  /// to this one leave it: of its two, the one in the nearer row.
  static int ofRouter(int at) {
    boolean low = y(at) <= CoreMap.ROUTER_LOW_Y;
    return at(CoreMap.ROUTER_X, low ? CoreMap.ROUTER_LOW_Y : CoreMap.ROUTER_HIGH_Y);
  }

  static boolean isRouter(int at) {
    return at == ofRouter(at);
  }

  /// The next switch from `at` on the way to another.
  static int next(int at, int to) {
    int dx = Integer.signum(x(to) - x(at));
    return dx != 0 ? at + dx : at + COLUMNS * Integer.signum(y(to) - y(at));
  }

  /// The next switch on the way to the router. Every switch has one, so the ways of all packets
  /// into the router are a tree; the router's own switches have themselves.
  static int towardsRouter(int at) {
    return next(at, ofRouter(at));
  }

  /// The switch before this one on the way from the router: the ways out of it are a tree, too, and
  /// none of its links lies on a way in.
  static int fromRouter(int at) {
    int router = ofRouter(at);
    int dy = Integer.signum(y(router) - y(at));
    return dy != 0 ? at + COLUMNS * dy : next(at, router);
  }

  /// Links between two switches.
  static int hops(int from, int to) {
    return Math.abs(x(to) - x(from)) + Math.abs(y(to) - y(from));
  }

  /// The link from a switch to the one beside it.
  static int link(int at, int next) {
    int step = next - at;
    int direction = Math.abs(step) == 1 ? (step > 0 ? EAST : WEST) : (step > 0 ? NORTH : SOUTH);
    return 4 * at + direction;
  }

  /// The switch at which a link begins.
  static int start(int link) {
    return link / 4;
  }

  /// The switch at which a link ends, or -1 where there is no such link.
  static int end(int link) {
    int at = start(link);
    return switch (link % 4) {
      case EAST -> x(at) == COLUMNS - 1 ? -1 : at + 1;
      case NORTH -> at + COLUMNS >= SWITCHES ? -1 : at + COLUMNS;
      case WEST -> x(at) == 0 ? -1 : at - 1;
      default -> at - COLUMNS < 0 ? -1 : at - COLUMNS;
    };
  }

  // ── what moves on it ──

  /// The flits of a packet.
  ///
  /// @param payloadBits 0, 32, 64 or 128
  int flits(int payloadBits) {
    return Math.ceilDiv(Spinnaker2.NOC_HEADER_BITS.whole() + payloadBits, flitBits);
  }

  /// A packet takes a link.
  ///
  /// @param tick when its first flit is at the link's beginning
  /// @return when its first flit is at the link's end
  long cross(int link, long tick, int packetFlits) {
    long start = Math.max(tick, freeFrom[link]);
    freeFrom[link] = start + packetFlits * (long) flitTicks;
    flits[link] += packetFlits;
    waitingTicks[link] += start - tick;
    return start + hopTicks;
  }

  /// From a packet's first flit to its last.
  long tailTicks(int packetFlits) {
    return (packetFlits - 1) * (long) flitTicks;
  }

  /// One period of its clock.
  int cycleTicks() {
    return cycleTicks;
  }

  /// From switch to switch where nothing else moves.
  int hopTicks() {
    return hopTicks;
  }

  /// Flits that crossed a link.
  long flitsCrossed(int link) {
    return flits[link];
  }

  /// Ticks that packets waited for a link, all together.
  long waitingTicks(int link) {
    return waitingTicks[link];
  }

  /// The share of the time until `tick` in which a link was taken.
  double utilisation(int link, long tick) {
    return (double) flits[link] * flitTicks / tick;
  }

  /// Flits times links crossed, over the whole network.
  long flitHops() {
    long sum = 0;
    for (long crossed : flits) {
      sum += crossed;
    }
    return sum;
  }

  void save(State.Writer out) {
    out.put(freeFrom);
    out.put(flits);
    out.put(waitingTicks);
  }

  void restore(State.Reader in) {
    in.get(freeFrom);
    in.get(flits);
    in.get(waitingTicks);
  }
}
