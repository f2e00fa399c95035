package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Reception.WhenFull;

class EventFifoTest {
  @Test
  void itAgreesWithADequeThatDropsWhenFull() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      int capacity = 1 + random.nextInt(100);
      var fifo = new EventFifo(capacity, WhenFull.DROP);
      var plain = new ArrayDeque<Integer>();
      long dropped = 0;
      int most = 0;
      for (int i = 0; i < 2_000; i++) {
        if (random.nextInt(100) < ((i / 300 & 1) == 0 ? 65 : 35)) {
          fifo.add(i, Payload.NONE);
          if (plain.size() < capacity) {
            plain.add(i);
          } else {
            dropped++;
          }
        } else if (!plain.isEmpty()) {
          assertThat(fifo.take()).as("seed %s", seed).isEqualTo(plain.remove());
        }
        most = Math.max(most, plain.size());
        assertThat(fifo.size()).as("seed %s", seed).isEqualTo(plain.size());
      }
      assertThat(fifo.dropped()).as("seed %s", seed).isEqualTo(dropped);
      assertThat(fifo.maxSize()).as("seed %s", seed).isEqualTo(most);
    }
  }

  /// It had carried a payload, and then packets come that have none.
  @Test
  void aRestoredOneForgetsThePayloadThatWasTakenBefore() {
    var fifo = new EventFifo(4, WhenFull.DROP);
    fifo.add(1, Payload.of(5));
    fifo.take();
    var bytes = new ByteArrayOutputStream();
    fifo.save(new State.Writer(new DataOutputStream(bytes)));
    var restored = new EventFifo(4, WhenFull.DROP);
    restored.restore(
        new State.Reader(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));

    assertThat(restored.taken()).isEqualTo(Payload.of(5));
    restored.add(2, Payload.NONE);
    restored.take();
    assertThat(restored.taken()).isEqualTo(Payload.NONE);
  }

  @Test
  void nothingCanBeTakenFromAnEmptyOne() {
    assertThatThrownBy(() -> new EventFifo(4, WhenFull.DROP).take())
        .isInstanceOf(IllegalStateException.class);
  }
}
