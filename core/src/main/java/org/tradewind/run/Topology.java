package org.tradewind.run;

import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.LiveLinks;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.machine.Way;
import org.tradewind.machine.Wrap;
import org.tradewind.unit.Ticks;

/// What [Interconnect] moves packets on: nodes on a grid with channels between them, free at first.
sealed interface Topology {
  int width();

  int height();

  /// Cores of a node that each make at most one packet a cycle.
  int sources();

  long cycleTicks();

  int channels();

  /// Packets that a channel takes in a cycle.
  double rate(int channel);

  /// From a channel's beginning to its end where nothing else moves.
  long hopTicks(int channel);

  /// The channel that a packet at a node takes to get to another.
  int channel(int at, int to);

  /// The node at which a channel ends for a packet to `to`.
  int end(int channel, int to);

  /// A packet comes to a channel; returns when it is at its end.
  long cross(int channel, long tick);

  /// The data NoC of a chip: a node is a switch with four PEs, a channel one of its links.
  final class OfNoc implements Topology {
    private final Noc noc = Noc.data();

    @Override
    public int width() {
      return Noc.COLUMNS;
    }

    @Override
    public int height() {
      return Noc.SWITCHES / Noc.COLUMNS;
    }

    @Override
    public int sources() {
      return CoreMap.PES / Spinnaker2.QUADS.whole();
    }

    @Override
    public long cycleTicks() {
      return noc.cycleTicks();
    }

    @Override
    public int channels() {
      return Noc.LINKS;
    }

    @Override
    public double rate(int channel) {
      return 1;
    }

    @Override
    public long hopTicks(int channel) {
      return noc.hopTicks();
    }

    @Override
    public int channel(int at, int to) {
      return Noc.link(at, Noc.next(at, to));
    }

    @Override
    public int end(int channel, int to) {
      return Noc.end(channel);
    }

    @Override
    public long cross(int channel, long tick) {
      return noc.cross(channel, tick, 1);
    }
  }

  /// A torus of chips: a node is a router, a channel the link to the next with the router before
  /// it. Routers are passed in their pipeline's time: three engines take more than six links bring
  /// and take away. A packet is one frame, a cycle the 16 ns of a frame on a short link.
  ///
  /// A packet goes a shortest way, over links NE or SW first, then E or W. Where ways round the
  /// torus are equally long, its destination says which, so that all are used.
  final class OfChips implements Topology {
    private static final int LINKS = Spinnaker2.LINKS_PER_CHIP.whole();

    /// Axes of ways, in the order in which they are gone.
    private static final Link[] AXES = {Link.NE, Link.E, Link.N};

    private final Machine machine;
    private final LinkTransmitter[] links;
    private final LiveLinks live;

    /// The link that a packet takes next: `at * chips + to`.
    private final byte[] next;

    OfChips(Machine machine) {
      if (machine.wrap() != Wrap.FULL || machine.liveChips() < machine.chipPositions()) {
        throw new IllegalArgumentException(machine + " is not a whole torus");
      }
      int chips = machine.chipPositions();
      this.machine = machine;
      this.links = new LinkTransmitter[chips * LINKS];
      this.live = LiveLinks.of(machine);
      for (int i = 0; i < links.length; i++) {
        links[i] = new LinkTransmitter(machine.kind(i / LINKS, Link.of(i % LINKS)), 0, 0, i);
      }
      this.next = new byte[chips * chips];
      var way = new int[LINKS];
      for (int i = 0; i < next.length; i++) {
        Way.shortest(machine, i / chips, i % chips, i % chips, way);
        next[i] = (byte) first(way).ordinal();
      }
    }

    /// The first link of a way; any of the way from a chip to itself.
    private static Link first(int[] way) {
      for (Link axis : AXES) {
        int hops = way[axis.ordinal()];
        if (hops != 0) {
          return hops > 0 ? axis : axis.opposite();
        }
      }
      return AXES[0];
    }

    @Override
    public int width() {
      return machine.width();
    }

    @Override
    public int height() {
      return machine.height();
    }

    @Override
    public int sources() {
      return LINKS;
    }

    @Override
    public long cycleTicks() {
      return Ticks.ofSeconds(1e-9 * Link.Kind.SHORT.frameNanoseconds().value());
    }

    @Override
    public int channels() {
      return links.length;
    }

    @Override
    public double rate(int channel) {
      return (double) cycleTicks() / links[channel].frameTicks();
    }

    @Override
    public long hopTicks(int channel) {
      return RoutingEngines.pipelineTicks() + links[channel].latencyTicks();
    }

    @Override
    public int channel(int at, int to) {
      return at * LINKS + next[at * machine.chipPositions() + to];
    }

    @Override
    public int end(int channel, int to) {
      return live.next(channel / LINKS, channel % LINKS);
    }

    @Override
    public long cross(int channel, long tick) {
      return links[channel].send(tick + RoutingEngines.pipelineTicks(), 0);
    }
  }

  /// One event router: a node is one of its six ports to the NoC, each of which brings a packet a
  /// cycle of the NoC at most; the one channel is the three engines.
  final class OfRouter implements Topology {
    private final RoutingEngines engines = new RoutingEngines();
    private final long cycleTicks = Noc.data().cycleTicks();

    @Override
    public int width() {
      return Spinnaker2.ROUTER_NOC_PORTS.whole();
    }

    @Override
    public int height() {
      return 1;
    }

    @Override
    public int sources() {
      return 1;
    }

    @Override
    public long cycleTicks() {
      return cycleTicks;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public double rate(int channel) {
      return RoutingEngines.packetsIn(cycleTicks);
    }

    @Override
    public long hopTicks(int channel) {
      return RoutingEngines.pipelineTicks();
    }

    @Override
    public int channel(int at, int to) {
      return 0;
    }

    @Override
    public int end(int channel, int to) {
      return to;
    }

    @Override
    public long cross(int channel, long tick) {
      return engines.pass(tick);
    }
  }
}
