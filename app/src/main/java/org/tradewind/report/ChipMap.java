package org.tradewind.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Mapping;

/// Where everything sits: the 7 x 6 quads of a chip with their four PEs, and for a machine of
/// several chips its hexagonal grid, a tile a chip. Each cell carries three classes, for load,
/// memory and population; which of them colours it is the page's choice.
final class ChipMap {
  /// Chips that are drawn PE by PE; a full board fits.
  static final int MOST_CHIPS = 48;

  /// Populations have so many colours, and their number besides.
  static final int COLOURS = 8;

  private static final double CELL = 22;
  private static final double QUAD = 2 * CELL + 8;
  private static final double LEFT = 22;
  private static final double TOP = 4;

  private final Findings findings;
  private final Mapping mapping;
  private final Map<Integer, Integer> vertexOnPe = new HashMap<>();
  private final Map<String, Integer> populationNumber = new HashMap<>();

  ChipMap(Findings findings) {
    this.findings = findings;
    mapping = findings.report.mapped().mapping();
    for (int v = 0; v < mapping.graph().size(); v++) {
      vertexOnPe.put(mapping.placement().pe()[v], v);
    }
    for (Findings.OnMachine population : findings.populations) {
      populationNumber.put(population.name(), populationNumber.size());
    }
  }

  /// Chips in use, the busiest first.
  List<Integer> busiestChips() {
    return Arrays.stream(findings.layouts.chips)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer chip) -> -maxLoad(chip)))
        .toList();
  }

  private double maxLoad(int chip) {
    return vertices(chip).mapToDouble(v -> findings.maxUtilisation[v]).max().orElse(0);
  }

  private double meanLoad(int chip) {
    return vertices(chip).mapToDouble(v -> findings.maxUtilisation[v]).average().orElse(0);
  }

  private double meanMemory(int chip) {
    return vertices(chip).mapToDouble(this::memory).average().orElse(0);
  }

  private IntStream vertices(int chip) {
    return IntStream.range(0, CoreMap.PES)
        .filter(p -> vertexOnPe.containsKey(chip * CoreMap.PES + p))
        .map(p -> vertexOnPe.get(chip * CoreMap.PES + p));
  }

  private double memory(int vertex) {
    return (double) findings.layouts.sramBytes[vertex] / Layouts.SRAM_LIMIT_BYTES;
  }

  /// The chip PE by PE.
  String chip(int chip) {
    var svg =
        new Svg(
            LEFT + CoreMap.GRID_WIDTH * QUAD + 2,
            TOP + CoreMap.GRID_HEIGHT * QUAD + 30,
            "PEs of the chip and what they hold");
    svg.rect(quadX(4) - 2, quadY(4) - 2, 2 * CELL + 4, 2 * QUAD - 4, "router");
    svg.text(quadX(4) + CELL, quadY(4) + QUAD - 2, "middle faint", "router");
    for (int p = 0; p < CoreMap.PES; p++) {
      pe(svg, chip, p);
    }
    double below = TOP + CoreMap.GRID_HEIGHT * QUAD + 8;
    for (int qx = 1; qx <= CoreMap.GRID_WIDTH; qx++) {
      svg.text(quadX(qx) + CELL, below, "middle faint", Integer.toString(qx));
    }
    for (int qy = 1; qy <= CoreMap.GRID_HEIGHT; qy++) {
      svg.text(LEFT - 8, quadY(qy) + CELL + 4, "end faint", Integer.toString(qy));
    }
    svg.text(LEFT + CoreMap.GRID_WIDTH * QUAD / 2, below + 17, "middle", "quad column qx, row qy");
    return svg.done();
  }

  private static double quadX(int qx) {
    return LEFT + (qx - 1) * QUAD;
  }

  private static double quadY(int qy) {
    return TOP + (CoreMap.GRID_HEIGHT - qy) * QUAD;
  }

  private void pe(Svg svg, int chip, int p) {
    double x = quadX(CoreMap.qx(p)) + CoreMap.qp(p) % 2 * CELL;
    double y = quadY(CoreMap.qy(p)) + (1 - CoreMap.qp(p) / 2) * CELL;
    Integer vertex = vertexOnPe.get(chip * CoreMap.PES + p);
    if (vertex == null) {
      boolean usable = mapping.machine().hasPe(chip, p);
      svg.open("pe")
          .tip("PE " + CoreMap.name(p) + "\n" + (usable ? "free" : "not open to applications"));
      svg.rect(x, y, CELL - 2, CELL - 2, usable ? "free" : "gone").close();
      return;
    }
    double load = findings.maxUtilisation[vertex];
    int number = populationNumber.get(mapping.graph().vertex(vertex).of());
    svg.open("pe").tip(tip(chip, p, vertex));
    svg.rect(
        x,
        y,
        CELL - 2,
        CELL - 2,
        "l" + shade(load) + " m" + shade(memory(vertex)) + " p" + number % COLOURS);
    double cx = x + (CELL - 2) / 2;
    double cy = y + CELL / 2 + 2;
    svg.text(cx, cy, "middle in-load tl" + shade(load), whole(load));
    svg.text(cx, cy, "middle in-memory tm" + shade(memory(vertex)), whole(memory(vertex)));
    svg.text(cx, cy, "middle in-population tp", Integer.toString(number + 1));
    svg.close();
  }

  private static String whole(double share) {
    return Long.toString(Math.round(100 * share));
  }

  /// 0..9 for a tenth each, `x` above the limit.
  static String shade(double share) {
    return share > 1 ? "x" : Integer.toString(Math.clamp((int) (10 * share), 0, 9));
  }

  private String tip(int chip, int p, int v) {
    var vertex = mapping.graph().vertex(v);
    return vertex.name()
        + " ("
        + vertex.programName()
        + ")\nPE "
        + mapping.machine().peName(chip, p)
        + "\nload: at most "
        + Numbers.percent(findings.maxUtilisation[v])
        + ", mean "
        + Numbers.percent(findings.meanUtilisation[v])
        + ", predicted "
        + Numbers.percent(findings.layouts.predictedUtilisation(v))
        + (findings.overruns[v] > 0 ? "\n" + Numbers.count(findings.overruns[v], "overrun") : "")
        + "\nSRAM: "
        + Numbers.bytes(findings.layouts.sramBytes[v])
        + " of "
        + Numbers.bytes(Layouts.SRAM_LIMIT_BYTES)
        + " ("
        + Numbers.percent(memory(v))
        + ")";
  }

  /// All chips of a machine as hexagons: neighbours touch as the links E, NE, N, W, SW, S join them
  /// (N leans left, so that NE is up and to the right).
  String machine(List<Integer> detailed) {
    Machine machine = mapping.machine();
    double span = machine.width() + machine.height() / 2.0;
    double size = Math.clamp(760 / span, 3, 44);
    double rise = size * Math.sqrt(3) / 2;
    double left = size * (machine.height() - 1) / 2.0 + size / 2 + 2;
    var svg =
        new Svg(
            span * size + 4,
            (machine.height() - 1) * rise + size * 1.16 + 6,
            "Chips of the machine and their load");
    for (int chip = 0; chip < machine.chipPositions(); chip++) {
      if (!machine.hasChip(chip)) {
        continue;
      }
      double cx = left + (machine.x(chip) - machine.y(chip) / 2.0) * size;
      double cy = 2 + size * 0.58 + (machine.height() - 1 - machine.y(chip)) * rise;
      long used = vertices(chip).count();
      boolean opens = detailed.contains(chip);
      if (opens) {
        svg.open("chip opens", "data-chip", Integer.toString(chip), "tabindex", "0");
      } else {
        svg.open("chip");
      }
      svg.tip(
          "chip ("
              + machine.x(chip)
              + ","
              + machine.y(chip)
              + ")\n"
              + Numbers.count(used, "PE")
              + " in use"
              + (used == 0
                  ? ""
                  : "\nload: at most "
                      + Numbers.percent(maxLoad(chip))
                      + ", mean "
                      + Numbers.percent(meanLoad(chip))
                      + "\nSRAM: mean "
                      + Numbers.percent(meanMemory(chip))));
      String classes =
          used == 0 ? "free" : "l" + shade(meanLoad(chip)) + " m" + shade(meanMemory(chip)) + " pn";
      svg.path(hexagon(cx, cy, 0.577 * size - Math.min(1, size / 12)), classes);
      if (size >= 24 && used > 0) {
        svg.text(cx, cy + 4, "middle in-load tl" + shade(meanLoad(chip)), whole(meanLoad(chip)));
        svg.text(
            cx, cy + 4, "middle in-memory tm" + shade(meanMemory(chip)), whole(meanMemory(chip)));
      }
      svg.close();
    }
    return svg.done();
  }

  private static String hexagon(double cx, double cy, double radius) {
    var d = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      double angle = Math.PI / 6 + i * Math.PI / 3;
      d.append(i == 0 ? 'M' : 'L')
          .append(Svg.number(cx + radius * Math.cos(angle)))
          .append(' ')
          .append(Svg.number(cy + radius * Math.sin(angle)));
    }
    return d.append('Z').toString();
  }
}
