package org.tradewind.run;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tradewind.cost.Counts;
import org.tradewind.cost.UsageByTime;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.pe.Sram;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Ticks;

/// A loaded machine. One run: load it again to start over.
///
/// The start interrupt reaches all cores at time 0, timer tick n comes to all of them at (n + 1)
/// timesteps. A core that is still busy then has overrun: its step is run as soon as it is free,
/// late but never left out, so every core runs every step, if need be after the end of the run's
/// time. There is no barrier, as on the chip.
///
/// The machine moves in windows as long as a link's latency. Within a window chips cannot influence
/// each other, so each is simulated for itself, one after the other or on several threads; the
/// order of events on a chip does not depend on it ([Chip]), and so the same load gives the same
/// results.
public final class Run {
  /// A board whose chips have wheels of this size keeps them in a host's cache; what is farther off
  /// than 11 us waits in a heap.
  private static final int BUCKETS_OF_MANY = 1 << 10;

  /// A chip alone: 0.35 ms.
  private static final int BUCKETS_OF_ONE = 1 << 15;

  private static final long WINDOW_TICKS =
      Ticks.ofSeconds(1e-9 * Spinnaker2.LINK_LATENCY_NANOSECONDS.value());

  /// "TWstate4"
  private static final long MAGIC = 0x5457_7374_6174_6534L;

  private final Mapping mapping;
  private final Images images;
  private final Options options;
  private final World world;
  private final Partition[] partitions;
  private final int[] partitionOf;
  private final RunningPe[] pes;
  private final boolean alone;
  private int steps = -1;
  private int window;

  private Run(Mapping mapping, Images images, Options options) {
    this.mapping = mapping;
    this.images = images;
    this.options = options;
    this.world = new World(mapping, images, options);
    int positions = mapping.machine().chipPositions();
    this.alone = mapping.machine().liveChips() == 1;
    int threads = Math.min(options.threads(), mapping.machine().liveChips());
    this.partitionOf = split(mapping, threads);
    this.partitions = new Partition[threads];
    Arrays.setAll(
        partitions,
        t ->
            new Partition(
                world, partitionOf, t, threads, alone ? BUCKETS_OF_ONE : BUCKETS_OF_MANY));
    this.pes = new RunningPe[mapping.graph().size()];
  }

  /// Blocks of chips with about the same number of loaded PEs.
  private static int[] split(Mapping mapping, int partitions) {
    var load = new long[mapping.machine().chipPositions()];
    Arrays.fill(load, 1);
    for (int v = 0; v < mapping.graph().size(); v++) {
      load[mapping.placement().chip(v)] += CoreMap.PES;
    }
    long all = Arrays.stream(load).sum();
    var partitionOf = new int[load.length];
    long before = 0;
    for (int chip = 0; chip < load.length; chip++) {
      partitionOf[chip] = (int) ((before + load[chip] / 2) * partitions / all);
      before += load[chip];
    }
    return partitionOf;
  }

  private Chip chip(int number) {
    return partitions[partitionOf[number]].chip(number);
  }

  /// Loads a mapping with its own images.
  public static Run load(Mapping mapping, Options options) {
    return load(mapping, mapping.images(), options);
  }

  /// Loads a mapping with these images (the mapping's own, or those of another stimulus).
  public static Run load(Mapping mapping, Images images, Options options) {
    var run = new Run(mapping, images, options);
    for (int v = 0; v < run.pes.length; v++) {
      run.pes[v] = run.chip(mapping.placement().chip(v)).load(v, images.sram(v));
    }
    return run;
  }

  /// Sends a recorded trace again on a mapping's PEs and tables, without their programs: what the
  /// network does with it. A PE takes what comes and does nothing.
  public static Results replay(Mapping mapping, Options options, PacketTrace trace) {
    int vertices = mapping.graph().size();
    var run = load(mapping, Images.same(vertices, new Silent(), mapping.keys()), options);
    Arrays.stream(mapping.placement().pe())
        .map(pe -> pe / CoreMap.PES)
        .distinct()
        .forEach(chip -> run.chip(chip).replay(trace));
    return run.until(0);
  }

  /// Notes from now on what PEs send, for [#packets].
  public void record(PacketTrace.Filter filter) {
    for (RunningPe pe : pes) {
      chip(pe.chip()).record(filter);
    }
  }

  /// What was recorded until now.
  public PacketTrace packets() {
    return PacketTrace.of(chips().stream().map(Chip::recorded).toList());
  }

  /// Loads a mapping and goes on where [#save] was called. Options may differ in the number of
  /// threads alone.
  ///
  /// @param where names the state to the user
  /// @throws InputException where it is no state, or that of something else
  public static Run restore(
      Mapping mapping, Images images, Options options, InputStream from, String where) {
    var run = new Run(mapping, images, options);
    try {
      run.restore(new State.Reader(new DataInputStream(from)), images, where);
    } catch (UncheckedIOException e) {
      throw new InputException(where, "cannot be read as a saved machine: " + e.getMessage());
    }
    return run;
  }

  private void restore(State.Reader in, Images images, String where) {
    if (in.getLong() != MAGIC) {
      throw new InputException(where, "is no saved machine of this version");
    }
    if (in.getLong() != fingerprint(images)) {
      throw new InputException(
          where,
          "was saved from another mapping, stimulus, seed, timestep or policy; give the same job");
    }
    steps = in.getInt();
    Map<Integer, List<Integer>> verticesOf = new HashMap<>();
    for (int v = 0; v < pes.length; v++) {
      verticesOf.computeIfAbsent(mapping.placement().chip(v), _ -> new ArrayList<>()).add(v);
    }
    for (int i = in.getInt(); i > 0; i--) {
      int number = in.getInt();
      Chip chip = chip(number);
      chip.restore(in, verticesOf.getOrDefault(number, List.of()));
      partitions[partitionOf[number]].restored(chip);
    }
    for (int v = 0; v < pes.length; v++) {
      pes[v] = chip(mapping.placement().chip(v)).running(mapping.placement().p(v));
    }
  }

  /// Writes the whole machine as it is now, packets under way included. The machine can go on.
  public void save(OutputStream to) {
    window++;
    for (Partition partition : partitions) {
      partition.run(window, Long.MIN_VALUE, partitions); // takes its letters, lets nothing happen
    }
    var out = new State.Writer(new DataOutputStream(to));
    out.put(MAGIC);
    out.put(fingerprint(images));
    out.put(steps);
    List<Chip> chips = chips();
    out.put(chips.size());
    for (Chip chip : chips) {
      out.put(chip.number());
      chip.save(out);
    }
  }

  /// Of all that has to be the same for a saved state to make sense.
  private long fingerprint(Images of) {
    var crc = new CRC32C();
    for (int v = 0; v < pes.length; v++) {
      crc.update(of.sram(v).bytes(0, of.sram(v).size()));
    }
    String rest = Fingerprint.of(mapping) + " " + options.withThreads(1);
    crc.update(rest.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  /// In the order of their numbers.
  private List<Chip> chips() {
    return Arrays.stream(partitions)
        .flatMap(partition -> partition.chips().stream())
        .sorted(Comparator.comparingInt(Chip::number))
        .toList();
  }

  /// Runs `steps` timer ticks from the start interrupt on, and whatever they leave under way.
  public Results until(int steps) {
    start(steps);
    advance(Long.MAX_VALUE);
    return results();
  }

  /// Lets the start interrupt come, and `steps` timer ticks after it, as soon as the machine
  /// [#advance]s.
  public void start(int steps) {
    if (this.steps >= 0) {
      throw new IllegalStateException("this machine has run; load it again");
    }
    require(options.faults(), steps);
    this.steps = steps;
    for (Partition partition : partitions) {
      partition.start(steps);
    }
  }

  /// Timesteps that were asked for; negative before [#start].
  public int steps() {
    return steps;
  }

  /// Faults that cannot come are a mistake.
  private void require(Faults faults, int steps) {
    if (faults.bitFlipHz() > 0 && steps == 0) {
      throw new InputException(
          "faults", "bits flip during a run's timesteps, and it has none; run at least 1");
    }
    for (Faults.Stop stop : faults.stops()) {
      if (Arrays.stream(mapping.placement().pe()).noneMatch(pe -> pe == stop.pe())) {
        throw new InputException(
            "faults",
            "a core is to stop on PE "
                + mapping.machine().peName(stop.chip(), stop.p())
                + ", where nothing runs; mapping.json says where what runs");
      }
    }
  }

  /// Lets happen all that is due before a tick. Returns whether anything is left.
  public boolean advance(long untilTick) {
    window = new Windows(partitions).advance(untilTick, alone ? untilTick : WINDOW_TICKS, window);
    return Arrays.stream(partitions).anyMatch(p -> p.firstTick() < Long.MAX_VALUE);
  }

  /// A vertex's memory as it is now; nobody may write to it.
  public Sram sram(int vertex) {
    return pes[vertex].sram();
  }

  /// Bytes of a chip's DRAM, within one of its interfaces.
  ///
  /// @param address within its 2 GiB
  public byte[] dram(int chip, long address, int bytes) {
    return dramOf(chip, address, bytes).read(Dram.within(address), bytes);
  }

  /// Writes into a chip's DRAM, within one of its interfaces, before the run.
  public void putDram(int chip, long address, byte[] bytes) {
    dramOf(chip, address, bytes.length).write(Dram.within(address), bytes);
  }

  private Dram dramOf(int chip, long address, int bytes) {
    return chip(chip).memory().dram(Dram.number(address, bytes));
  }

  private UsageByTime power(List<Chip> chips, long end) {
    if (options.powerBinTicks() == 0) {
      return UsageByTime.none();
    }
    long fromTick = world.countFrom(steps);
    var all = new PowerBins(options.powerBinTicks()).countFrom(fromTick);
    chips.forEach(chip -> all.addAll(chip.power()));
    for (RunningPe pe : pes) {
      pe.addStay(all, end);
    }
    return all.until(end - fromTick);
  }

  /// What happened. Nothing may be left to happen.
  public Results results() {
    List<Chip> chips = chips();
    long end = steps == 0 ? 0 : (steps + 1L) * options.timestepTicks();
    for (Chip chip : chips) {
      end = Math.max(end, chip.endTick());
    }
    for (RunningPe pe : pes) {
      end = Math.max(end, pe.now());
    }
    var cores = new ArrayList<Results.Core>(pes.length);
    for (RunningPe pe : pes) {
      cores.add(pe.results(end));
    }
    var counts = new Counts();
    var latencies = new Latencies();
    var events = new long[5];
    long sent = 0;
    long unrouted = 0;
    long expired = 0;
    long lost = 0;
    long corrupted = 0;
    long resent = 0;
    for (Chip chip : chips) {
      chip.requireEmpty();
      counts.addAll(chip.counts());
      latencies.addAll(chip.fabric().latencies());
      sent += chip.fabric().sent();
      unrouted += chip.fabric().unrouted();
      expired += chip.fabric().expired();
      lost += chip.fabric().hazards().lost();
      corrupted += chip.fabric().hazards().corrupted();
      resent += chip.fabric().resent();
      chip.addEvents(events);
    }
    var network =
        new Results.Net(
            counts,
            sent,
            latencies.count(),
            unrouted,
            expired,
            latencies.min(),
            latencies.mean(),
            latencies.max(),
            latencies.histogram(),
            new Results.PacketFaults(lost, corrupted, resent));
    return new Results(
        options,
        steps,
        end,
        cores,
        network,
        power(chips, end),
        new Results.Events(events[0], events[1], events[2], events[3], events[4]),
        Engine.EVENTS,
        "");
  }
}
