package org.tradewind.run;

import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.Payload;
import org.tradewind.sim.EventQueue;

/// What carries packets on one chip and away from it: the data NoC, the event router, the links.
///
/// A multicast packet goes PE → NoC → router → NoC → PEs of the chip, and → link → the next chip's
/// router; one for a single PE crosses the NoC alone, or router, links, router and NoC. Each
/// station is *reserved*: it remembers from when on it is free, a packet enters at that time or at
/// its own, whichever is later, and waiting packets keep the order of their arrival. Buffers are
/// unbounded (their depths are not published), so nothing is lost on the way.
///
/// - NoC link: 5 cycles of 300 MHz from switch to switch, entered by one packet a cycle ([Noc]).
/// - Router: three engines, whichever is free first; each takes a packet a cycle of 400 MHz and has
///   a pipeline of 4.
/// - Link: [LinkTransmitter].
/// - Between a PE and its quad's switch no time is published and none is counted.
///
/// Hop by hop, each is an event of its own, but for multicast behind the router: there the whole
/// tree of a packet is reserved when it leaves the router. Among themselves these packets cross
/// each link in the order in which they left, so this is exact for them; a packet for a single PE
/// that crosses the same link meanwhile may wait behind one that comes up to 10 hops later.
final class Fabric {
  private static final int LINKS = Spinnaker2.LINKS_PER_CHIP.whole();

  private final Chip chip;
  private final World world;
  private final EventQueue queue;
  private final Packets packets;
  private final ChipTable table;
  private final Noc noc = Noc.data();
  private final RoutingEngines engines = new RoutingEngines();

  /// Made by the first packet on each.
  private final LinkTransmitter[] links = new LinkTransmitter[LINKS];

  private final Latencies latencies = new Latencies();
  private final Hazards hazards;

  /// When the packet that is being replicated has come to each switch of its tree.
  private final long[] arrival = new long[Noc.SWITCHES + 1];

  private long sent;
  private long unrouted;
  private long expired;

  Fabric(Chip chip, World world, EventQueue queue, Packets packets) {
    this.chip = chip;
    this.world = world;
    this.queue = queue;
    this.packets = packets;
    this.hazards = new Hazards(chip.number(), world.options().faults(), world.chance());
    this.table = new ChipTable(world.mapping().tables().chip(chip.number()));
  }

  private static int switchOf(int p) {
    return Noc.ofQuad(CoreMap.quad(p));
  }

  /// A core sends a multicast packet.
  void send(int p, long tick, int key, int step, Payload payload) {
    int packet = packets.add(PacketKind.MULTICAST, key, step, tick, payload);
    leave(p, tick, PacketTrace.Kind.MULTICAST, 0, packet);
  }

  /// A core sends a packet to one PE.
  void sendTo(int p, long tick, int step, int toChip, int toP, Payload payload) {
    int target = world.pe(toChip, toP);
    int key = toChip << 8 | toP;
    int packet = packets.add(PacketKind.CORE_TO_CORE, key, step, tick, payload, target, 0, 0);
    leave(p, tick, PacketTrace.Kind.CORE_TO_CORE, 0, packet);
  }

  void sendNearest(int p, long tick, int step, Link link, int address, Payload payload) {
    int next = world.neighbour(chip.number(), link);
    if (next < 0) {
      throw new IllegalArgumentException(
          chip.name(p) + " sends to its neighbour " + link + ", which is not there");
    }
    int target = world.pe(next, address & 0xFF);
    int packet =
        packets.add(PacketKind.NEAREST, address, step, tick, payload, target, 0, link.ordinal());
    leave(p, tick, PacketTrace.Kind.NEAREST, link.ordinal(), packet);
  }

  /// Sends a packet of a trace again.
  void send(PacketTrace.Packet again) {
    int packet =
        packets.add(
            PacketKind.of(again.kind().ordinal()),
            again.key(),
            RunningPe.NO_STEP,
            again.tick(),
            new Payload(again.payloadBits(), again.low(), again.high()),
            again.target(),
            0,
            again.link());
    leave(again.p(), again.tick(), again.kind(), again.link(), packet);
  }

  private void leave(int p, long tick, PacketTrace.Kind kind, int link, int packet) {
    sent++;
    chip.sending(p, tick, kind, link, packet);
    if (kind == PacketTrace.Kind.CORE_TO_CORE) {
      boolean here = packets.target(packet) / CoreMap.PES == chip.number();
      if (here && hazards.strike(packets, packet)) {
        packets.copied(packet, -1);
        return;
      }
      sendToPe(p, tick, packet);
    } else {
      queue.add(tick, Chip.HOP, switchOf(p), packet);
    }
  }

  /// Lets a packet for a PE leave the switch of another: across the NoC, or by way of the router.
  void sendToPe(int p, long tick, int packet) {
    boolean here = packets.target(packet) / CoreMap.PES == chip.number();
    queue.add(tick, here ? Chip.CROSS : Chip.HOP, switchOf(p), packet);
  }

  /// A packet is at a switch and takes its link towards the router.
  void hop(long tick, int at, int packet) {
    int next = Noc.towardsRouter(at);
    long there = noc.cross(Noc.link(at, next), tick, 1);
    queue.add(there, Noc.isRouter(next) ? Chip.ROUTE : Chip.HOP, next, packet);
  }

  /// A packet is at a switch on its way to another switch.
  void cross(long tick, int at, int packet) {
    int to = chip.memory().place(packet);
    if (at == to) {
      chip.memory().arrive(tick, packet);
      return;
    }
    int next = Noc.next(at, to);
    int flits = chip.memory().flits(packet);
    queue.add(noc.cross(Noc.link(at, next), tick, flits), Chip.CROSS, next, packet);
  }

  long tailTicks(int flits) {
    return noc.tailTicks(flits);
  }

  /// A packet is at the router: from the chip's own PEs, or from a link.
  ///
  /// @param link it came by, or -1
  void route(long tick, int link, int packet) {
    long left = engines.pass(tick);
    if (hazards.strike(packets, packet)) {
      packets.copied(packet, -1);
      return;
    }
    if (packets.kind(packet) != PacketKind.MULTICAST) {
      routeToPe(left, link, packet);
      return;
    }
    int entry = table.match(packets.key(packet));
    int here = 0;
    int away = 0;
    if (entry != ChipTable.NO_ENTRY) {
      here = replicate(left, table.tree(entry), packet);
      int out = table.links(entry);
      if (out != 0) {
        away = forward(left, out, packet);
      }
    } else if (link >= 0 && world.options().router().defaultRoute()) {
      away = byDefault(left, link, packet);
    }
    if (here + away == 0) {
      unrouted++;
    }
    packets.copied(packet, here - 1);
  }

  /// Sends a packet down a tree of NoC links; returns the number of quads that it will land in.
  private int replicate(long left, int[] tree, int packet) {
    long[] arrival = this.arrival;
    arrival[0] = left;
    int copies = 0;
    for (int i = 0; i < tree.length; i++) {
      int branch = tree[i];
      long there = noc.cross(ChipTable.link(branch), arrival[ChipTable.parent(branch)], 1);
      arrival[i + 1] = there;
      int landing = ChipTable.landing(branch);
      if (landing != 0) {
        queue.add(there, Chip.LAND, landing, packet);
        copies++;
      }
    }
    return copies;
  }

  private int forward(long left, int out, int packet) {
    if (packets.crossed(packet) > world.longestWay()) {
      if (hazards.corrupting()) {
        hazards.loseWanderer();
        return 0;
      }
      throw new IllegalStateException(
          "the tables send key 0x"
              + Integer.toHexString(packets.key(packet))
              + " round in circles through chip "
              + chip.number());
    }
    int copies = 0;
    for (int link = 0; link < LINKS; link++) {
      if ((out >>> link & 1) != 0) {
        transmit(left, Link.of(link), packet);
        copies++;
      }
    }
    return copies;
  }

  /// An unmatched packet from a link leaves by the opposite one, as on SpiNNaker1; where that is
  /// not there it is dropped.
  private int byDefault(long left, int link, int packet) {
    Link on = Link.of(link).opposite();
    if (world.neighbour(chip.number(), on) < 0 || packets.crossed(packet) > world.longestWay()) {
      return 0;
    }
    transmit(left, on, packet);
    return 1;
  }

  private void transmit(long left, Link link, int packet) {
    int next = world.neighbour(chip.number(), link);
    if (next < 0) {
      throw new IllegalStateException(
          "the table of chip " + chip.number() + " uses link " + link + ", which is not there");
    }
    LinkTransmitter transmitter = transmitter(link);
    long dropAfter = world.options().router().dropAfterTicks();
    if (dropAfter > 0 && transmitter.waitsAt(left) > dropAfter) {
      expired++;
      return;
    }
    long there = transmitter.send(left, packets.payloadBits(packet));
    chip.post(packet, there, next, link.opposite());
  }

  private LinkTransmitter transmitter(Link link) {
    LinkTransmitter transmitter = links[link.ordinal()];
    if (transmitter == null) {
      transmitter = world.transmitter(chip.number(), link);
      links[link.ordinal()] = transmitter;
    }
    return transmitter;
  }

  /// A packet for a single PE goes on to the next chip, or from the router to its PE.
  private void routeToPe(long left, int link, int packet) {
    int target = packets.target(packet) / CoreMap.PES;
    if (target == chip.number()) {
      int to = switchOf(packets.target(packet) % CoreMap.PES);
      queue.add(left, Chip.CROSS, Noc.ofRouter(to), packet);
      return;
    }
    boolean nearest = packets.kind(packet) == PacketKind.NEAREST;
    transmit(
        left,
        nearest ? Link.of(packets.extra(packet)) : world.shortestWay(chip.number(), target),
        packet);
    packets.copied(packet, -1);
  }

  /// A packet lands in a quad: the quad, and below it a bit for each PE that takes it.
  void land(long tick, int landing, int packet) {
    int key = packets.key(packet);
    int step = packets.step(packet);
    Payload payload = packets.payload(packet);
    int first = (landing >>> 4) * 4;
    for (int p = 0; p < 4; p++) {
      if ((landing >>> p & 1) != 0) {
        RunningPe pe = chip.running(first + p);
        if (pe == null) {
          throw new IllegalStateException(
              "a table sends key 0x"
                  + Integer.toHexString(key)
                  + " to PE "
                  + chip.name(first + p)
                  + ", which runs nothing");
        }
        pe.land(key, payload, step, tick);
      }
    }
    latencies.add(tick - packets.sentTick(packet), Integer.bitCount(landing & 0xF));
    packets.copied(packet, -1);
  }

  /// A packet for a single PE has come into its event FIFO.
  void landed(long tick, int packet) {
    latencies.add(tick - packets.sentTick(packet), 1);
  }

  Latencies latencies() {
    return latencies;
  }

  Hazards hazards() {
    return hazards;
  }

  /// Frames that were corrupted and sent again.
  long resent() {
    long sum = 0;
    for (LinkTransmitter link : links) {
      sum += link == null ? 0 : link.resent();
    }
    return sum;
  }

  long sent() {
    return sent;
  }

  /// Packets that passed the router.
  long routed() {
    return engines.packets();
  }

  long expired() {
    return expired;
  }

  long unrouted() {
    return unrouted;
  }

  Counts counts() {
    var counts = new Counts();
    counts.add(Action.NOC_HOP, noc.flitHops());
    counts.add(Action.ROUTER_PACKET, engines.packets());
    for (LinkTransmitter link : links) {
      if (link != null) {
        counts.add(Action.LINK_FRAME, link.frames());
      }
    }
    return counts;
  }

  void save(State.Writer out) {
    noc.save(out);
    engines.save(out);
    for (LinkTransmitter link : links) {
      out.put(link != null);
      if (link != null) {
        link.save(out);
      }
    }
    latencies.save(out);
    hazards.save(out);
    out.put(new long[] {sent, unrouted, expired});
  }

  void restore(State.Reader in) {
    noc.restore(in);
    engines.restore(in);
    for (int i = 0; i < LINKS; i++) {
      if (in.getBoolean()) {
        transmitter(Link.of(i)).restore(in);
      }
    }
    latencies.restore(in);
    hazards.restore(in);
    var state = new long[3];
    in.get(state);
    sent = state[0];
    unrouted = state[1];
    expired = state[2];
  }
}
