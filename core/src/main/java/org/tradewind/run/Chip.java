package org.tradewind.run;

import java.util.ArrayList;
import java.util.List;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Sram;
import org.tradewind.sim.EventQueue;
import org.tradewind.sim.HeapQueue;
import org.tradewind.unit.Ticks;

/// One chip while the machine moves: its PEs, what carries packets between them, and the events
/// that are due on it.
///
/// Chips meet on links alone. At the same tick packets move and land first, those from links in the
/// order of the links' numbers, then timers come, and cores take them in the order of their
/// vertices. A link carries one frame at a time, so this order depends on nothing outside the chip:
/// whichever chip is simulated first, and by which thread, the events of this one are the same.
final class Chip {
  // Event kinds, which are also their order at the same tick: even numbers; the odd one behind each
  // sends again what such an event once let cores send.
  static final int HOP = 0;
  static final int CROSS = 2;
  static final int ROUTE = 4;

  /// And every second number after it: from link 0..5.
  static final int ARRIVE = 6;

  static final int LAND = 18;
  static final int REGISTER = 20;
  private static final int TRANSFERRED = 22;
  private static final int MAC_ARRAY = 24;
  private static final int EXPIRE = 26;
  private static final int FLIP = 28;
  private static final int STOP = 30;
  private static final int START = 32;
  private static final int TIMER = 34;
  private static final int GLOBAL = 36;
  private static final int FREE = 38;
  private static final int KINDS = 40;

  private static final long LEVEL_CHANGE_TICKS =
      Ticks.ofSeconds(1e-9 * Spinnaker2.LEVEL_CHANGE.value());

  private final int number;
  private final World world;
  private final Partition partition;
  private final EventQueue queue;
  private final Packets packets = new Packets();
  private final Fabric fabric;
  private final Memory memory;

  /// Made by the first access.
  private RegisterAccess registers;

  private final ChipClock clock;

  /// By PE; null where none runs.
  private final RunningPe[] pes = new RunningPe[CoreMap.PES];

  /// In the order of their vertices.
  private final List<RunningPe> inOrder = new ArrayList<>();

  /// From when on each quad's semaphore is free.
  private final long[] semaphoreFree = new long[CoreMap.PES / 4];

  /// Or null where nobody asks for power over time.
  private final PowerBins power;

  private int steps;
  private long levelChanges;

  /// Null where nothing is recorded.
  private PacketTrace.Recorder recorder;

  /// What is sent again, in the order of its causes.
  private List<PacketTrace.Packet> again = List.of();

  private final long[] events = new long[KINDS];

  Chip(int number, World world, Partition partition, EventQueue queue) {
    this.number = number;
    this.world = world;
    this.partition = partition;
    this.queue = queue;
    this.power = world.power();
    this.fabric = new Fabric(this, world, queue, packets);
    this.memory = new Memory(this, packets);
    this.clock = world.clock(number);
  }

  /// Loads a vertex with its memory.
  RunningPe load(int vertex, Sram sram) {
    int p = world.mapping().placement().p(vertex);
    var program = world.images().program(vertex);
    var pe = new RunningPe(this, p, program, sram, world.options(), world.policy(vertex));
    pes[p] = pe;
    inOrder.add(pe);
    return pe;
  }

  /// Lets the start interrupt and so many timesteps come.
  void start(int timesteps) {
    steps = timesteps;
    queue.add(clock.at(0), START, 0, 0);
    inOrder.forEach(pe -> pe.countFrom(steps > 0 ? timerTick(0) : 0));
    if (power != null) {
      power.countFrom(world.countFrom(steps));
    }
    if (steps > 0) {
      queue.add(timerTick(0), TIMER, 0, 0);
    }
    for (Faults.Stop stop : world.options().faults().stops()) {
      if (stop.chip() == number) {
        queue.add(stop.tick(), STOP, stop.p(), 0);
      }
    }
    inOrder.forEach(pe -> flipNext(pe, clock.at(0), 0));
  }

  long firstTick() {
    return queue.firstTick();
  }

  /// Lets happen what is due before `end`.
  void runUntil(long end) {
    while (queue.next(end)) {
      long tick = queue.tick();
      int target = queue.target();
      int payload = (int) queue.payload();
      int kind = queue.priority();
      events[kind]++;
      switch (kind) {
        case HOP -> fabric.hop(tick, target, payload);
        case CROSS -> fabric.cross(tick, target, payload);
        case ROUTE -> fabric.route(tick, -1, payload);
        case LAND -> fabric.land(tick, target, payload);
        case REGISTER -> registers().hop(tick, target, payload);
        case TRANSFERRED -> pes[target].transferred(tick);
        case MAC_ARRAY -> pes[target].core().raise(Interrupt.MAC_ARRAY_DONE, tick);
        case EXPIRE -> pes[target >> 2].expire(target & 3, payload, tick);
        case FLIP -> flip(pes[target], tick, payload);
        case STOP -> pes[target].core().stop(tick);
        case START -> inOrder.forEach(pe -> pe.core().start(tick));
        case TIMER -> timer(tick, target);
        case GLOBAL -> inOrder.forEach(pe -> pe.core().raise(Interrupt.GLOBAL, tick));
        case FREE -> pes[target].core().free(tick);
        default -> {
          if ((kind & 1) == 0) {
            fabric.route(tick, kind - ARRIVE >> 1, payload);
          } else {
            sendAgain(target);
          }
        }
      }
    }
  }

  /// All cores' timers: one event a step, not one a core.
  private void timer(long tick, int step) {
    for (RunningPe pe : inOrder) {
      pe.core().timer(tick);
    }
    if (step + 1 < steps) {
      queue.add(timerTick(step + 1), TIMER, step + 1, 0);
    }
  }

  /// When the timers of a step come.
  private long timerTick(int step) {
    return clock.at((step + 1L) * world.options().timestepTicks());
  }

  // ── faults ──

  /// Bits flip at random times: the n-th flip of a PE's memory comes an exponentially distributed
  /// time after the one before, until the last step ends.
  private void flipNext(RunningPe pe, long tick, int n) {
    double flipsHz = 8.0 * pe.sram().size() * world.options().faults().bitFlipHz();
    if (flipsHz > 0) {
      double u = world.chance().uniform(Chance.Use.FLIP, world.pe(number, pe.p()), n);
      long at = tick + 1 + Ticks.ofSeconds(-StrictMath.log1p(-u) / flipsHz);
      if (at < timerTick(steps)) {
        queue.add(at, FLIP, pe.p(), n);
      }
    }
  }

  private void flip(RunningPe pe, long tick, int n) {
    int bits = 8 * pe.sram().size();
    pe.flip(world.chance().below(bits, Chance.Use.FLIPPED_BIT, world.pe(number, pe.p()), n), tick);
    flipNext(pe, tick, n + 1);
  }

  // ── what PEs ask for ──

  /// A core is to be called when it is free.
  void wake(long tick, int p) {
    queue.add(tick, FREE, p, 0);
  }

  void expireAt(long tick, int p, int timer, int start) {
    queue.add(tick, EXPIRE, p << 2 | timer, start);
  }

  void macArrayDoneAt(long tick, int p) {
    queue.add(tick, MAC_ARRAY, p, 0);
  }

  void transferredAt(long tick, int p) {
    queue.add(tick, TRANSFERRED, p, 0);
  }

  void crossAt(long tick, int at, int packet) {
    queue.add(tick, CROSS, at, packet);
  }

  void interruptAll(long tick) {
    queue.add(tick, GLOBAL, 0, 0);
  }

  /// Takes the quad's semaphore; returns when the level has changed.
  long changeLevel(int p, long tick) {
    int quad = CoreMap.quad(p);
    long done = Math.max(tick, semaphoreFree[quad]) + LEVEL_CHANGE_TICKS;
    semaphoreFree[quad] = done;
    levelChanges++;
    return done;
  }

  // ── links ──

  /// A copy of a packet leaves for another chip.
  ///
  /// @param link by which it comes there
  void post(int packet, long tick, int to, Link link) {
    packets.post(packet, partition.mailTo(to), tick, to, link.ordinal());
  }

  /// A packet comes by a link.
  void arrive(Mail mail, int at) {
    queue.add(mail.tick(at), ARRIVE + 2 * mail.link(at), 0, packets.arrived(mail, at));
  }

  // ── recorded and sent again ──

  /// Notes from now on what its PEs send.
  void record(PacketTrace.Filter filter) {
    recorder = new PacketTrace.Recorder(filter);
  }

  /// A packet of the pool is about to leave a PE.
  void sending(int p, long tick, PacketTrace.Kind kind, int link, int packet) {
    if (recorder != null) {
      recorder.add(
          number, p, tick, queue.tick(), queue.priority() & ~1, kind, link, packets, packet);
    }
  }

  List<PacketTrace.Packet> recorded() {
    return recorder == null ? List.of() : recorder.packets(number);
  }

  /// Sends all of a trace again that was sent here.
  void replay(PacketTrace trace) {
    again = trace.causedOn(number);
    scheduleAgain(0);
  }

  private void scheduleAgain(int next) {
    if (next < again.size()) {
      PacketTrace.Packet packet = again.get(next);
      queue.add(packet.causeTick(), packet.cause() | 1, next, 0);
    }
  }

  /// Sends what has the same cause as packet `next`.
  private void sendAgain(int next) {
    PacketTrace.Packet first = again.get(next);
    int i = next;
    for (; i < again.size(); i++) {
      PacketTrace.Packet packet = again.get(i);
      if (packet.causeTick() != first.causeTick() || packet.cause() != first.cause()) {
        break;
      }
      fabric.send(packet);
    }
    scheduleAgain(i);
  }

  // ── who is there ──

  ChipClock clock() {
    return clock;
  }

  int number() {
    return number;
  }

  World world() {
    return world;
  }

  Fabric fabric() {
    return fabric;
  }

  /// Or null where nobody asks for power over time.
  PowerBins power() {
    return power;
  }

  Memory memory() {
    return memory;
  }

  RegisterAccess registers() {
    if (registers == null) {
      registers = new RegisterAccess(this, queue, packets);
    }
    return registers;
  }

  /// Or null where none runs.
  RunningPe running(int p) {
    return pes[p];
  }

  /// A PE that somebody addresses, so that it has to run something.
  RunningPe pe(int p) {
    if (pes[p] == null) {
      throw new IllegalStateException("PE " + name(p) + " is addressed and runs nothing");
    }
    return pes[p];
  }

  String name(int p) {
    return world.machine().peName(number, p);
  }

  // ── results ──

  /// When the last of the timesteps asked for ends.
  long endTick() {
    return steps == 0 ? 0 : timerTick(steps);
  }

  void requireEmpty() {
    if (packets.underWay() != 0) {
      throw new IllegalStateException(
          packets.underWay() + " packets never ended on chip " + number);
    }
  }

  Counts counts() {
    Counts counts = fabric.counts();
    counts.add(Action.DRAM_BYTE, memory.dramBytes());
    counts.add(Action.LEVEL_CHANGE, levelChanges);
    counts.add(Action.CONFIGURATION_HOP, registers == null ? 0 : registers.flitHops());
    return counts;
  }

  /// Adds events by kind: hops, passes of a router, landings, handlers of cores, others.
  void addEvents(long[] to) {
    for (int kind = 0; kind < KINDS; kind++) {
      int group =
          switch (kind) {
            case HOP, CROSS, REGISTER -> 0;
            case LAND -> 2;
            case START, TIMER, GLOBAL, FREE -> 3;
            case TRANSFERRED, MAC_ARRAY, EXPIRE, FLIP, STOP -> 4;
            default -> (kind & 1) == 0 ? 1 : 4;
          };
      boolean all = kind == START || kind == TIMER || kind == GLOBAL;
      to[group] += events[kind] * (all ? inOrder.size() : 1);
    }
  }

  // ── saved and restored ──

  void save(State.Writer out) {
    out.put(steps);
    var waiting = new HeapQueue();
    queue.copyTo(waiting);
    out.put(waiting.size());
    while (waiting.next()) {
      out.put(new long[] {waiting.tick(), waiting.priority(), waiting.target(), waiting.payload()});
    }
    out.put(events);
    packets.save(out);
    fabric.save(out);
    memory.save(out);
    out.put(registers != null);
    if (registers != null) {
      registers.save(out);
    }
    out.put(semaphoreFree);
    out.put(levelChanges);
    if (power != null) {
      power.save(out);
    }
    for (RunningPe pe : inOrder) {
      pe.save(out);
    }
  }

  /// @param vertices that run here, in the order in which they were loaded
  void restore(State.Reader in, List<Integer> vertices) {
    steps = in.getInt();
    var event = new long[4];
    for (int i = in.getInt(); i > 0; i--) {
      in.get(event);
      queue.add(event[0], (int) event[1], (int) event[2], event[3]);
    }
    in.get(events);
    packets.restore(in);
    fabric.restore(in);
    memory.restore(in);
    if (in.getBoolean()) {
      registers().restore(in);
    }
    in.get(semaphoreFree);
    levelChanges = in.getLong();
    if (power != null) {
      power.restore(in);
    }
    for (int vertex : vertices) {
      load(vertex, Sram.of(in.getBytes())).restore(in);
    }
  }
}
