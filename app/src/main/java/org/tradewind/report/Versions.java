package org.tradewind.report;

import java.util.LinkedHashMap;
import java.util.Map;

/// What made a report.
final class Versions {
  private Versions() {}

  /// Of the packaged program; `(not packaged)` where it runs from classes.
  static String tradewind() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  static Map<String, String> all() {
    var versions = new LinkedHashMap<String, String>();
    versions.put("tradewind", tradewind());
    versions.put("java", Runtime.version().toString());
    versions.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    return versions;
  }
}
