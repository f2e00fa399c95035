package org.tradewind.machine;

import static org.tradewind.machine.Confidence.ASSUMED;
import static org.tradewind.machine.Confidence.DERIVED;
import static org.tradewind.machine.Confidence.REPORTED;
import static org.tradewind.machine.Confidence.STATED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Every number of the hardware, once, with its source. The product chip in GlobalFoundries 22FDX,
/// never a test chip unless marked *prototype*. docs/facts.md and `tradewind machine` are printed
/// from this list.
///
/// What an action costs in cycles is software, not hardware, and lives in `cost`.
public final class Spinnaker2 {
  private static final List<Fact> ALL = new ArrayList<>();

  // ── chip ──
  public static final Fact PES_PER_CHIP = fact("PEs a chip", 152, "", STATED, "SP24; DS");
  public static final Fact APPLICATION_PES =
      fact("PEs a chip open to applications", 148, "", REPORTED, "PYS2, tutorial 06");
  public static final Fact QUADS = fact("quads (QPE) a chip", 38, "", STATED, "CHIP; SM");

  // ── processing element ──
  public static final Fact SRAM_BYTES = fact("SRAM a PE", 131_072, "B", STATED, "SP24");
  public static final Fact CODE_BYTES =
      fact("of it code (ITCM)", 32_768, "B", REPORTED, "PYS2, memory documentation");
  public static final Fact STACK_BYTES =
      fact("of it heap and stack, at 0x1F000", 4_096, "B", REPORTED, "PYS2");
  public static final Fact DATA_BYTES =
      fact(
          "of it data, heap and stack taken off",
          131_072 - 32_768 - 4_096,
          "B",
          DERIVED,
          "SRAM - code - heap and stack");
  public static final Fact TIMER_CLOCK = fact("timer reference clock", 1, "MHz", REPORTED, "CHIP");
  public static final Fact LOW_CLOCK = fact("PE clock, low level", 150, "MHz", STATED, "SM; CHIP");
  public static final Fact HIGH_CLOCK =
      fact("PE clock, high level", 300, "MHz", STATED, "SM; CHIP");

  public static final Fact TIMERS = fact("timers a PE", 3, "", REPORTED, "CHIP; DS draft says 4");
  public static final Fact INTERRUPTS =
      fact("interrupt sources a PE", 45, "", REPORTED, "CHIP; not all are modelled");
  public static final Fact LEVEL_CHANGE =
      fact(
          "change of performance level",
          100,
          "ns",
          ASSUMED,
          "H19: below 100 ns on the prototype SANTOS; no figure for the product");
  public static final Fact LEVEL_THRESHOLD_CONVOLUTION =
      fact(
          "packets for the high level, convolutions",
          30,
          "",
          STATED,
          "DPM: pl_threshold of lif_conv2d, by hand for N-MNIST; from so many in a timestep on");
  public static final Fact LEVEL_THRESHOLD_LIF =
      fact(
          "packets for the high level, other neurons",
          200,
          "",
          STATED,
          "DPM: pl_threshold of lif_no_delay, for the same network");

  // ── power: published states and what follows from them (CHIP) ──
  public static final Fact CHIP_BASE_POWER =
      fact("chip power, all PEs off", 75.2, "mW", REPORTED, "CHIP");
  public static final Fact SLEEP_POWER_LOW =
      fact("PE asleep, low", 1.054, "mW", DERIVED, "CHIP: (235.4 - 75.2) / 152");
  public static final Fact SLEEP_POWER_HIGH =
      fact("PE asleep, high", 3.220, "mW", DERIVED, "CHIP: (564.7 - 75.2) / 152");
  public static final Fact CYCLE_ENERGY_LOW =
      fact(
          "CPU energy an active cycle above sleep, low",
          8.30,
          "pJ",
          DERIVED,
          "CHIP: (424.6 - 235.4) mW / 152 / 150 MHz");
  public static final Fact CYCLE_ENERGY_HIGH =
      fact(
          "CPU energy an active cycle above sleep, high",
          14.98,
          "pJ",
          DERIVED,
          "CHIP: (1247.9 - 564.7) mW / 152 / 300 MHz");

  // ── accelerators of a PE ──
  public static final Fact MAC_ROWS =
      fact("MAC array, rows", 4, "cells", REPORTED, "CHIP: 16 x 4, output-stationary");
  public static final Fact MAC_COLUMNS =
      fact("MAC array, columns", 16, "cells", REPORTED, "CHIP: 16 x 4, output-stationary");
  public static final Fact MAC_ACCUMULATOR_BITS =
      fact("MAC array, accumulator of a cell", 24, "bit", REPORTED, "CHIP");
  public static final Fact MAC_ENERGY_LOW =
      fact(
          "8-bit multiply-accumulate above sleep, low",
          0.517,
          "pJ",
          DERIVED,
          "CHIP: (825 - 235.4) mW / (2.281 TOPS / 2)");
  public static final Fact MAC_ENERGY_HIGH =
      fact(
          "8-bit multiply-accumulate above sleep, high",
          0.725,
          "pJ",
          DERIVED,
          "CHIP: (2219 - 564.7) mW / (4.563 TOPS / 2)");
  public static final Fact EXP_LOG_ITERATIONS =
      fact("exp/ln unit, most iterations", 16, "", REPORTED, "CHIP");
  public static final Fact ROUNDING_LSBS =
      fact("rounding unit, most bits rounded off", 32, "bit", REPORTED, "CHIP");

  // ── data network-on-chip ──
  public static final Fact NOC_CLOCK = fact("data NoC clock", 300, "MHz", REPORTED, "CHIP");
  public static final Fact NOC_HOP_CYCLES = fact("data NoC hop", 5, "cycles", REPORTED, "CHIP");
  public static final Fact NOC_FLIT_CYCLES =
      fact("data NoC link occupied by a packet of one flit", 1, "cycles", REPORTED, "CHIP");

  public static final Fact NOC_COLUMNS =
      fact("NoC, columns of switches", 8, "", REPORTED, "CHIP: 64-entry (8 x 8) routing table");
  public static final Fact NOC_ROWS =
      fact("NoC, rows of switches", 8, "", REPORTED, "CHIP: 64-entry (8 x 8) routing table");
  public static final Fact NOC_FLIT_BITS =
      fact("data NoC flit: a whole packet", 192, "bit", REPORTED, "CHIP");
  public static final Fact NOC_HEADER_BITS =
      fact(
          "NoC packet without payload",
          64,
          "bit",
          DERIVED,
          "PE21: 15 NoC header + 17 packet header + 32 address");
  public static final Fact DRAM_COLUMN =
      fact("DRAM interfaces on the NoC, column", 0, "", ASSUMED, "no floor plan published");
  public static final Fact DRAM_LOW_ROW =
      fact("DRAM interface 0 on the NoC, row", 2, "", ASSUMED, "no floor plan published");
  public static final Fact DRAM_HIGH_ROW =
      fact("DRAM interface 1 on the NoC, row", 5, "", ASSUMED, "no floor plan published");

  // ── configuration network-on-chip ──
  public static final Fact CONFIGURATION_NOC_CLOCK =
      fact("configuration NoC clock", 100, "MHz", REPORTED, "CHIP");
  public static final Fact CONFIGURATION_NOC_FLIT_BITS =
      fact("configuration NoC flit", 32, "bit", REPORTED, "CHIP: wormhole");
  public static final Fact CONFIGURATION_NOC_HOP_CYCLES =
      fact(
          "configuration NoC hop",
          5,
          "cycles",
          ASSUMED,
          "not published; the data NoC's 5, of its own clock");

  // ── DRAM ──
  public static final Fact DRAM_INTERFACES =
      fact("LPDDR4 interfaces a chip", 2, "", STATED, "DS; CHIP");
  public static final Fact DRAM_BYTES =
      fact("DRAM a chip", 2.0 * (1 << 30), "B", STATED, "SP24: 2 GB, taken as 2 x 1 GiB");
  public static final Fact DRAM_BANDWIDTH =
      fact("DRAM, raw bandwidth an interface", 3.2, "GB/s", REPORTED, "CHIP: 16 bit x 800 MHz x 2");
  public static final Fact DRAM_EFFICIENCY =
      fact("of it sustained", 0.7, "", ASSUMED, "not published");
  public static final Fact DRAM_LATENCY = fact("DRAM latency", 150, "ns", ASSUMED, "not published");
  public static final Fact DRAM_BIT_ENERGY =
      fact("DRAM energy a bit moved", 5, "pJ", ASSUMED, "not published; LPDDR4 takes 4-6 pJ");

  // ── event FIFO ──
  public static final Fact EVENT_FIFO_PACKETS =
      fact(
          "event FIFO capacity",
          1024,
          "packets",
          ASSUMED,
          "JIB1 (prototype) used 252 words; size is the program's choice of SRAM");

  // ── router and links ──
  public static final Fact ROUTER_CLOCK = fact("event router clock", 400, "MHz", REPORTED, "CHIP");
  public static final Fact ROUTER_ENGINES = fact("routing engines", 3, "", REPORTED, "CHIP");
  public static final Fact ROUTER_NOC_PORTS =
      fact("event router, ports to the NoC", 6, "", REPORTED, "CHIP");
  public static final Fact ROUTER_PIPELINE_CYCLES =
      fact("router pipeline", 4, "cycles", REPORTED, "CHIP: 4-stage multicast pipeline");
  public static final Fact ROUTER_ENTRIES =
      fact("multicast table entries", 16_384, "", STATED, "DS; SM; CHIP");
  public static final Fact LINKS_PER_CHIP = fact("links a chip", 6, "", STATED, "SP24; DS; SM");
  public static final Fact LINK_RATE =
      fact(
          "short link, on a board",
          6,
          "Gbit/s",
          REPORTED,
          "CHIP: 6 lanes x 2 x 500 MHz, each direction");
  public static final Fact LINK_FRAME_NANOSECONDS =
      fact("short link, one 96-bit frame", 16, "ns", REPORTED, "CHIP");
  public static final Fact LINK_LATENCY_NANOSECONDS =
      fact("short link latency", 100, "ns", ASSUMED, "no figure published");
  public static final Fact LONG_LINK_RATE =
      fact(
          "long link, between boards",
          2,
          "Gbit/s",
          REPORTED,
          "CHIP: 1 lane x 2 x 1 GHz, each direction, up to 1.5 m");
  public static final Fact LONG_LINK_NET_RATE =
      fact("long link, net of 8b10b", 1.6, "Gbit/s", DERIVED, "CHIP: 2 Gbit/s x 8 / 10");
  public static final Fact LONG_LINK_FRAME_NANOSECONDS =
      fact(
          "long link, one 96-bit frame",
          60,
          "ns",
          DERIVED,
          "CHIP: 96 bit / (2 Gbit/s x 8/10 for 8b10b); that its frames are those of a short link is"
              + " assumed");
  public static final Fact LONG_LINK_LATENCY_NANOSECONDS =
      fact(
          "long link latency",
          250,
          "ns",
          ASSUMED,
          "no figure published: a short link's 100 - 16, 60 for the frame, 8 for 1.5 m of cable, 20"
              + " symbols of 5 ns to code and decode");
  public static final Fact LINK_FRAME_BITS = fact("link frame", 96, "bit", REPORTED, "CHIP");
  public static final Fact LINK_CRC_BITS =
      fact("of a link frame its CRC", 12, "bit", REPORTED, "CHIP");
  public static final Fact MULTICAST_BITS =
      fact("multicast packet without payload", 40, "bit", REPORTED, "CHIP: 8 control + 32 source");

  // ── boards and machines ──
  public static final Fact CHIPS_PER_BOARD = fact("chips a board", 48, "", STATED, "SM, type 248");
  public static final Fact BOARDS_PER_TRIAD = fact("boards a triad", 3, "", STATED, "SM");
  public static final Fact TRIAD_SIDE =
      fact("chips along each side of a triad", 12, "", STATED, "SM: roots (0,0), (8,4), (4,8)");
  public static final Fact OFF_BOARD_LINKS =
      fact("links that leave a board", 48, "", DERIVED, "SM, type 248: 8 on each of 6 sides");
  public static final Fact LARGEST_BOARDS =
      fact("boards of the Dresden machine", 720, "", STATED, "ONM");

  private Spinnaker2() {}

  /// All of them, in the order above.
  public static List<Fact> facts() {
    return Collections.unmodifiableList(ALL);
  }

  private static Fact fact(
      String name, double value, String unit, Confidence confidence, String source) {
    var fact = new Fact(name, value, unit, confidence, source);
    ALL.add(fact);
    return fact;
  }
}
