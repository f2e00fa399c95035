package org.tradewind.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tradewind.machine.Machine;
import org.tradewind.run.PacketTrace;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import org.tradewind.unit.Ticks;
import picocli.CommandLine.Option;

/// Which packets of a trace are kept.
final class PacketFilter {
  private static final Pattern KEYS =
      Pattern.compile("0x([0-9a-fA-F]{1,8})(?:/0x([0-9a-fA-F]{1,8}))?");
  private static final Pattern CHIP = Pattern.compile("([0-9]{1,4}),([0-9]{1,4})");

  @Option(
      names = "--keys",
      paramLabel = "KEY[/MASK]",
      description =
          "with --packets, or of a trace: only those with this key, such as 0x1000/0xfffff000")
  private String keys;

  @Option(
      names = "--from-time",
      paramLabel = "TIME",
      description = "only those sent from here on, such as 3ms")
  private String from;

  @Option(names = "--until-time", paramLabel = "TIME", description = "only those sent before")
  private String until;

  @Option(
      names = "--chip",
      paramLabel = "X,Y",
      split = ";",
      description = "only those that this chip sends; several as X,Y;X,Y")
  private List<String> chips = List.of();

  /// Whether any choice was made.
  boolean given() {
    return keys != null || from != null || until != null || !chips.isEmpty();
  }

  PacketTrace.Filter filter(Machine machine) {
    int key = 0;
    int mask = 0;
    if (keys != null) {
      Matcher matcher = KEYS.matcher(keys);
      if (!matcher.matches()) {
        throw new InputException("--keys", "'" + keys + "' is not KEY or KEY/MASK, 0x… each");
      }
      mask = matcher.group(2) == null ? -1 : Integer.parseUnsignedInt(matcher.group(2), 16);
      key = Integer.parseUnsignedInt(matcher.group(1), 16) & mask;
    }
    return new PacketTrace.Filter(
        from == null ? 0 : ticks("--from-time", from),
        until == null ? Long.MAX_VALUE : ticks("--until-time", until),
        key,
        mask,
        chips.stream().map(chip -> chip(machine, chip)).toList());
  }

  private static long ticks(String option, String time) {
    return Ticks.ofSeconds(Quantity.seconds(option, time));
  }

  private static int chip(Machine machine, String text) {
    Matcher matcher = CHIP.matcher(text);
    if (!matcher.matches()) {
      throw new InputException("--chip", "'" + text + "' is no chip; write X,Y such as 0,0");
    }
    int chip = machine.at(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (!machine.hasChip(chip)) {
      throw new InputException("--chip", machine + " has no chip " + text);
    }
    return chip;
  }
}
