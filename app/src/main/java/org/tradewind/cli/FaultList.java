package org.tradewind.cli;

import java.util.regex.Pattern;
import org.tradewind.machine.CoreAddress;
import org.tradewind.machine.Machine;
import org.tradewind.run.Faults;
import org.tradewind.run.Faults.Distribution;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;

/// `--faults loss=1e-6,flips=1e-3Hz,drift=50ppm,start=100us`: a list of what goes wrong.
final class FaultList {
  static final String FORM =
      "what goes wrong: loss=P and corrupt=P (a packet on a chip that it crosses), frames=P (a frame"
          + " on a link), flips=HZ (each bit of memory), drift=[normal:]50ppm, start=100us (latest),"
          + " stop=X,Y,P@3ms; separated by commas";

  private static final String WHERE = "--faults";

  /// Commas before a name and `=` separate; those within a core's address do not.
  private static final Pattern BETWEEN = Pattern.compile(",(?=\\s*[a-z]+=)");

  private static final Pattern PPM =
      Pattern.compile("(?:(normal|uniform):)?([0-9.]+(?:[eE][+-]?[0-9]+)?) ?ppm");

  private FaultList() {}

  static Faults parse(String text, Machine machine) {
    Faults faults = Faults.NONE;
    for (String entry : BETWEEN.split(text)) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? entry.strip() : entry.substring(0, equals).strip();
      String value = equals < 0 ? "" : entry.substring(equals + 1).strip();
      faults =
          switch (name) {
            case "loss" -> faults.withLoss(probability(value));
            case "corrupt" -> faults.withCorruption(probability(value));
            case "frames" -> faults.withLinkErrors(probability(value));
            case "flips" -> faults.withBitFlips(Quantity.hertz(WHERE, value));
            case "drift" -> drift(faults, value);
            case "start" -> faults.withStartSpread(Quantity.seconds(WHERE, value));
            case "stop" -> stop(faults, value, machine);
            default ->
                throw new InputException(
                    WHERE,
                    "'"
                        + name
                        + "' is no fault; there are loss, corrupt, frames, flips, drift, start and"
                        + " stop, each with = and a value");
          };
    }
    return faults;
  }

  private static double probability(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw new InputException(WHERE, "'" + text + "' is no probability; give one such as 1e-6");
    }
  }

  private static Faults drift(Faults faults, String text) {
    var form = PPM.matcher(text);
    if (!form.matches()) {
      throw new InputException(
          WHERE, "'" + text + "' is no drift; give one such as 50ppm or normal:20ppm");
    }
    return faults.withDrift(
        "normal".equals(form.group(1)) ? Distribution.NORMAL : Distribution.UNIFORM,
        probability(form.group(2)));
  }

  private static Faults stop(Faults faults, String text, Machine machine) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      throw new InputException(
          WHERE, "'" + text + "' says no time; give a core and when it stops, such as 0,0,5@3ms");
    }
    return faults.withStop(
        CoreAddress.parse(WHERE, text.substring(0, at)).pe(WHERE, machine),
        Quantity.seconds(WHERE, text.substring(at + 1)));
  }
}
