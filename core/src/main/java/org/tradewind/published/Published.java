package org.tradewind.published;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tradewind.network.Network;
import org.tradewind.network.Stimulus;

/// A published network, ready to run.
///
/// @param stimulus what its spike lists emit
/// @param timestepSeconds of the model, and of the machine that runs it in real time
/// @param machine a usual one that holds it, as `--machine` names it
public record Published(
    Network network, Stimulus stimulus, double timestepSeconds, String machine) {
  /// Percent of the neurons, and of the inputs of each.
  private static final Pattern MICROCIRCUIT =
      Pattern.compile("microcircuit(-dc)?(?:-(100|[1-9][0-9]?))?");

  /// What [#named] understands; besides `microcircuit-N` and `microcircuit-dc-N` for any N percent.
  public static List<String> names() {
    return List.of(
        "brunel-dc",
        "brunel-poisson",
        "brunel-dc-1ms",
        "brunel-poisson-1ms",
        "cuba-4000",
        "cuba-20000",
        "cuba-40000",
        "synfire-10000",
        "microcircuit-10",
        "microcircuit",
        "microcircuit-dc");
  }

  /// The network of a name; empty where there is none.
  public static Optional<Published> named(String name) {
    return switch (name) {
      case "brunel-dc" -> Optional.of(Brunel.network(0.1, 1.5, false));
      case "brunel-poisson" -> Optional.of(Brunel.network(0.1, 1.5, true));
      case "brunel-dc-1ms" -> Optional.of(Brunel.network(1, 2, false));
      case "brunel-poisson-1ms" -> Optional.of(Brunel.network(1, 2, true));
      case "cuba-4000" -> Optional.of(VogelsAbbott.network(4_000));
      case "cuba-20000" -> Optional.of(VogelsAbbott.network(20_000));
      case "cuba-40000" -> Optional.of(VogelsAbbott.network(40_000));
      case "synfire-10000" -> Optional.of(SynfireRing.network(80));
      default -> microcircuit(name);
    };
  }

  private static Optional<Published> microcircuit(String name) {
    var parts = MICROCIRCUIT.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int percent = parts.group(2) == null ? 100 : Integer.parseInt(parts.group(2));
    return Optional.of(Microcircuit.network(percent / 100.0, parts.group(1) == null));
  }
}
