package org.tradewind.run;

import java.util.Arrays;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.Mapping;
import org.tradewind.sim.EventQueue;
import org.tradewind.unit.Ticks;

/// What carries packets between PEs: the data NoC, the event router and the links of every chip.
///
/// A packet goes PE → NoC → router → NoC → PEs of the chip, and → link → the next chip's router.
/// Each station is *reserved*: it remembers from when on it is free, a packet enters at that time
/// or at its own, whichever is later, and waiting packets keep the order of their arrival. Buffers
/// are unbounded (their depths are not published), so nothing is lost on the way.
///
/// - NoC link: 5 cycles of 300 MHz from switch to switch, entered by one packet a cycle.
/// - Router: three engines, whichever is free first; each takes a packet a cycle of 400 MHz and has
///   a pipeline of 4.
/// - Link: one packet is one frame of 16 ns; the next chip's router has it 100 ns after its start.
///   All links are taken as short ones.
/// - Between a PE and its quad's switch no time is published and none is counted.
///
/// On the ways towards a router packets merge, so each hop is an event of its own. Behind the
/// router nothing merges (see [Mesh]): packets cross each NoC link in the order in which they left
/// the router, so the whole tree of a packet is reserved at once, and exactly.
final class Fabric {
  /// Event kinds, which are also their order at the same tick.
  static final int HOP = 0;

  static final int ROUTE = 1;
  static final int LAND = 2;

  private static final int QUADS = CoreMap.PES / 4;
  private static final int LINKS = Spinnaker2.LINKS_PER_CHIP.whole();
  private static final int ENGINES = Spinnaker2.ROUTER_ENGINES.whole();

  private static final int NOC_CYCLE = Ticks.perCycle(Spinnaker2.NOC_CLOCK.whole());
  private static final int NOC_HOP_TICKS = Spinnaker2.NOC_HOP_CYCLES.whole() * NOC_CYCLE;
  private static final int NOC_FLIT_TICKS = Spinnaker2.NOC_FLIT_CYCLES.whole() * NOC_CYCLE;
  private static final int ROUTER_CYCLE = Ticks.perCycle(Spinnaker2.ROUTER_CLOCK.whole());
  private static final int ROUTER_TICKS = Spinnaker2.ROUTER_PIPELINE_CYCLES.whole() * ROUTER_CYCLE;
  private static final long LINK_FRAME_TICKS =
      Ticks.ofSeconds(1e-9 * Spinnaker2.LINK_FRAME_NANOSECONDS.value());
  private static final long LINK_TICKS =
      Ticks.ofSeconds(1e-9 * Spinnaker2.LINK_LATENCY_NANOSECONDS.value());

  private final Machine machine;
  private final EventQueue queue;
  private final Packets packets = new Packets();

  /// For each vertex its chip and switch: `chip * SWITCHES + switch`.
  private final int[] switchOf;

  /// For each PE of the machine the running one, where there is one.
  private final RunningPe[] pes;

  private final ChipTable[] tables;

  /// The chip at the other end of each link, or -1: `chip * 6 + link`.
  private final int[] neighbour;

  // from when on each is free
  private final long[] towardsFree;
  private final long[] fromFree;
  private final long[] engineFree;
  private final long[] linkFree;

  /// When the packet that is being replicated has come to each switch of its tree.
  private final long[] arrival = new long[Mesh.SWITCHES + 1];

  private long sent;
  private long delivered;
  private long unrouted;
  private long hops;
  private long routed;
  private long frames;
  private long minLatency = Long.MAX_VALUE;
  private long maxLatency;
  private long sumLatency;
  private final long[] histogram = new long[Long.SIZE];

  Fabric(Mapping mapping, EventQueue queue) {
    this.machine = mapping.machine();
    this.queue = queue;
    int chips = machine.chipPositions();
    this.pes = new RunningPe[chips * CoreMap.PES];
    this.switchOf = new int[mapping.graph().size()];
    for (int v = 0; v < switchOf.length; v++) {
      int quad = CoreMap.quad(mapping.placement().p(v));
      switchOf[v] = mapping.placement().chip(v) * Mesh.SWITCHES + Mesh.ofQuad(quad);
    }
    this.tables = new ChipTable[chips];
    this.neighbour = new int[chips * LINKS];
    for (int chip = 0; chip < chips; chip++) {
      tables[chip] = new ChipTable(mapping.tables().chip(chip));
      for (int link = 0; link < LINKS; link++) {
        neighbour[chip * LINKS + link] = machine.neighbour(chip, Link.of(link));
      }
    }
    this.towardsFree = new long[chips * Mesh.SWITCHES];
    this.fromFree = new long[chips * Mesh.SWITCHES];
    this.engineFree = new long[chips * ENGINES];
    this.linkFree = new long[chips * LINKS];
  }

  /// Connects a PE, so that packets can land in it.
  void connect(int pe, RunningPe running) {
    pes[pe] = running;
  }

  /// A core sends a packet at `tick`.
  void send(int vertex, long tick, int key, int step) {
    sent++;
    queue.add(tick, HOP, switchOf[vertex], packets.add(key, step, tick));
  }

  /// A packet is at a switch and takes its link towards the router.
  void hop(long tick, int at, long packet) {
    long start = Math.max(tick, towardsFree[at]);
    towardsFree[at] = start + NOC_FLIT_TICKS;
    hops++;
    int chip = at / Mesh.SWITCHES;
    int next = Mesh.towards(at - chip * Mesh.SWITCHES);
    if (next == Mesh.ROUTER) {
      queue.add(start + NOC_HOP_TICKS, ROUTE, chip, packet);
    } else {
      queue.add(start + NOC_HOP_TICKS, HOP, chip * Mesh.SWITCHES + next, packet);
    }
  }

  /// A packet is at a chip's router: from the chip's own PEs, or from a link.
  ///
  /// @param payload the packet, and above it how many links it has crossed
  void route(long tick, int chip, long payload) {
    int packet = (int) payload;
    routed++;
    long left = throughEngine(tick, chip);
    ChipTable table = tables[chip];
    int entry = table.match(packets.key(packet));
    int copies = 0;
    if (entry != ChipTable.NO_ENTRY) {
      copies = replicate(left, chip, table.tree(entry), packet);
      int links = table.links(entry);
      if (links != 0) {
        copies += forward(left, chip, links, payload);
      }
    }
    if (copies == 0) {
      unrouted++;
    }
    packets.copied(packet, copies - 1);
  }

  /// Takes the engine that is free first; returns when the packet leaves it.
  private long throughEngine(long tick, int chip) {
    int first = chip * ENGINES;
    int engine = first;
    for (int e = first + 1; e < first + ENGINES; e++) {
      if (engineFree[e] < engineFree[engine]) {
        engine = e;
      }
    }
    long start = Math.max(tick, engineFree[engine]);
    engineFree[engine] = start + ROUTER_CYCLE;
    return start + ROUTER_TICKS;
  }

  /// Sends a packet down a tree of NoC links; returns the number of quads that it will land in.
  private int replicate(long left, int chip, int[] tree, int packet) {
    long[] arrival = this.arrival;
    long[] fromFree = this.fromFree;
    arrival[0] = left;
    int copies = 0;
    for (int i = 0; i < tree.length; i++) {
      int branch = tree[i];
      int link = chip * Mesh.SWITCHES + ChipTable.at(branch);
      long start = Math.max(arrival[ChipTable.parent(branch)], fromFree[link]);
      fromFree[link] = start + NOC_FLIT_TICKS;
      arrival[i + 1] = start + NOC_HOP_TICKS;
      int landing = ChipTable.landing(branch);
      if (landing != 0) {
        queue.add(start + NOC_HOP_TICKS, LAND, chip * (QUADS << 4) + landing, packet);
        copies++;
      }
    }
    hops += tree.length;
    return copies;
  }

  private int forward(long left, int chip, int links, long payload) {
    long crossed = (payload >>> 32) + 1;
    if (crossed > machine.chipPositions()) {
      throw new IllegalStateException(
          "the tables send key 0x"
              + Integer.toHexString(packets.key((int) payload))
              + " round in circles through chip "
              + chip);
    }
    int copies = 0;
    for (int link = 0; link < LINKS; link++) {
      if ((links >>> link & 1) != 0) {
        int i = chip * LINKS + link;
        if (neighbour[i] < 0) {
          throw new IllegalStateException(
              "the table of chip " + chip + " uses link " + Link.of(link) + ", which is not there");
        }
        long start = Math.max(left, linkFree[i]);
        linkFree[i] = start + LINK_FRAME_TICKS;
        frames++;
        queue.add(start + LINK_TICKS, ROUTE, neighbour[i], crossed << 32 | (int) payload);
        copies++;
      }
    }
    return copies;
  }

  /// A packet lands in a quad: `chip * 38 + quad`, and below it a bit for each PE that takes it.
  void land(long tick, int target, long payload) {
    int packet = (int) payload;
    int key = packets.key(packet);
    int step = packets.step(packet);
    int first = (target >>> 4) * 4;
    for (int p = 0; p < 4; p++) {
      if ((target >>> p & 1) != 0) {
        RunningPe pe = pes[first + p];
        if (pe == null) {
          throw new IllegalStateException(
              "a table sends key 0x"
                  + Integer.toHexString(key)
                  + " to PE "
                  + machine.peName((first + p) / CoreMap.PES, (first + p) % CoreMap.PES)
                  + ", which runs nothing");
        }
        pe.land(key, step);
      }
    }
    int copies = Integer.bitCount(target & 0xF);
    long latency = tick - packets.sentTick(packet);
    delivered += copies;
    sumLatency += copies * latency;
    minLatency = Math.min(minLatency, latency);
    maxLatency = Math.max(maxLatency, latency);
    histogram[Long.SIZE - Long.numberOfLeadingZeros(latency)] += copies;
    packets.copied(packet, -1);
  }

  Results.Net results() {
    if (packets.underWay() != 0) {
      throw new IllegalStateException(packets.underWay() + " packets never ended");
    }
    var counts = new Counts();
    counts.add(Action.NOC_HOP, hops);
    counts.add(Action.ROUTER_PACKET, routed);
    counts.add(Action.LINK_FRAME, frames);
    int bins = histogram.length;
    while (bins > 0 && histogram[bins - 1] == 0) {
      bins--;
    }
    return new Results.Net(
        counts,
        sent,
        delivered,
        unrouted,
        delivered == 0 ? 0 : minLatency,
        delivered == 0 ? 0 : (double) sumLatency / delivered,
        maxLatency,
        Arrays.copyOf(histogram, bins));
  }
}
