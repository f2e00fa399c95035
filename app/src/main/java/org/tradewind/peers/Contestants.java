package org.tradewind.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tradewind.unit.InputException;

/// Who and what there is.
public final class Contestants {
  private Contestants() {}

  /// All networks, the largest at the end.
  public static List<String> networks() {
    return Ourselves.networks();
  }

  /// Tradewind, then the peers of these names.
  ///
  /// @param program the command line of `tradewind`, without its arguments
  /// @param python a Python 3 that has the peers installed
  /// @param work an empty directory, for the peers' scripts
  public static List<Contestant> of(
      List<String> program, List<String> peers, String python, Path work) {
    List<Contestant> contestants = new ArrayList<>();
    contestants.add(new Ourselves(program));
    List<Contestant> all = Script.all(python, work);
    for (String name : peers) {
      contestants.add(
          all.stream()
              .filter(peer -> peer.name().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new InputException(
                      "--peers",
                      "'"
                          + name
                          + "' is none; there are "
                          + String.join(", ", all.stream().map(Contestant::name).toList())
                          + ", and none")));
    }
    return contestants;
  }
}
