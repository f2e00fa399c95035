package org.tradewind.house.broken.report;

import org.tradewind.house.broken.cli.Shell;

/// Knows the command line, which a report must not.
public final class Nosy {
  final Shell shell;

  Nosy(Shell shell) {
    this.shell = shell;
  }
}
