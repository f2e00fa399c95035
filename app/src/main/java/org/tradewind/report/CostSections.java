package org.tradewind.report;

import static org.tradewind.report.Svg.escape;

import java.util.List;
import java.util.Locale;
import org.tradewind.cost.Explained;
import org.tradewind.job.PolicyRun;
import org.tradewind.job.Report;

/// The sections of the page that are about energy and power.
final class CostSections {
  private static final int MOST_POWER_CURVES = 20;

  private final Findings findings;
  private final Report report;
  private final Html html;

  CostSections(Findings findings, Html html) {
    this.findings = findings;
    this.report = findings.report;
    this.html = html;
  }

  void energy() {
    Explained energy = report.energy();
    html.section(
        "What it cost",
        Numbers.si(energy.value(), "J")
            + (findings.samples() > 1 ? " for " + Numbers.count(findings.samples(), "sample") : "")
            + ", between "
            + Numbers.si(energy.low(), "J")
            + " and "
            + Numbers.si(energy.high(), "J")
            + "; the weakest figure in it is "
            + Html.name(energy.confidence())
            + ". That is "
            + (findings.samples() > 1
                ? Numbers.si(findings.joulesPerSample(), "J") + " a sample, "
                : "")
            + Numbers.si(findings.joulesPerStep(), "J")
            + " a step"
            + (findings.synapticEvents == 0
                ? "."
                : ", "
                    + Numbers.si(findings.joulesPerSynapticEvent(), "J")
                    + " a synaptic event ("
                    + Numbers.count(findings.synapticEvents)
                    + " of them)."));
    html.append(Charts.energy(energy));
    html.append("<div class=\"scroll\"><table class=\"tree\"><thead><tr><th>cause</th>")
        .append("<th class=\"n\">energy</th><th class=\"n\">share</th>")
        .append("<th>confidence</th><th>how it was found</th></tr></thead><tbody>");
    List<Explained> coloured = Charts.energyParts(energy);
    for (Explained part : energy.parts()) {
      explained(part, 0, coloured.indexOf(part));
    }
    html.append("</tbody></table></div>\n");
    html.end();
  }

  private void explained(Explained part, int depth, int colour) {
    html.append("<tr class=\"d").append(Math.min(depth, 3)).append("\"><td>");
    if (depth == 0 && colour >= 0) {
      html.append("<i class=\"k").append(colour % ChipMap.COLOURS).append("\"></i> ");
    }
    double share = report.energy().value() == 0 ? 0 : part.value() / report.energy().value();
    html.append(escape(depth == 0 ? part.name() : spoken(part.name())))
        .append("</td><td class=\"n\">")
        .append(escape(Numbers.si(part.value(), part.unit())))
        .append("</td><td class=\"n\">")
        .append(escape(Numbers.percent(share)))
        .append("</td><td>")
        .append(part.value() == 0 ? "–" : Html.name(part.confidence()))
        .append("</td><td class=\"because\">")
        .append(escape(part.because()))
        .append("</td></tr>");
    for (Explained below : part.parts()) {
      explained(below, depth + 1, -1);
    }
  }

  /// `SYNAPTIC_EVENT` → `synaptic event`
  static String spoken(String name) {
    return name.matches("[A-Z_]+")
        ? name.toLowerCase(Locale.ROOT)
            .replace('_', ' ')
            .replace("noc", "NoC")
            .replace("lif", "LIF")
            .replace("izh", "Izh")
        : name;
  }

  void policies() {
    if (report.policies().isEmpty()) {
      return;
    }
    boolean same = report.policies().stream().allMatch(PolicyRun::sameSpikes);
    html.section(
        "Performance levels compared",
        "The same mapping and the same stimuli under each policy; everything else on this page is of"
            + " the first. "
            + (same
                ? "All recorded spikes are the same."
                : "Where cores overran, spikes came late and others followed: energies of different"
                    + " work."));
    html.append("<div class=\"scroll\"><table><thead><tr><th>policy</th><th class=\"n\">tick</th>")
        .append("<th class=\"n\">energy</th><th class=\"n\">between</th>")
        .append("<th class=\"n\">relative</th><th class=\"n\">mean power</th>")
        .append("<th class=\"n\">cores awake, mean</th><th class=\"n\">busiest core</th>")
        .append("<th class=\"n\">overruns</th><th class=\"n\">changes of level</th>")
        .append("<th>spikes</th></tr></thead><tbody>");
    for (PolicyRun run : report.policies()) {
      html.append(run.sameSpikes() ? "<tr><td title=\"" : "<tr class=\"bad\"><td title=\"")
          .append(escape(run.policy().sentence()))
          .append("\">")
          .append(escape(run.policy().toString()))
          .append("</td>");
      html.numbers(
          Numbers.si(run.timestepSeconds(), "s"),
          Numbers.si(run.energy().value(), "J"),
          Numbers.interval(run.energy()),
          String.format(Locale.ROOT, "%.3f", Findings.relative(report, run)),
          Numbers.si(run.watts(), "W"),
          Numbers.percent(run.meanUtilisation()),
          Numbers.percent(run.maxUtilisation()),
          Numbers.count(run.overruns()),
          Numbers.count(run.levelChanges()));
      html.append("<td>").append(run.sameSpikes() ? "same" : "differ").append("</td></tr>");
    }
    html.append("</tbody></table></div>\n");
    html.end();
  }

  void power() {
    if (report.samples().getFirst().power().isEmpty()) {
      return;
    }
    html.section(
        "Power over time",
        "Coloured as above: the machine's power, split by cause; its area is the energy. power.csv"
            + " has the numbers.");
    List<Explained> coloured = Charts.energyParts(report.energy());
    for (int i = 0; i < Math.min(findings.samples(), MOST_POWER_CURVES); i++) {
      html.panel(i);
      html.append("<div class=\"wide\">")
          .append(Charts.power(report.samples().get(i).power(), coloured))
          .append("</div></div>\n");
    }
    html.end();
  }

  void states() {
    html.section(
        "What PEs did with their time",
        "All PEs of the chips in use. Waiting for a change of level is counted as asleep.");
    html.append("<table class=\"pairs\"><tbody>");
    for (Findings.State state : findings.states()) {
      html.pair(
          (state.name() + " " + state.level()).strip(),
          Numbers.si(state.peSeconds(), "s") + ", " + Numbers.percent(state.share()),
          false);
    }
    html.append("</tbody></table>\n");
    html.end();
  }
}
