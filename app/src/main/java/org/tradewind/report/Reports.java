package org.tradewind.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tradewind.cost.PowerTrace;
import org.tradewind.job.Mapped;
import org.tradewind.job.Report;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.RoutingTable;
import org.tradewind.network.Population;
import org.tradewind.network.SpikeTrain;
import org.tradewind.network.Trace;
import org.tradewind.network.Variable;
import org.tradewind.unit.InputException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes a directory of results; docs/results.md says what is in each file.
///
/// ```java
/// Path page = Reports.write(Tradewind.run(job), Path.of("tradewind-out"), Map.of());
/// ```
public final class Reports {
  /// Entries of all routing tables that are written out; more fill a disk and nobody reads them.
  static final int MOST_TABLE_ENTRIES = 200_000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Reports() {}

  /// Makes a directory for results and sees that it can be written to. A long run asks before it
  /// begins, not when it has ended.
  public static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "tradewind", ".tmp"));
    } catch (IOException e) {
      throw cannotBeWritten(directory, e);
    }
  }

  private static InputException cannotBeWritten(Path directory, Exception e) {
    String why =
        switch (e) {
          case FileAlreadyExistsException _ -> "there is a file of that name";
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "the system makes no directory there";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
        };
    return new InputException(
        directory.toString(),
        "results cannot be written there (" + why + "); name another directory",
        e);
  }

  /// Writes `summary.json`, `spikes.csv`, traces, `power.csv`, `mapping.json`, `tables.csv` and
  /// `report.html`.
  ///
  /// @param directory made where it does not exist; files of these names are replaced
  /// @param options what the run was asked for, such as the command line's options; kept in
  ///   `summary.json`
  /// @return the path of `report.html`
  public static Path write(Report report, Path directory, Map<String, String> options) {
    prepare(directory);
    try {
      var findings = new Findings(report);
      List<Map<String, Object>> traces = traces(report, directory);
      JSON.writeValue(directory.resolve("summary.json"), Summary.of(findings, traces, options));
      spikes(report, directory.resolve("spikes.csv"));
      power(report, directory.resolve("power.csv"));
      mapping(findings.layouts, directory);
      Path page = directory.resolve("report.html");
      Files.writeString(page, Page.of(findings, options));
      return page;
    } catch (IOException | JacksonIOException e) {
      throw cannotBeWritten(directory, e);
    }
  }

  /// Writes `mapping.json` and `tables.csv` of a job that has not run.
  ///
  /// @return the path of `mapping.json`
  public static Path writeMapping(Mapped mapped, Path directory) {
    prepare(directory);
    try {
      return mapping(new Layouts(mapped), directory);
    } catch (IOException | JacksonIOException e) {
      throw cannotBeWritten(directory, e);
    }
  }

  private static Path mapping(Layouts layouts, Path directory) throws IOException {
    Path file = directory.resolve("mapping.json");
    JSON.writeValue(file, MappingSummary.of(layouts));
    Path tables = directory.resolve("tables.csv");
    if (layouts.tableEntries() <= MOST_TABLE_ENTRIES) {
      tables(layouts, tables);
    } else {
      Files.deleteIfExists(tables);
    }
    return file;
  }

  private static void tables(Layouts layouts, Path file) throws IOException {
    Machine machine = layouts.mapped.mapping().machine();
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("x,y,key,mask,route\n");
      for (int chip = 0; chip < machine.chipPositions(); chip++) {
        RoutingTable table = layouts.mapped.mapping().tables().chip(chip);
        for (int i = 0; i < table.size(); i++) {
          out.write(
              machine.x(chip)
                  + ","
                  + machine.y(chip)
                  + ","
                  + Numbers.hex(table.key()[i])
                  + ","
                  + Numbers.hex(table.mask()[i])
                  + ","
                  + MappingSummary.route(table, i)
                  + "\n");
        }
      }
    }
  }

  /// One sample: `population,neuron,time_step`; several: `sample` before them.
  private static void spikes(Report report, Path file) throws IOException {
    boolean several = report.samples().size() > 1;
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(several ? "sample,population,neuron,time_step\n" : "population,neuron,time_step\n");
      for (int s = 0; s < report.samples().size(); s++) {
        for (Population population : report.job().network().populations()) {
          SpikeTrain train =
              report
                  .samples()
                  .get(s)
                  .activity()
                  .spikes()
                  .getOrDefault(population.name(), SpikeTrain.EMPTY);
          String before = (several ? s + "," : "") + csv(population.name()) + ",";
          for (int i = 0; i < train.size(); i++) {
            out.write(before + train.neurons()[i] + "," + train.steps()[i] + "\n");
          }
        }
      }
    }
  }

  /// A row for each bin, its power split as the energy is.
  private static void power(Report report, Path file) throws IOException {
    if (report.samples().getFirst().power().isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    boolean several = report.samples().size() > 1;
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(several ? "sample," : "");
      out.write("time_s,total_mw,chips_mw,asleep_mw,awake_mw,mac_arrays_mw,network_mw\n");
      for (int s = 0; s < report.samples().size(); s++) {
        PowerTrace power = report.samples().get(s).power();
        for (int bin = 0; bin < power.bins(); bin++) {
          out.write(
              (several ? s + "," : "") + bin * power.binSeconds() + "," + power.milliwatts(bin));
          for (PowerTrace.Part part : power.parts()) {
            out.write("," + part.milliwatts()[bin]);
          }
          out.write("\n");
        }
      }
    }
  }

  /// A field of a CSV file (RFC 4180).
  static String csv(String field) {
    return field.matches("[^,\"\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  /// A file for each recorded variable: steps x neurons, with several samples samples x steps x
  /// neurons.
  private static List<Map<String, Object>> traces(Report report, Path directory)
      throws IOException {
    List<Map<String, Object>> written = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Population population : report.job().network().populations()) {
      for (Variable variable : Variable.values()) {
        List<Trace> traces =
            report.samples().stream()
                .map(s -> s.activity().traces().getOrDefault(population.name(), Map.of()))
                .filter(t -> t.containsKey(variable))
                .map(t -> t.get(variable))
                .toList();
        if (traces.isEmpty()) {
          continue;
        }
        int steps = traces.getFirst().steps();
        int neurons = traces.getFirst().neurons();
        int[] shape =
            traces.size() == 1
                ? new int[] {steps, neurons}
                : new int[] {traces.size(), steps, neurons};
        String name = fileName(population.name(), variable, names);
        Npy.write(directory.resolve(name), shape, traces.stream().map(Trace::values).toList());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", name);
        entry.put("population", population.name());
        entry.put("variable", variable.name().toLowerCase(Locale.ROOT));
        entry.put("shape", shape);
        written.add(entry);
      }
    }
    return written;
  }

  /// `conv1.v.npy`. What a file system might not like becomes `_`; equal names are numbered.
  private static String fileName(String population, Variable variable, Set<String> taken) {
    String stem = population.replaceAll("[^A-Za-z0-9_-]", "_");
    stem = stem.substring(0, Math.min(stem.length(), 100));
    String end = "." + variable.name().toLowerCase(Locale.ROOT) + ".npy";
    String name = stem + end;
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = stem + "-" + i + end;
    }
    return name;
  }
}
