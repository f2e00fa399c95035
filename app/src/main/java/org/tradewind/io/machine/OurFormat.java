package org.tradewind.io.machine;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.tradewind.machine.BoardAddress;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.DeadParts;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.unit.InputException;

/// Our machine file: a whole machine by its name, then what of it is dead.
final class OurFormat {
  private static final List<String> KEYS =
      List.of(
          "name",
          "machine",
          "reserved_cores",
          "dead_boards",
          "dead_chips",
          "dead_cores",
          "core_counts",
          "dead_links",
          "dead_link_directions");

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:+-]{0,59}");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,3})-(\\d{1,3})");

  /// Counted with the management core.
  private static final int MOST_CORES = CoreMap.PES + 1;

  private final Machine whole;
  private final Machine.Builder builder;

  private OurFormat(Machine whole) {
    this.whole = whole;
    this.builder = whole.builder();
  }

  /// Reads the file twice: for the machine first, which may stand behind what is dead of it.
  static Machine read(String file, byte[] bytes) {
    var format = new OurFormat(whole(file, bytes));
    format.builder.named(named(file, format.whole));
    Json.read(file, bytes, format::member);
    return format.builder.build();
  }

  private static Machine whole(String file, byte[] bytes) {
    var keys = new HashSet<String>();
    Machine[] found = new Machine[1];
    Json.read(
        file,
        bytes,
        (json, key) -> {
          if (!KEYS.contains(key)) {
            throw json.error("unknown key; known are " + KEYS);
          }
          if (!keys.add(key)) {
            throw json.error("is there twice");
          }
          if (key.equals("machine")) {
            String named = json.text();
            found[0] = json.checked(() -> Machine.of("machine", named));
          } else {
            json.skip();
          }
        });
    if (found[0] == null) {
      throw new InputException(
          file, "the key 'machine' is missing; it names the whole machine, such as \"board\"");
    }
    return found[0];
  }

  /// The file's name without its suffix, if that can name a machine.
  private static String named(String file, Machine otherwise) {
    String name = file.replaceFirst("(\\.machine)?\\.json$", "");
    return NAME.matcher(name).matches() ? name : otherwise.name();
  }

  private void member(Json json, String key) {
    switch (key) {
      case "machine" -> json.skip();
      case "name" -> {
        String name = json.text();
        if (!NAME.matcher(name).matches()) {
          throw json.error(
              "is '"
                  + Json.shortened(name)
                  + "'; a name has up to 60 letters, digits, spaces and ._:+-");
        }
        builder.named(name);
      }
      case "reserved_cores" -> {
        var reserved = new BitSet(CoreMap.PES);
        json.list(() -> cores(json, reserved::set));
        builder.reserving(reserved.stream().toArray());
      }
      case "dead_boards" -> json.list(() -> builder.withoutBoard(board(json)));
      case "dead_chips" ->
          json.list(() -> {
            int chip = chip(json);
            json.end();
            builder.withoutChip(chip);
          });
      case "dead_cores" ->
          json.list(() -> {
            int chip = chip(json);
            while (json.more()) {
              cores(json, p -> builder.withoutPe(chip, p));
            }
          });
      case "core_counts" ->
          json.list(() -> {
            int chip = chip(json);
            json.need("the number of its cores");
            int count = json.whole(1, MOST_CORES);
            json.end();
            for (int coreId = count; coreId <= CoreMap.PES; coreId++) {
              builder.withoutPe(chip, coreId - 1);
            }
          });
      case "dead_links" -> links(json, builder::withoutLink);
      case "dead_link_directions" -> links(json, builder::withoutDirection);
      default -> throw new IllegalStateException(key);
    }
  }

  private interface Removal {
    void remove(int chip, Link link);
  }

  private void links(Json json, Removal removal) {
    json.list(() -> {
      int chip = chip(json);
      while (json.more()) {
        Link link = link(json);
        int other = whole.at(whole.x(chip) + link.dx(), whole.y(chip) + link.dy());
        if (!whole.hasChip(other)) {
          throw json.error("leads out of the machine from there; no link can be dead");
        }
        removal.remove(chip, link);
      }
    });
  }

  private static Link link(Json json) {
    if (!json.isText()) {
      return Link.of(json.whole(0, Link.values().length - 1));
    }
    String name = json.text();
    for (Link link : Link.values()) {
      if (link.name().equals(name)) {
        return link;
      }
    }
    throw json.error(
        "is '" + Json.shortened(name) + "'; it must be E, NE, N, W, SW, S or a link id of 0 to 5");
  }

  /// The x and y that an entry begins with.
  private int chip(Json json) {
    json.enter();
    int x = coordinate(json, "x");
    int y = coordinate(json, "y");
    return json.checked(() -> whole.chipAt("chip", x, y));
  }

  private int board(Json json) {
    json.enter();
    int x = coordinate(json, "x");
    int y = coordinate(json, "y");
    int z = coordinate(json, "z");
    int board = json.checked(() -> new BoardAddress(x, y, z).board("board", whole));
    json.end();
    return board;
  }

  private static int coordinate(Json json, String name) {
    json.need(name);
    return json.whole(0, Machine.MAX_CHIPS);
  }

  /// A core id, `qx.qy.qp`, or core ids from one to another, `"12-15"`; calls with PEs.
  private static void cores(Json json, IntConsumer each) {
    if (!json.isText()) {
      each.accept(json.whole(1, CoreMap.PES) - 1);
      return;
    }
    String text = Json.shortened(json.text());
    var range = RANGE.matcher(text);
    String first = range.matches() ? range.group(1) : text;
    String last = range.matches() ? range.group(2) : text;
    int from = json.checked(() -> CoreMap.parse("core", first));
    int to = json.checked(() -> CoreMap.parse("core", last));
    if (from > to) {
      throw json.error("is '" + text + "'; a range goes from the lower core id to the higher");
    }
    for (int p = from; p <= to; p++) {
      each.accept(p);
    }
  }

  /// What [#read] makes an equal machine of. One entry a line.
  static String text(Machine machine) {
    DeadParts dead = DeadParts.of(machine);
    var text = new StringBuilder();
    text.append("{\n  \"name\": \"").append(machine.name());
    text.append("\",\n  \"machine\": \"").append(machine.whole()).append("\",\n");
    var reserved = new BitSet(CoreMap.PES);
    for (int p = 0; p < CoreMap.PES; p++) {
      reserved.set(p, machine.isReserved(p));
    }
    text.append("  \"reserved_cores\": [").append(ids(reserved)).append(']');

    var entries = new Entries(text);
    entries.begin("dead_boards");
    for (int board : dead.boards()) {
      BoardAddress address = BoardAddress.of(machine, board);
      entries.add(address.x() + ", " + address.y() + ", " + address.z());
    }
    entries.begin("dead_chips");
    dead.chips().forEach(chip -> entries.add(place(machine, chip)));
    entries.begin("dead_cores");
    var cores = new TreeMap<Integer, BitSet>();
    for (int pe : dead.pes()) {
      cores.computeIfAbsent(pe / CoreMap.PES, _ -> new BitSet()).set(pe % CoreMap.PES);
    }
    cores.forEach((chip, pes) -> entries.add(place(machine, chip) + ", " + ids(pes)));
    entries.begin("dead_links");
    dead.links().forEach(end -> entries.add(place(machine, end)));
    entries.begin("dead_link_directions");
    dead.directions().forEach(end -> entries.add(place(machine, end)));
    entries.end();
    return text.append("\n}\n").toString();
  }

  private static String place(Machine machine, DeadParts.End end) {
    return place(machine, end.chip()) + ", \"" + end.link() + '"';
  }

  private static String place(Machine machine, int chip) {
    return machine.x(chip) + ", " + machine.y(chip);
  }

  /// Core ids, runs of three and more as a range: `3, "7-9"`.
  private static String ids(BitSet pes) {
    var ids = new StringBuilder();
    for (int from = pes.nextSetBit(0); from >= 0; ) {
      int to = pes.nextClearBit(from) - 1;
      if (to - from < 2) {
        to = from;
      }
      ids.append(ids.isEmpty() ? "" : ", ")
          .append(
              to == from
                  ? "" + CoreMap.coreId(from)
                  : "\"" + CoreMap.coreId(from) + "-" + CoreMap.coreId(to) + '"');
      from = pes.nextSetBit(to + 1);
    }
    return ids.toString();
  }

  /// Lists of entries; an empty list is left out.
  private static final class Entries {
    private final StringBuilder text;
    private String key;
    private boolean open;

    Entries(StringBuilder text) {
      this.text = text;
    }

    void begin(String newKey) {
      end();
      key = newKey;
    }

    void add(String entry) {
      text.append(open ? ",\n    [" : ",\n  \"" + key + "\": [\n    [").append(entry).append(']');
      open = true;
    }

    void end() {
      text.append(open ? "\n  ]" : "");
      open = false;
    }
  }
}
