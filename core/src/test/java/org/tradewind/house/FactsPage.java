package org.tradewind.house;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tradewind.cost.Action;
import org.tradewind.cost.MacArrayCost;
import org.tradewind.machine.Confidence;
import org.tradewind.machine.Fact;
import org.tradewind.machine.Spinnaker2;

/// docs/facts.md: every fact of the machine and every cost, as the program has them.
final class FactsPage {
  /// The keys that sources are cited by. Values of CHIP were read in sources that quote it.
  private static final Map<String, String> SOURCES =
      new TreeMap<>(
          Map.of(
              "CHIP",
              "Scholze, Partzsch, Höppner et al., “The SpiNNaker2 chip: a many-core platform for"
                  + " flexible and scalable brain-inspired computing”, IEEE OJCAS 2026,"
                  + " DOI 10.1109/OJCAS.2026.3714974, arXiv:2607.24396; known to us from secondary"
                  + " sources, which agree number for number",
              "DPM",
              "TU Dresden, “Dynamic power management demo on SpiNNaker2”: a notebook that runs an N-MNIST"
                  + " network, and its README",
              "DS",
              "SpiNNaker2 datasheet v0.03, 19 August 2021, first page; attachment in"
                  + " SpiNNakerManchester/SpiNNMachine",
              "H19",
              "Höppner et al. 2019, “Dynamic power management for neuromorphic many-core systems”,"
                  + " arXiv:1903.08941, of the prototype SANTOS",
              "JIB1",
              "TU Dresden, bare-metal application for the JIB1 prototype, which is not the product",
              "ONM",
              "open-neuromorphic.org, page on SpiNNaker 2",
              "PE21",
              "Höppner et al. 2021, “The SpiNNaker 2 processing element architecture for hybrid digital"
                  + " neuromorphic computing”, arXiv:2103.08392, of the 8-PE test chip; its packet"
                  + " format adds up to the product's flit",
              "PYS2",
              "py-spinnaker2, documentation and examples, v0.8,"
                  + " gitlab.com/spinnaker2/py-spinnaker2",
              "SM",
              "SpiNNakerManchester/SpiNNMachine, commit fe5a06a2 (16 June 2026)",
              "SP24",
              "Gonzalez et al. 2024, “SpiNNaker2: a large-scale neuromorphic system for"
                  + " event-based and asynchronous machine learning”, arXiv:2401.04491"));

  private FactsPage() {}

  static String text() {
    var page = new StringBuilder();
    page.append(
        """
        # What Tradewind believes about the machine

        Generated from `Spinnaker2.facts()`, `Action` and `MacArrayCost`; a test compares this page with them. Every
        number that the program uses about the hardware is here once, with how well it is known:

        | confidence | meaning |
        |---|---|
        | STATED | read in a primary source: paper, abstract, datasheet, the makers' own source code |
        | REPORTED | from a secondary source that attributes it to the source named |
        | DERIVED | arithmetic on stated or reported values, or reproduced by running it |
        | ASSUMED | an estimate; to be replaced when a source appears |

        A report names the weakest confidence of anything that it used. What is not modelled at all
        is in [limits.md](limits.md).

        ## Hardware

        | fact | value | confidence | source |
        |---|---|---|---|
        """);
    for (Fact fact : Spinnaker2.facts()) {
      row(page, fact.name(), value(fact), fact.confidence().name(), fact.source());
    }
    page.append(
        """

        ## What an action costs a core

        Cycles of the whole action. Those of spiking networks are counted from instructions: the
        same loops in C, compiled for the core, with its documented timings (`firmware/`, and
        `firmware/cycles.tsv` for lowest and highest). Those of the accelerators that a core waits
        for are their published latency, without the instructions that hand values over.

        | action | | cost | confidence | because |
        |---|---|---|---|---|
        """);
    for (Action action : Action.values()) {
      if (action.onCore()) {
        action(page, action, action.cycles());
      }
    }
    page.append(
        """

        ## What the MAC array costs

        While it works its core sleeps. Its cycles follow from a shape by the formula in
        `MacArrayCost`, with these three; its energy is that of the multiply-accumulates above.

        | fact | value | confidence | source |
        |---|---|---|---|
        """);
    for (Fact fact : MacArrayCost.CHIP.facts()) {
      row(page, fact.name(), value(fact), fact.confidence().name(), fact.source());
    }
    page.append(
        """

        ## What an action costs the network

        Its time follows from the clocks, hops and frames above. Its energy is not published: that of
        DRAM is what such memories take, all other is counted, shown as 0, and adds nothing.

        | action | | cost | confidence | because |
        |---|---|---|---|---|
        """);
    for (Action action : Action.values()) {
      if (!action.onCore() && !action.onMacArray()) {
        action(page, action, action.picojoules());
      }
    }
    page.append(
        """

        ## Sources

        | key | source |
        |---|---|
        """);
    List<String> cited = Spinnaker2.facts().stream().map(Fact::source).toList();
    SOURCES.forEach((key, source) -> {
      if (cited.stream().anyMatch(text -> cites(text, key))) {
        row(page, key, source);
      }
    });
    return page.toString();
  }

  /// Whether a reader of this page can find out where a fact comes from: it cites a source of the
  /// list, or it is our own estimate, or arithmetic on others of the list.
  static boolean hasKnownSource(Fact fact) {
    return fact.confidence().compareTo(Confidence.DERIVED) >= 0
        || SOURCES.keySet().stream().anyMatch(key -> cites(fact.source(), key));
  }

  private static boolean cites(String text, String key) {
    return Pattern.compile("\\b" + key + "\\b").matcher(text).find();
  }

  private static void action(StringBuilder page, Action action, Fact cost) {
    row(
        page,
        "`" + action.name() + "`",
        cost.name(),
        value(cost),
        cost.confidence().name(),
        cost.source());
  }

  private static String value(Fact fact) {
    double value = fact.value();
    String number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%,d", (long) value)
            : Double.toString(value);
    return fact.unit().isEmpty() ? number : number + " " + fact.unit();
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
