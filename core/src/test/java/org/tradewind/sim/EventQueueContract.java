package org.tradewind.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every event queue does, whatever it is made of.
abstract class EventQueueContract {
  abstract EventQueue create();

  /// How far ahead of the current event others are added, in ticks.
  enum Horizon {
    ALL_AT_ONCE(1),
    CLOSE(100),
    A_MICROSECOND(6_000),
    A_TIMESTEP(6_000_000),
    FAR(1L << 40);

    final long ticks;

    Horizon(long ticks) {
      this.ticks = ticks;
    }
  }

  @Test
  void anEmptyQueueHasNoNext() {
    EventQueue queue = create();
    assertThat(queue.size()).isZero();
    assertThat(queue.next()).isFalse();
  }

  @Test
  void eventsComeByTickThenPriorityThenOrderOfAdding() {
    EventQueue queue = create();
    queue.add(20, 0, 1, 0);
    queue.add(10, 255, 2, 0);
    queue.add(10, 3, 3, 0);
    queue.add(10, 3, 4, 0);
    queue.add(10, 128, 5, 0);
    assertThat(drain(queue)).isEqualTo("3@10/3 4@10/3 5@10/128 2@10/255 1@20/0 ");
  }

  @Test
  void anEventMayBeAddedAtTheCurrentTickWithAnyPriority() {
    EventQueue queue = create();
    queue.add(10, 5, 1, 0);
    queue.add(10, 6, 2, 0);
    assertThat(queue.next()).isTrue();
    queue.add(10, 0, 3, 0);
    assertThat(drain(queue)).isEqualTo("3@10/0 2@10/6 ");
  }

  @Test
  void anEventKeepsItsFields() {
    EventQueue queue = create();
    queue.add(7, 200, -3, Long.MIN_VALUE + 5);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.next()).isTrue();
    assertThat(queue.tick()).isEqualTo(7);
    assertThat(queue.priority()).isEqualTo(200);
    assertThat(queue.target()).isEqualTo(-3);
    assertThat(queue.payload()).isEqualTo(Long.MIN_VALUE + 5);
    assertThat(queue.size()).isZero();
  }

  @Test
  void anEventInThePastIsRefused() {
    EventQueue queue = create();
    queue.add(10, 0, 0, 0);
    queue.next();
    assertThatThrownBy(() -> queue.add(9, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPriorityOutsideOfAByteIsRefused() {
    EventQueue queue = create();
    assertThatThrownBy(() -> queue.add(0, 256, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.add(0, -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Model-based: adds and takes at random, and compares every field with the plain queue.
  @ParameterizedTest
  @EnumSource(Horizon.class)
  void itAgreesWithThePlainQueue(Horizon horizon) {
    for (long seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      EventQueue plain = new PlainQueue();
      EventQueue queue = create();
      long tick = 0;
      for (int i = 0; i < 3_000; i++) {
        // phases of growing and of shrinking
        if (random.nextInt(100) < ((i / 500 & 1) == 0 ? 70 : 30)) {
          long at = tick + random.nextLong(horizon.ticks);
          int priority = random.nextInt(random.nextBoolean() ? 256 : 2);
          long payload = random.nextLong();
          plain.add(at, priority, i, payload);
          queue.add(at, priority, i, payload);
        } else {
          tick = sameNext(queue, plain, seed) ? plain.tick() : tick;
        }
        assertThat(queue.size()).as("seed %s", seed).isEqualTo(plain.size());
      }
      EventQueue copy = new PlainQueue();
      queue.copyTo(copy);
      assertThat(queue.firstTick()).isEqualTo(plain.firstTick());
      while (sameNext(queue, plain, seed)) {
        copy.next();
        assertThat(fields(copy)).as("seed %s", seed).isEqualTo(fields(plain));
      }
      assertThat(copy.next()).isFalse();
      assertThat(queue.firstTick()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @ParameterizedTest
  @EnumSource(Horizon.class)
  void nothingMovesBeyondTheEndThatIsAsked(Horizon horizon) {
    for (long seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      EventQueue plain = new PlainQueue();
      EventQueue queue = create();
      long end = 0;
      for (int window = 0; window < 100; window++) {
        for (int i = random.nextInt(20); i > 0; i--) {
          long at = end + random.nextLong(horizon.ticks);
          plain.add(at, 0, i, 0);
          queue.add(at, 0, i, 0);
        }
        end += random.nextLong(horizon.ticks / 4 + 1);
        while (plain.next(end)) {
          assertThat(queue.next(end)).as("seed %s", seed).isTrue();
          assertThat(fields(queue)).as("seed %s", seed).isEqualTo(fields(plain));
        }
        assertThat(queue.next(end)).as("seed %s", seed).isFalse();
        assertThat(queue.firstTick()).as("seed %s", seed).isEqualTo(plain.firstTick());
      }
    }
  }

  private static boolean sameNext(EventQueue queue, EventQueue plain, long seed) {
    boolean any = plain.next();
    assertThat(queue.next()).as("seed %s", seed).isEqualTo(any);
    if (any) {
      assertThat(fields(queue)).as("seed %s", seed).isEqualTo(fields(plain));
    }
    return any;
  }

  private static String drain(EventQueue queue) {
    var text = new StringBuilder();
    while (queue.next()) {
      text.append(queue.target() + "@" + queue.tick() + "/" + queue.priority() + " ");
    }
    return text.toString();
  }

  private static String fields(EventQueue queue) {
    return queue.target()
        + "@"
        + queue.tick()
        + "/"
        + queue.priority()
        + ":"
        + Long.toHexString(queue.payload());
  }
}
