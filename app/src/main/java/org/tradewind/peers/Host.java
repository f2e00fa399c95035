package org.tradewind.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tradewind.unit.Quantity;

/// The computer that something was measured on. Linux tells all of it, other systems some.
///
/// @param caches of the first core: `L1d 32K, L2 512K, L3 32768K`; empty where nobody says
/// @param memoryBytes of the whole computer, 0 where nobody says
public record Host(
    String cpu, int cores, String caches, long memoryBytes, String system, String jvm) {
  /// From here on figures say more of the other programs than of those measured.
  private static final double BUSY = 0.5;

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  /// This one.
  static Host here() {
    return new Host(
        first(CPU_INFO, "model name\\s*:\\s*(.+)").orElse("unknown CPU"),
        Runtime.getRuntime().availableProcessors(),
        cachesOfTheFirstCore(),
        first(MEMORY_INFO, "MemTotal:\\s*(\\d+) kB").map(k -> 1024 * Long.parseLong(k)).orElse(0L),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.vendor") + " " + Runtime.version());
  }

  /// Processes that want to run, on average over the last minute; NaN where nobody says.
  static double load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? Double.NaN : load;
  }

  /// A sentence for whoever measures beside other programs; empty where that is not so.
  ///
  /// @param load before anything was measured
  static String warning(double load) {
    return load > BUSY
        ? String.format(
            Locale.ROOT,
            "this computer is busy with something else (load average %.1f): wall times are too long;"
                + " processor times suffer less",
            load)
        : "";
  }

  /// A line that says it all.
  String line() {
    return cpu
        + ", "
        + cores
        + (cores == 1 ? " core" : " cores")
        + (caches.isEmpty() ? "" : ", " + caches)
        + (memoryBytes == 0 ? "" : ", " + Quantity.si(memoryBytes, "B") + " memory")
        + "; "
        + system
        + "; "
        + jvm;
  }

  private static Optional<String> first(Path file, String pattern) {
    Pattern line = Pattern.compile(pattern);
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line::matcher)
          .filter(Matcher::matches)
          .map(m -> m.group(1).strip())
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String cachesOfTheFirstCore() {
    List<String> caches = new ArrayList<>();
    for (int i = 0; Files.isDirectory(CACHES.resolve("index" + i)); i++) {
      Path cache = CACHES.resolve("index" + i);
      String kind = first(cache.resolve("type"), "(.+)").orElse("");
      if (!kind.equals("Instruction")) {
        caches.add(
            "L"
                + first(cache.resolve("level"), "(.+)").orElse("?")
                + (kind.equals("Data") ? "d " : " ")
                + first(cache.resolve("size"), "(.+)").orElse("?"));
      }
    }
    return String.join(", ", caches);
  }
}
