package org.tradewind.machine;

import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tradewind.unit.InputException;

/// Which chips, PEs and links there are: a uniform grid of chips, minus what is absent or dead. A
/// machine of 720 boards, 34,560 chips, is less than a megabyte of bits.
///
/// A chip is the number `y * width + x`; a PE of the whole machine is `chip * 152 + p` (see
/// [CoreMap] for p). PEs 148..151 of each chip are reserved for the system (which four it really
/// reserves is not published: ASSUMED) unless a [Builder] says otherwise.
///
/// A board is the number `(triadY * triadsAcross + triadX) * 3 + z`; [BoardAddress] writes it as
/// spalloc does. The sizes are those of SpiNNMachine: a side of a machine of several boards has 12
/// chips a triad where it wraps, and 4 more where it does not. A plain torus of any size has no
/// boards.
///
/// Immutable: `without…` gives a new machine, and [#builder] takes away much at once.
public final class Machine {
  /// Thirty times the largest machine built; PEs are still numbered by an int.
  public static final int MAX_CHIPS = 1_000_000;

  private static final int PES = CoreMap.PES;
  private static final int LINKS = Link.values().length;

  private final String name;
  private final String whole;
  private final Grid grid;

  /// Those that the machine has when nothing is dead.
  private final BitSet built;

  private final BitSet chips;
  private final BitSet deadPes;
  private final BitSet deadLinks;
  private final BitSet reserved;

  private Machine(
      String name,
      String whole,
      Grid grid,
      BitSet built,
      BitSet chips,
      BitSet deadPes,
      BitSet deadLinks,
      BitSet reserved) {
    this.name = name;
    this.whole = whole;
    this.grid = grid;
    this.built = built;
    this.chips = chips;
    this.deadPes = deadPes;
    this.deadLinks = deadLinks;
    this.reserved = reserved;
  }

  /// One chip: board type 201.
  public static Machine chip() {
    return whole("chip", Grid.Grouping.BOARD, 1, 1, Wrap.NONE, all(1));
  }

  /// One hexagonal 48-chip board: type 248, x and y in 0..7, no wrap-around (SM).
  public static Machine board() {
    var chips = new BitSet(Board.SIDE * Board.SIDE);
    for (int y = 0; y < Board.SIDE; y++) {
      for (int x = 0; x < Board.SIDE; x++) {
        chips.set(y * Board.SIDE + x, Board.holds(x, y));
      }
    }
    return whole("board", Grid.Grouping.BOARD, Board.SIDE, Board.SIDE, Wrap.NONE, chips);
  }

  /// A number of boards, without wrap-around, in the rectangle of triads that SpiNNMachine and
  /// spalloc choose: `W = ceil(sqrt(triads))` triads across and `ceil(triads / W)` up. The last
  /// boards of the last triads are left out where the number does not fill them.
  public static Machine boards(int count) {
    if (count == 1) {
      return board();
    }
    int triads = Math.ceilDiv(count, Board.BOARDS);
    int across = (int) Math.ceil(Math.sqrt(triads));
    Machine filled = triads(across, Math.ceilDiv(triads, across), Wrap.NONE);
    var chips = (BitSet) filled.chips.clone();
    for (int chip = chips.nextSetBit(0); chip >= 0; chip = chips.nextSetBit(chip + 1)) {
      if (filled.boardOf(chip) >= count) {
        chips.clear(chip);
      }
    }
    return whole(
        count + "boards", Grid.Grouping.TRIADS, filled.width(), filled.height(), Wrap.NONE, chips);
  }

  /// Triads of boards, `across` times `up`; 16 x 15 of them, joined on all edges, are a torus of
  /// 720 boards, 192 x 180 chips.
  public static Machine triads(int across, int up, Wrap wrap) {
    int width = Board.TRIAD * across + (wrap.alongX() ? 0 : Board.SIDE / 2);
    int height = Board.TRIAD * up + (wrap.alongY() ? 0 : Board.SIDE / 2);
    String name = MachineName.suffixed(across + "x" + up + "triads", wrap);
    Machine machine = whole(name, Grid.Grouping.TRIADS, width, height, wrap, all(width * height));
    for (int chip = 0; chip < width * height; chip++) {
      // beyond an edge that is not joined there is no board
      machine.built.set(chip, machine.boardOf(chip) >= 0);
    }
    return machine;
  }

  /// A torus of width x height chips, every chip present, all edges wrapped, without boards: all
  /// its links are short.
  public static Machine torus(int width, int height) {
    return grid(width, height, Wrap.FULL);
  }

  /// Chips without boards, every one present, with these edges joined: all links are short.
  public static Machine grid(int width, int height, Wrap wrap) {
    return whole(
        MachineName.suffixed(width + "x" + height, wrap),
        Grid.Grouping.NONE,
        width,
        height,
        wrap,
        all(width * height));
  }

  /// The machine that SpiNNMachine makes of so many chips: one chip, one board, or boards in
  /// triads, each side a multiple of 12 where it wraps and 4 more where it does not.
  public static Machine ofSize(String where, int width, int height) {
    return MachineName.ofSize(where, width, height);
  }

  /// Parses `chip`, `board`, `24boards`, `16x15triads`, `2x1triads:horizontal`, `12x12` or
  /// `12x12:none`.
  public static Machine of(String where, String text) {
    return MachineName.parse(where, text);
  }

  private static BitSet all(int chips) {
    var set = new BitSet(chips);
    set.set(0, chips);
    return set;
  }

  private static Machine whole(
      String name, Grid.Grouping grouping, int width, int height, Wrap wrap, BitSet chips) {
    var reserved = new BitSet(PES);
    reserved.set(Spinnaker2.APPLICATION_PES.whole(), PES);
    return new Machine(
        name,
        name,
        new Grid(grouping, width, height, wrap),
        chips,
        chips,
        new BitSet(),
        new BitSet(),
        reserved);
  }

  public Machine withoutChip(int chip) {
    return builder().withoutChip(chip).build();
  }

  public Machine withoutPe(int chip, int p) {
    return builder().withoutPe(chip, p).build();
  }

  /// Takes away a link in both directions.
  public Machine withoutLink(int chip, Link link) {
    return builder().withoutLink(chip, link).build();
  }

  /// Takes away much at the price of one machine.
  public Builder builder() {
    return new Builder(this);
  }

  /// A machine while parts of it are taken away.
  public static final class Builder {
    private final Machine of;
    private final BitSet chips;
    private final BitSet deadPes;
    private final BitSet deadLinks;
    private BitSet reserved;
    private String name;

    private Builder(Machine of) {
      this.of = of;
      this.name = of.name;
      this.chips = (BitSet) of.chips.clone();
      this.deadPes = (BitSet) of.deadPes.clone();
      this.deadLinks = (BitSet) of.deadLinks.clone();
      this.reserved = of.reserved;
    }

    public Builder named(String newName) {
      name = newName;
      return this;
    }

    /// Takes away a board with its chips.
    public Builder withoutBoard(int board) {
      for (int chip : of.grid.chipsOf(board)) {
        chips.clear(chip);
      }
      return this;
    }

    public Builder withoutChip(int chip) {
      chips.clear(chip);
      return this;
    }

    public Builder withoutPe(int chip, int p) {
      deadPes.set(chip * PES + p);
      return this;
    }

    /// Takes away a link in both directions.
    public Builder withoutLink(int chip, Link link) {
      int other = of.grid.over(chip, link);
      if (other >= 0) {
        withoutDirection(other, link.opposite());
      }
      return withoutDirection(chip, link);
    }

    /// Takes away the direction of a link that leads from this chip.
    public Builder withoutDirection(int chip, Link link) {
      deadLinks.set(chip * LINKS + link.ordinal());
      return this;
    }

    /// Keeps these PEs of every chip, and no others, from applications.
    public Builder reserving(int... pes) {
      reserved = new BitSet(PES);
      for (int p : pes) {
        reserved.set(p);
      }
      return this;
    }

    public Machine build() {
      // what hangs on nothing that lives is not dead, it is not there: machines that are alike are
      // equal
      for (int pe = deadPes.nextSetBit(0); pe >= 0; pe = deadPes.nextSetBit(pe + 1)) {
        int chip = pe / PES;
        if (!chips.get(chip)) {
          deadPes.clear(chip * PES, (chip + 1) * PES);
        }
      }
      for (int link = deadLinks.nextSetBit(0); link >= 0; link = deadLinks.nextSetBit(link + 1)) {
        int chip = link / LINKS;
        int other = of.grid.over(chip, Link.of(link % LINKS));
        if (!chips.get(chip) || other < 0 || !chips.get(other)) {
          deadLinks.clear(link);
        }
      }
      return new Machine(
          name,
          of.whole,
          of.grid,
          of.built,
          (BitSet) chips.clone(),
          (BitSet) deadPes.clone(),
          (BitSet) deadLinks.clone(),
          reserved);
    }
  }

  /// What the machine is called: [#whole], unless a [Builder] named it.
  public String name() {
    return name;
  }

  /// The machine of which this is what lives, as [#of] reads it.
  public String whole() {
    return whole;
  }

  public int width() {
    return grid.width();
  }

  public int height() {
    return grid.height();
  }

  public Wrap wrap() {
    return grid.wrap();
  }

  /// Positions on the grid, absent chips included: chips are numbered below this.
  public int chipPositions() {
    return grid.chipPositions();
  }

  public int liveChips() {
    return chips.cardinality();
  }

  public boolean hasChip(int chip) {
    return chip >= 0 && chip < grid.chipPositions() && chips.get(chip);
  }

  /// Whether an application may use this PE: its chip lives, it lives, and it is not reserved.
  public boolean hasPe(int chip, int p) {
    return !reserved.get(p) && hasChip(chip) && !deadPes.get(chip * PES + p);
  }

  /// Whether the chip was built and is dead.
  public boolean isDead(int chip) {
    return built.get(chip) && !chips.get(chip);
  }

  /// Whether the board was built and none of its chips lives.
  public boolean isDeadBoard(int board) {
    int[] of = grid.chipsOf(board);
    return IntStream.of(of).anyMatch(built::get) && IntStream.of(of).noneMatch(chips::get);
  }

  /// The live chip with the lowest number, or -1.
  int firstChip() {
    return chips.nextSetBit(0);
  }

  /// Whether the PE is dead on a chip that lives.
  public boolean isDead(int chip, int p) {
    return deadPes.get(chip * PES + p);
  }

  /// Whether the link is dead in the direction that leads from this chip, though the chips at both
  /// its ends live.
  public boolean isDead(int chip, Link link) {
    return deadLinks.get(chip * LINKS + link.ordinal());
  }

  /// Whether the PE of every chip is kept from applications, for the system.
  public boolean isReserved(int p) {
    return reserved.get(p);
  }

  /// Boards with a chip that lives.
  public int boards() {
    var live = new BitSet(boardPositions());
    for (int chip = chips.nextSetBit(0); chip >= 0; chip = chips.nextSetBit(chip + 1)) {
      if (boardPositions() > 0) {
        live.set(boardOf(chip));
      }
    }
    return live.cardinality();
  }

  /// Places of boards, absent ones included: boards are numbered below this. A plain torus has
  /// none.
  public int boardPositions() {
    return grid.boardPositions();
  }

  int triadsAcross() {
    return grid.triadsAcross();
  }

  int triadsUp() {
    return grid.triadsUp();
  }

  /// The board that a chip is on, dead or not; -1 where no board is, and on a plain torus.
  public int boardOf(int chip) {
    return grid.boardOf(chip);
  }

  /// The Ethernet chip of a board, which is its (0,0): the one with x divisible by 4 and x + y by
  /// 12.
  public int ethernetChip(int board) {
    return chipOn(board, 0, 0);
  }

  /// The chip at a place of a board, counted from its Ethernet chip; -1 where a board has none.
  public int chipOn(int board, int localX, int localY) {
    return grid.chipOn(board, localX, localY);
  }

  /// Long where the link leaves its board, whether or not anything is connected there. All links of
  /// a plain torus are short.
  public Link.Kind kind(int chip, Link link) {
    return grid.kind(chip, link);
  }

  /// The chip at (x,y), dead or not; a sentence where the machine has none.
  public int chipAt(String where, int x, int y) {
    boolean outside = x < 0 || y < 0 || x >= width() || y >= height();
    if (outside || !built.get(y * width() + x)) {
      throw new InputException(
          where,
          whole
              + " has no chip ("
              + x
              + ","
              + y
              + "); "
              + (outside
                  ? "x goes from 0 to %d, y from 0 to %d".formatted(width() - 1, height() - 1)
                  : "its boards do not cover all of %d x %d".formatted(width(), height())));
    }
    return y * width() + x;
  }

  public int x(int chip) {
    return grid.x(chip);
  }

  public int y(int chip) {
    return grid.y(chip);
  }

  /// The grid position at (x, y), wrapped where the machine wraps; -1 outside. It may hold no chip.
  public int at(int x, int y) {
    return grid.at(x, y);
  }

  /// The grid position at the other end of a link, dead or not; -1 outside.
  int over(int chip, Link link) {
    return grid.over(chip, link);
  }

  /// The chip at the other end of a link, or -1 where the link or either chip is missing or dead.
  public int neighbour(int chip, Link link) {
    if (deadLinks.get(chip * LINKS + link.ordinal()) || !hasChip(chip)) {
      return -1;
    }
    int other = over(chip, link);
    return hasChip(other) ? other : -1;
  }

  /// Hops from a chip to another where nothing is dead, over the edges where the machine wraps.
  /// Where the outline is ragged, as that of several boards without wrap-around is, a way round a
  /// notch may be longer; none is ever shorter.
  public int distance(int from, int to) {
    return grid.distance(from, to);
  }

  public int applicationPes() {
    int count = chips.cardinality() * (PES - reserved.cardinality());
    for (int pe = deadPes.nextSetBit(0); pe >= 0; pe = deadPes.nextSetBit(pe + 1)) {
      count -= reserved.get(pe % PES) ? 0 : 1;
    }
    return count;
  }

  /// How people write a PE: `(x,y) qx.qy.qp`.
  public String peName(int chip, int p) {
    return "(" + x(chip) + "," + y(chip) + ") " + CoreMap.name(p);
  }

  /// Whether both are called the same, are the same when whole, and lack the same.
  @Override
  public boolean equals(Object other) {
    return other instanceof Machine machine
        && name.equals(machine.name)
        && whole.equals(machine.whole)
        && chips.equals(machine.chips)
        && deadPes.equals(machine.deadPes)
        && deadLinks.equals(machine.deadLinks)
        && reserved.equals(machine.reserved);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, whole, chips, deadPes, deadLinks, reserved);
  }

  @Override
  public String toString() {
    return name;
  }
}
