package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Keys;
import org.tradewind.mapping.Mapping;

class FingerprintTest {
  /// Two cores on two chips, a key from one to the other.
  private static Mapping mapping(Machine machine, int p, int key, int link, int to) {
    return new TinyWorld(machine)
        .on(0, p, _ -> _ -> {})
        .on(1, to, _ -> _ -> {})
        .entry(0, key, link)
        .entry(1, key, 0, to)
        .mapping();
  }

  @Test
  void theSameMappingHasTheSame() {
    assertThat(Fingerprint.of(mapping(Machine.board(), 4, 7, 1, 5)))
        .isEqualTo(Fingerprint.of(mapping(Machine.board(), 4, 7, 1, 5)));
  }

  @Test
  void machinePlacesKeysLinksAndTargetsAllCount() {
    UnaryOperator<Mapping> keyed =
        m ->
            new Mapping(
                m.machine(),
                m.graph(),
                m.placement(),
                new Keys(new int[] {64, 0}, new int[] {-64, 0}),
                m.routes(),
                m.tables(),
                m.images());
    Stream<Mapping> mappings =
        Stream.of(
            mapping(Machine.board(), 4, 7, 1, 5),
            mapping(Machine.torus(8, 8), 4, 7, 1, 5),
            mapping(Machine.board(), 6, 7, 1, 5),
            mapping(Machine.board(), 4, 8, 1, 5),
            mapping(Machine.board(), 4, 7, 2, 5),
            mapping(Machine.board(), 4, 7, 1, 70),
            mapping(Machine.board(), 4, 7, 1, 140),
            keyed.apply(mapping(Machine.board(), 4, 7, 1, 5)));

    assertThat(mappings.map(Fingerprint::of)).doesNotHaveDuplicates();
  }
}
