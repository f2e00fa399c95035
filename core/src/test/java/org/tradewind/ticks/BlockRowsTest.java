package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was laid down is read back, whatever the order of units and of synapses.
class BlockRowsTest {
  private static final int ROWS = 75;

  /// Of one kind, then of four with heads; of rows of one weight, of mixed ones, of units of both.
  @ParameterizedTest
  @CsvSource({
    "1, false, 0, 0", "1, false, 1, 3", "1, false, 1, 0", "1, false, 2, 3", "1, false, 9, 3",
    "1, false, 3, 40", "1, false, 3, 75", "4, true, 0, 3", "4, true, 3, 3", "4, true, 9, 3"
  })
  void rowsAreWhatWasLaidDown(int kinds, boolean headed, int shift, int evenFrom) {
    var random = new Random(shift);
    var rows = new ArrayList<List<String>>();
    var laying = new BlockRows.Builder(ROWS, shift, kinds, headed);
    var units = new ArrayList<Integer>();
    var words = new ArrayList<List<int[]>>();
    for (int unit = 0; unit < laying.units(); unit++) {
      units.add(unit);
      words.add(new ArrayList<>());
    }
    for (int row = 0; row < ROWS; row++) {
      rows.add(new ArrayList<>());
      for (int s = random.nextInt(6); s > 0; s--) {
        int weight = row < evenFrom ? random.nextInt(-3, 4) : row % 5 - 2;
        int place = random.nextInt(1 << 16);
        int kind = random.nextInt(kinds);
        rows.get(row).add(kind + " " + weight + " " + place);
        int part = (row & (1 << shift) - 1) * kinds + kind;
        words.get(row >> shift).add(new int[] {weight << 16 | place, part});
      }
      Collections.sort(rows.get(row));
    }
    Collections.shuffle(units, random);
    var scratch = new BlockRows.Builder.Scratch();
    for (int unit : units) {
      List<int[]> its = words.get(unit);
      Collections.shuffle(its, random);
      int[] word = its.stream().mapToInt(w -> w[0]).toArray();
      int[] part = its.stream().mapToInt(w -> w[1]).toArray();
      laying.lay(unit, word, part, word.length, scratch);
    }
    BlockRows built = laying.built();
    assertThat(built.size()).isEqualTo(ROWS);
    assertThat(built.even()).isEqualTo(!headed && evenFrom == 0);
    for (int row = 0; row < ROWS; row++) {
      assertThat(read(built, row)).as("row " + row).isEqualTo(rows.get(row));
    }
  }

  private static List<String> read(BlockRows rows, int row) {
    var read = new ArrayList<String>();
    int unit = rows.unit(row);
    for (int s = rows.start(row); s < rows.end(row); ) {
      int last = rows.headed() ? s + 1 + BlockRows.count(rows.words(unit)[s]) : rows.end(row);
      int kind = rows.headed() ? BlockRows.kind(rows.words(unit)[s++]) : 0;
      for (; s < last; s++) {
        int word =
            rows.even() ? rows.weight(row) << 16 | rows.places(unit)[s] : rows.words(unit)[s];
        read.add(kind + " " + (word >> 16) + " " + (word & 0xFFFF));
      }
    }
    Collections.sort(read);
    return read;
  }
}
