package org.tradewind.run;

import java.util.Arrays;
import java.util.HashMap;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.Mapping;

/// What NoC, routers and links do with a multicast packet where nothing else moves: what is counted
/// is what [Fabric] counts, latencies are the shortest there are.
///
/// A packet's way is that of its vertex: the tables lead all its keys the same way.
public final class Uncontended {
  private static final int LINKS = Spinnaker2.LINKS_PER_CHIP.whole();

  /// Vertices that reach fewer have trees of their own.
  private static final int MANY = 1_000;

  private final Mapping mapping;
  private final World world;
  private final ChipTable[] tables;
  private final LinkTransmitter[] links;
  private final long hopTicks = Noc.data().hopTicks();
  private final int frames = LinkTransmitter.frames(0);

  // of the walk under way
  private final int[] stackChip;
  private final long[] stackTick;
  private final long[] arrival = new long[Noc.SWITCHES + 1];

  // of all walks since they were cleared
  private Latencies latencies;
  private long hops;
  private long routed;
  private long crossed;
  private long unrouted;

  public Uncontended(Mapping mapping, Options options) {
    this.mapping = mapping;
    this.world = new World(mapping, mapping.images(), options);
    int positions = mapping.machine().chipPositions();
    this.tables = new ChipTable[positions];
    this.links = new LinkTransmitter[positions * LINKS];
    this.stackChip = new int[positions * LINKS + 1];
    this.stackTick = new long[positions * LINKS + 1];
    clear();
  }

  private void clear() {
    latencies = new Latencies();
    hops = routed = crossed = unrouted = 0;
  }

  /// The shortest and the longest time that a packet of any vertex takes; 0 where none sends.
  public long[] latencyTicks() {
    clear();
    var sent = new long[mapping.graph().size()];
    for (int v = 0; v < sent.length; v++) {
      sent[v] = mapping.graph().sends(v) ? 1 : 0;
    }
    walkAll(sent);
    return new long[] {latencies.min(), latencies.max()};
  }

  /// The longest time for which one packet keeps another from entering where it goes: a frame of
  /// the slowest link in use, or an entry to the NoC.
  public long serviceTicks() {
    long most = (long) Spinnaker2.NOC_FLIT_CYCLES.whole() * Noc.data().cycleTicks();
    for (LinkTransmitter link : links) {
      most = Math.max(most, link == null ? 0 : frames * link.frameTicks());
    }
    return most;
  }

  /// What became of all packets of a run.
  ///
  /// @param sent packets by vertex
  /// @param levelChanges of all cores
  public Results.Net net(long[] sent, long levelChanges) {
    clear();
    walkAll(sent);
    long all = Arrays.stream(sent).sum();
    var counts = new Counts();
    counts.add(Action.NOC_HOP, hops);
    counts.add(Action.ROUTER_PACKET, routed);
    counts.add(Action.LINK_FRAME, crossed * frames);
    counts.add(Action.LEVEL_CHANGE, levelChanges);
    return new Results.Net(
        counts,
        all,
        latencies.count(),
        unrouted,
        0,
        latencies.min(),
        latencies.mean(),
        latencies.max(),
        latencies.histogram(),
        Results.PacketFaults.NONE);
  }

  /// Sends packets of all vertices along their ways. Those of a vertex that reaches many go the
  /// same way as those of others with its tree, but for the hops to the router: one walk for all
  /// that are as far from it.
  private void walkAll(long[] sent) {
    var together = new HashMap<Long, long[]>();
    for (int v = 0; v < sent.length; v++) {
      if (sent[v] == 0) {
        continue;
      }
      if (mapping.graph().targets(v).length <= MANY) {
        walk(v, sent[v]);
      } else {
        int at = Noc.ofQuad(CoreMap.quad(mapping.placement().p(v)));
        long way = (long) mapping.routes().from(v) << 32 | Noc.hops(at, Noc.ofRouter(at));
        long[] walked = together.computeIfAbsent(way, _ -> new long[2]);
        walked[0] = v;
        walked[1] += sent[v];
      }
    }
    together.values().forEach(walked -> walk((int) walked[0], walked[1]));
  }

  /// Sends so many packets of a vertex along their way.
  private void walk(int vertex, long packets) {
    int key = mapping.keys().key(vertex);
    int at = Noc.ofQuad(CoreMap.quad(mapping.placement().p(vertex)));
    int toRouter = Noc.hops(at, Noc.ofRouter(at));
    hops += packets * toRouter;
    int depth = 0;
    stackChip[depth] = mapping.placement().chip(vertex);
    stackTick[depth++] = toRouter * hopTicks;
    while (depth > 0) {
      int chip = stackChip[--depth];
      long left = stackTick[depth] + RoutingEngines.pipelineTicks();
      routed += packets;
      // not remembered: each key is looked up twice in a run, and a machine has millions of them
      int entry = mapping.tables().chip(chip).match(key);
      int out = entry == ChipTable.NO_ENTRY ? 0 : table(chip).links(entry);
      int landed =
          entry == ChipTable.NO_ENTRY ? 0 : replicate(table(chip).tree(entry), left, packets);
      if (landed == 0 && out == 0) {
        unrouted += packets;
      }
      for (int link = 0; link < LINKS; link++) {
        if ((out >>> link & 1) != 0) {
          LinkTransmitter transmitter = link(chip, Link.of(link));
          crossed += packets;
          stackChip[depth] = world.neighbour(chip, Link.of(link));
          stackTick[depth++] =
              left + (frames - 1) * transmitter.frameTicks() + transmitter.latencyTicks();
        }
      }
    }
  }

  /// Returns in how many quads a packet lands.
  private int replicate(int[] tree, long left, long packets) {
    int landed = 0;
    arrival[0] = left;
    for (int i = 0; i < tree.length; i++) {
      arrival[i + 1] = arrival[ChipTable.parent(tree[i])] + hopTicks;
      hops += packets;
      int landing = ChipTable.landing(tree[i]);
      if (landing != 0) {
        latencies.add(arrival[i + 1], packets * Integer.bitCount(landing & 0xF));
        landed++;
      }
    }
    return landed;
  }

  private ChipTable table(int chip) {
    if (tables[chip] == null) {
      tables[chip] = new ChipTable(mapping.tables().chip(chip));
    }
    return tables[chip];
  }

  private LinkTransmitter link(int chip, Link link) {
    int i = chip * LINKS + link.ordinal();
    if (links[i] == null) {
      links[i] = world.transmitter(chip, link);
    }
    return links[i];
  }
}
