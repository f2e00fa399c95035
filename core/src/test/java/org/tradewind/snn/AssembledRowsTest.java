package org.tradewind.snn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tradewind.pe.Sram;

class AssembledRowsTest {
  private static final int SLICES = 3;

  private final AtomicInteger made = new AtomicInteger();

  private Sram[] make() {
    made.incrementAndGet();
    var rows = new Sram[SLICES];
    for (int s = 0; s < SLICES; s++) {
      rows[s] = Sram.of(new byte[] {(byte) s});
    }
    return rows;
  }

  private static void askForAll(AssembledRows rows, int from, int to) {
    for (int s = from; s < to; s++) {
      assertThat(rows.of(s)).isEqualTo(Sram.of(new byte[] {(byte) s}));
    }
  }

  @Test
  void whatIsKeptIsNotMade() {
    var rows = AssembledRows.kept(make());
    askForAll(rows, 0, SLICES);
    askForAll(rows, 0, SLICES);
    assertThat(made).hasValue(1);
    assertThat(rows.keeps()).isTrue();
  }

  @Test
  void allAreMadeOnceForEachWhoAsksForAllOfThem() {
    var rows = AssembledRows.remade(this::make, new RowRules(new int[1], List.of()));
    assertThat(made).hasValue(0);
    askForAll(rows, 0, SLICES);
    assertThat(made).hasValue(1);
    askForAll(rows, 0, SLICES);
    assertThat(made).hasValue(2);
    assertThat(rows.keeps()).isFalse();
  }

  @Test
  void twoWhoAskInTurnDoNotTakeThemFromEachOther() {
    var rows = AssembledRows.remade(this::make, new RowRules(new int[1], List.of()));
    askForAll(rows, 0, 2);
    askForAll(rows, 0, 1);
    assertThat(rows.keeps()).isTrue();
    askForAll(rows, 2, SLICES);
    askForAll(rows, 1, SLICES);
    assertThat(made).hasValue(2);
  }
}
