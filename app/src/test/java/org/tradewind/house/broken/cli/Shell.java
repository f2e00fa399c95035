package org.tradewind.house.broken.cli;

/// Something that only the command line should know.
public final class Shell {
  Shell() {}
}
