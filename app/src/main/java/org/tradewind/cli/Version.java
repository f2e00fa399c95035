package org.tradewind.cli;

import picocli.CommandLine.IVersionProvider;

/// `tradewind --version`.
public final class Version implements IVersionProvider {
  /// For picocli.
  public Version() {}

  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "tradewind " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version(),
    };
  }
}
