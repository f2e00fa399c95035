package org.tradewind.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tradewind.cost.Explained;
import org.tradewind.job.Job;
import org.tradewind.job.PolicyRun;
import org.tradewind.job.Report;
import org.tradewind.network.Activity;
import org.tradewind.run.Engine;
import org.tradewind.run.Pace;
import org.tradewind.snn.Quantisation.ProjectionError;
import org.tradewind.unit.Ticks;

/// What `summary.json` holds. Each key is described in docs/results.md, with its unit in its name;
/// a figure that does not exist in a run is null.
final class Summary {
  private Summary() {}

  /// @param traces the trace files written beside it
  static Map<String, Object> of(
      Findings findings, List<Map<String, Object>> traces, Map<String, String> options) {
    Report report = findings.report;
    Job job = report.job();
    var root = new LinkedHashMap<String, Object>();
    root.put("model", job.network().name());
    root.put("machine", machine(findings.layouts));
    root.put("steps", job.steps());
    root.put("timestep_us", job.timestepSeconds() * 1e6);
    root.put("model_seconds", report.modelSeconds());
    root.put("seed", job.seed());
    root.put("dvfs", job.dvfs().toString());
    root.put("engine", engine(findings));
    root.put("spikes", findings.spikes);
    root.put("synaptic_events", findings.synapticEvents);
    root.put("packets", packets(findings));
    root.put("faults", faults(findings));
    root.put("overruns", findings.totalOverruns());
    root.put("cores_that_overran", findings.coresThatOverran());
    root.put("utilisation", utilisation(findings));
    root.put("sram_per_core", sram(findings.layouts));
    root.put("latency", latency(findings));
    root.put("energy", energy(findings));
    root.put("power_states", powerStates(findings));
    root.put("dvfs_comparison", comparison(report));
    root.put("populations", populations(findings));
    root.put("quantisation", quantisation(report));
    OptionalInt one = report.mapped().quantisation().network().numbersOne();
    root.put("numbers_one", one.isPresent() ? one.getAsInt() : null);
    root.put("accuracy", number(report.accuracy()));
    root.put("reference_accuracy", number(report.referenceAccuracy()));
    root.put("confusion", confusion(findings));
    root.put("samples", samples(findings));
    root.put("traces", traces);
    root.put("map_seconds", report.mapped().seconds());
    root.put("run_seconds", report.runSeconds());
    Pace pace = report.samples().getFirst().pace();
    root.put("load_seconds", number(pace.loadSeconds()));
    root.put("pace_seconds", pace.seconds());
    root.put("pace_processor_seconds", pace.processorSeconds());
    root.put("real_time_factor", number(report.realTimeFactor()));
    OptionalLong peak = Footprint.peakBytes();
    root.put("peak_memory_bytes", peak.isPresent() ? peak.getAsLong() : null);
    root.put("versions", Versions.all());
    root.put("options", new LinkedHashMap<>(options));
    return root;
  }

  private static Map<String, Object> machine(Layouts layouts) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", layouts.mapped.mapping().machine().name());
    entry.put("chips_used", layouts.chips.length);
    entry.put("pes_used", layouts.pes());
    entry.put("application_pes", layouts.mapped.mapping().machine().applicationPes());
    entry.put("routing_entries", layouts.tableEntries());
    return entry;
  }

  private static Map<String, Object> engine(Findings findings) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("asked", name(findings.report.job().engine()));
    entry.put("samples_by_events", findings.movedBy(Engine.EVENTS));
    entry.put("samples_by_ticks", findings.movedBy(Engine.TICKS));
    entry.put("because", findings.engines());
    entry.put("estimated", findings.estimated());
    return entry;
  }

  private static Map<String, Object> packets(Findings findings) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("sent", findings.sent);
    entry.put("delivered", findings.delivered);
    entry.put("dropped", findings.dropped);
    entry.put("unrouted", findings.unrouted);
    entry.put("expired", findings.expired);
    entry.put("late", findings.late);
    entry.put("out_of_step", findings.outOfStep);
    return entry;
  }

  private static Map<String, Object> faults(Findings findings) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("packets_lost", findings.lost);
    entry.put("packets_corrupted", findings.corrupted);
    entry.put("frames_resent", findings.resent);
    entry.put("bits_flipped", findings.flippedBits);
    entry.put("packets_astray", findings.strays);
    List<Map<String, Object>> cores = new ArrayList<>();
    for (Findings.Struck struck : findings.struck) {
      var core = new LinkedHashMap<String, Object>();
      core.put("sample", struck.sample());
      core.put("vertex", struck.vertex());
      core.put("name", findings.report.mapped().mapping().graph().vertex(struck.vertex()).name());
      core.put("bits_flipped", struck.faults().flippedBits());
      core.put("packets_astray", struck.faults().strays());
      core.put(
          "stopped_us",
          struck.faults().stopped()
              ? (double) struck.faults().stoppedTick() / Ticks.PER_MICROSECOND
              : null);
      core.put("crashed", struck.faults().crashed());
      cores.add(core);
    }
    entry.put("cores", cores);
    return entry;
  }

  private static Map<String, Object> utilisation(Findings findings) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("max", findings.busiest());
    entry.put("mean", findings.meanOfAll());
    entry.put("predicted_max", findings.layouts.maxPredictedUtilisation());
    entry.put("predicted_mean", findings.layouts.meanPredictedUtilisation());
    entry.put("cores_predicted_to_overrun", findings.layouts.predictedToOverrun());
    return entry;
  }

  private static Map<String, Object> sram(Layouts layouts) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("min_bytes", layouts.minSramBytes());
    entry.put("mean_bytes", layouts.meanSramBytes());
    entry.put("max_bytes", layouts.maxSramBytes());
    entry.put("limit_bytes", Layouts.SRAM_LIMIT_BYTES);
    return entry;
  }

  private static Map<String, Object> latency(Findings findings) {
    boolean any = findings.delivered > 0;
    var entry = new LinkedHashMap<String, Object>();
    entry.put("min_ns", any ? findings.minLatencyNs : null);
    entry.put("mean_ns", any ? findings.meanLatencyNs : null);
    entry.put("max_ns", any ? findings.maxLatencyNs : null);
    return entry;
  }

  private static Map<String, Object> energy(Findings findings) {
    Explained energy = findings.report.energy();
    var entry = new LinkedHashMap<String, Object>();
    entry.put("joules", energy.value());
    entry.put("low_joules", energy.low());
    entry.put("high_joules", energy.high());
    entry.put("confidence", name(energy.confidence()));
    entry.put("joules_per_sample", findings.joulesPerSample());
    entry.put("joules_per_step", findings.joulesPerStep());
    entry.put("joules_per_synaptic_event", number(findings.joulesPerSynapticEvent()));
    entry.put("parts", energy.parts().stream().map(Summary::part).toList());
    return entry;
  }

  private static Map<String, Object> part(Explained explained) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", explained.name());
    entry.put("joules", explained.value());
    entry.put("low_joules", explained.low());
    entry.put("high_joules", explained.high());
    entry.put("confidence", name(explained.confidence()));
    entry.put("because", explained.because());
    entry.put("parts", explained.parts().stream().map(Summary::part).toList());
    return entry;
  }

  /// How long PEs were in each state, all PEs of the chips in use.
  private static List<Map<String, Object>> powerStates(Findings findings) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Findings.State state : findings.states()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("state", state.name());
      entry.put("level", state.level());
      entry.put("pe_seconds", state.peSeconds());
      entry.put("share", state.share());
      all.add(entry);
    }
    return all;
  }

  private static List<Map<String, Object>> comparison(Report report) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (PolicyRun run : report.policies()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("dvfs", run.policy().toString());
      entry.put("timestep_us", run.timestepSeconds() * 1e6);
      entry.put("joules", run.energy().value());
      entry.put("low_joules", run.energy().low());
      entry.put("high_joules", run.energy().high());
      entry.put("relative", number(Findings.relative(report, run)));
      entry.put("seconds", run.seconds());
      entry.put("mean_watts", number(run.watts()));
      entry.put("utilisation_mean", run.meanUtilisation());
      entry.put("utilisation_max", run.maxUtilisation());
      entry.put("overruns", run.overruns());
      entry.put("level_changes", run.levelChanges());
      entry.put("same_spikes", run.sameSpikes());
      entry.put("accuracy", number(run.accuracy()));
      all.add(entry);
    }
    return all;
  }

  private static List<Map<String, Object>> populations(Findings findings) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Findings.OnMachine population : findings.populations) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("name", population.name());
      entry.put("neurons", population.population().size());
      entry.put("program", population.program());
      entry.put("cores", population.vertices().length);
      entry.put("neurons_per_core", population.neuronsPerCore());
      boolean recorded = population.population().recordSpikes();
      entry.put("spikes", recorded ? population.spikes() : null);
      entry.put("mean_rate_hz", number(population.meanRateHz()));
      entry.put("interval_cv", number(population.intervalCv()));
      entry.put("correlation", number(population.correlation()));
      entry.put("utilisation_max", population.maxUtilisation());
      entry.put("utilisation_mean", population.meanUtilisation());
      entry.put("utilisation_predicted", population.predictedUtilisation());
      entry.put("sram_max_bytes", population.maxSramBytes());
      entry.put("sram_mean_bytes", population.meanSramBytes());
      all.add(entry);
    }
    return all;
  }

  private static List<Map<String, Object>> quantisation(Report report) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ProjectionError projection : report.mapped().quantisation().projections()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("projection", projection.projection());
      entry.put("word", name(projection.word()));
      entry.put("weights", projection.weights());
      entry.put("scale", projection.scale());
      entry.put("rms_error", projection.rmsError());
      entry.put("max_error", projection.maxError());
      entry.put("max_weight", projection.maxWeight());
      entry.put("became_zero", projection.becameZero());
      entry.put("saturated", projection.saturated());
      all.add(entry);
    }
    return all;
  }

  private static Map<String, Object> confusion(Findings findings) {
    if (findings.labelled() == 0) {
      return null;
    }
    Findings.Confusion confusion = findings.confusion();
    var entry = new LinkedHashMap<String, Object>();
    entry.put("labels", confusion.labels());
    entry.put("counts", confusion.counts());
    return entry;
  }

  private static List<Map<String, Object>> samples(Findings findings) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Report.Sample sample : findings.report.samples()) {
      boolean referenced = sample.reference() != Activity.NONE;
      var entry = new LinkedHashMap<String, Object>();
      entry.put("name", sample.name());
      entry.put("label", sample.label().isEmpty() ? null : sample.label());
      entry.put("predicted", sample.predicted() < 0 ? null : sample.predicted());
      entry.put(
          "reference_predicted",
          sample.referencePredicted() < 0 ? null : sample.referencePredicted());
      entry.put(
          "same_spikes_as_reference",
          referenced ? sample.activity().sameSpikes(sample.reference()) : null);
      entry.put("spikes", sample.activity().totalSpikes());
      entry.put("output_spikes", findings.hasOutput() ? findings.outputCounts(sample) : null);
      all.add(entry);
    }
    return all;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  /// JSON has no NaN.
  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
