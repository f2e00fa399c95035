package org.tradewind.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ActionTest {
  private static final Path TABLE = Path.of("../firmware/cycles.tsv");

  /// 300 MHz x 1 ms.
  private static final long CYCLES_A_TIMESTEP = 300_000;

  /// Rows of a table of cycles with what is expected of each.
  private static Map<String, Double> expected(Stream<String> lines) {
    var cycles = new HashMap<String, Double>();
    lines
        .filter(line -> !line.startsWith("#") && !line.startsWith("row\t"))
        .map(line -> line.split("\t"))
        .forEach(cells -> cycles.put(cells[0], Double.parseDouble(cells[2])));
    return cycles;
  }

  /// `a`, `a + b` or `most of a, b`, as an action's source says it.
  private static double value(String rows, Map<String, Double> cycles) {
    if (rows.startsWith("most of ")) {
      return Arrays.stream(rows.substring("most of ".length()).split(", "))
          .mapToDouble(cycles::get)
          .max()
          .orElseThrow();
    }
    return Arrays.stream(rows.split(" \\+ ")).mapToDouble(cycles::get).sum();
  }

  @Test
  void anActionCostsWhatWasCountedFromInstructions() throws IOException {
    Map<String, Double> cycles = expected(Files.lines(TABLE));
    int counted = 0;
    for (Action action : Action.values()) {
      if (action.onCore() && action.cycles().source().startsWith(Action.COUNTED)) {
        String rows = action.cycles().source().substring(Action.COUNTED.length());
        assertThat(action.cycles().value())
            .as(action + ": " + rows)
            .isEqualTo(Math.ceil(value(rows, cycles)));
        counted++;
      }
    }
    assertThat(counted).isGreaterThan(20);
  }

  @Test
  void programsMdHasTheCyclesOfAnyProgramsActions() throws IOException {
    var row = Pattern.compile("\\| `([A-Z_]+)` \\| (\\d+) \\|.*");
    var said = new EnumMap<Action, Integer>(Action.class);
    for (String line : Files.readAllLines(Path.of("../docs/programs.md"))) {
      var cells = row.matcher(line);
      if (cells.matches()) {
        said.put(Action.valueOf(cells.group(1)), Integer.parseInt(cells.group(2)));
      }
    }
    assertThat(said.keySet()).contains(Action.TAKE_PACKET, Action.SEND_PACKET);
    said.forEach((a, cycles) -> assertThat(a.cycles().whole()).as(a.name()).isEqualTo(cycles));
  }

  @Test
  void aSourceIsARowASumOrTheMostOfSeveral() {
    Map<String, Double> cycles =
        expected(Stream.of("# made", "row\tbest\texpected", "a\t1\t3\t5\tx", "b\t2\t4\t6\ty"));
    assertThat(value("a", cycles)).isEqualTo(3);
    assertThat(value("a + b", cycles)).isEqualTo(7);
    assertThat(value("most of a, b", cycles)).isEqualTo(4);
  }

  /// Synaptic events a step that a core takes beside 1,024 neurons at 300 MHz and 1 ms, when each
  /// packet brings so many and is found among 16 sources. 1,024 neurons need the wide word; rows
  /// have ends, as where connections are sparse.
  private static double capacity(int eventsAPacket) {
    var step = new Counts();
    step.add(Action.INTERRUPT, 1);
    step.add(Action.STEP, 1);
    step.add(Action.RING_SLOT, 8);
    step.add(Action.LIF_UPDATE, 1_024);
    var packet = new Counts();
    packet.add(Action.PACKET_WIDE, 1);
    packet.add(Action.INDEXED_ROW, 1);
    packet.add(Action.PROBE, 4);
    packet.add(Action.SYNAPTIC_EVENT_WIDE, eventsAPacket);
    long left = CYCLES_A_TIMESTEP - step.cycles();
    return (double) left / packet.cycles() * eventsAPacket;
  }

  /// Up to 12 M synaptic events/s with 1,024 neurons, 12,000 a step (CHIP). Nothing here was chosen
  /// for it.
  @Test
  void thePublishedCapacityIsPredictedWithinAQuarter() {
    double published = 12_000;
    assertThat(capacity(1) / published).isBetween(0.17, 0.19);
    assertThat(capacity(10) / published).isBetween(0.80, 0.82);
    assertThat(capacity(21) / published).isBetween(0.99, 1.01);
    assertThat(capacity(51) / published).isBetween(1.14, 1.16);
    assertThat(capacity(1_024) / published).isBetween(1.27, 1.29);
  }

  @Test
  void anActionCostsEitherCyclesOrTheNetworksEnergy() {
    for (Action action : Action.values()) {
      if (action.onCore()) {
        assertThat(action.cycles().whole()).isPositive();
        assertThat(action.cycles().source()).isNotBlank();
        assertThatThrownBy(action::picojoules).isInstanceOf(IllegalStateException.class);
      } else {
        assertThatThrownBy(action::cycles).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void countsAdd() {
    var a = new Counts();
    a.add(Action.PACKET, 5);
    a.add(Action.SYNAPTIC_EVENT_SPLIT, 2);
    var b = new Counts();
    b.add(Action.PACKET, 7);
    b.add(Action.KERNEL_EVENT, 3);
    a.addAll(b);
    assertThat(a.of(Action.PACKET)).isEqualTo(12);
    assertThat(a.of(Action.NOC_HOP)).isZero();
    assertThat(a.synapticEvents()).isEqualTo(5);
  }
}
