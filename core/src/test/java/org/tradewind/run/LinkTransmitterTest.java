package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tradewind.machine.Link;

/// Closed forms, in ticks of 1/6 ns.
class LinkTransmitterTest {
  /// 16 ns; 60 ns on a long link.
  private static final long FRAME = 96;

  private static final long LONG_FRAME = 360;

  /// 100 ns; 250 ns.
  private static final long LATENCY = 600;

  private static final long LONG_LATENCY = 1500;

  private static final long SEED = 1;

  @Test
  void aPacketTakesAFrameForEach84Bits() {
    assertThat(LinkTransmitter.frames(0)).isEqualTo(1);
    assertThat(LinkTransmitter.frames(32)).isEqualTo(1);
    assertThat(LinkTransmitter.frames(44)).isEqualTo(1);
    assertThat(LinkTransmitter.frames(45)).isEqualTo(2);
    assertThat(LinkTransmitter.frames(64)).isEqualTo(2);
    assertThat(LinkTransmitter.frames(128)).isEqualTo(2);
    assertThat(LinkTransmitter.frames(129)).isEqualTo(3);
  }

  @Test
  void anIdleLinkDeliversOneLatencyAfterTheLastFrameStarted() {
    assertThat(new LinkTransmitter(Link.Kind.SHORT, 0, SEED, 0).send(7, 0)).isEqualTo(7 + LATENCY);
    assertThat(new LinkTransmitter(Link.Kind.SHORT, 0, SEED, 0).send(7, 128))
        .isEqualTo(7 + FRAME + LATENCY);
    assertThat(new LinkTransmitter(Link.Kind.LONG, 0, SEED, 0).send(7, 0))
        .isEqualTo(7 + LONG_LATENCY);
    assertThat(new LinkTransmitter(Link.Kind.LONG, 0, SEED, 0).send(7, 128))
        .isEqualTo(7 + LONG_FRAME + LONG_LATENCY);
  }

  @Test
  void aShortLinkTakes62And5MillionFramesASecondAndALongOne16And7() {
    int n = 1000;
    var near = new LinkTransmitter(Link.Kind.SHORT, 0, SEED, 0);
    var far = new LinkTransmitter(Link.Kind.LONG, 0, SEED, 0);
    for (int i = 0; i < n; i++) {
      assertThat(near.send(0, 32)).isEqualTo(i * FRAME + LATENCY);
      assertThat(far.send(0, 32)).isEqualTo(i * LONG_FRAME + LONG_LATENCY);
    }
    assertThat(near.busyTicks()).isEqualTo(n * FRAME);
    assertThat(near.waitingTicks()).isEqualTo(FRAME * n * (n - 1) / 2);
    assertThat(1e-6 * n * 6e9 / near.busyTicks()).isEqualTo(62.5, within(1e-9));
    assertThat(1e-6 * n * 6e9 / far.busyTicks()).isEqualTo(16.7, within(0.05));
  }

  @Test
  void payloadsHalveTheRateOfPackets() {
    var link = new LinkTransmitter(Link.Kind.SHORT, 0, SEED, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(link.send(0, 64)).isEqualTo((2 * i + 1) * FRAME + LATENCY);
    }
    assertThat(link.packets()).isEqualTo(10);
    assertThat(link.frames()).isEqualTo(20);
    assertThat(link.resent()).isZero();
  }

  @Test
  void aCorruptedFrameCostsARoundTripAndNothingElse() {
    int n = 200_000;
    double p = 0.01;
    var link = new LinkTransmitter(Link.Kind.SHORT, p, SEED, 3);
    long last = 0;
    for (int i = 0; i < n; i++) {
      long arrival = link.send(0, 32);
      assertThat(arrival).isGreaterThan(last);
      last = arrival;
    }
    assertThat(link.frames()).isEqualTo(n + link.resent());
    assertThat(link.busyTicks()).isEqualTo(n * FRAME + link.resent() * 2 * LATENCY);
    // p / (1 - p) resent a frame, give or take four standard deviations
    double expected = n * p / (1 - p);
    assertThat((double) link.resent())
        .as("seed %s", SEED)
        .isEqualTo(expected, within(4 * Math.sqrt(n * p) / (1 - p)));
  }

  @Test
  void aPacketOfTwoFramesResendsTheOneThatFailed() {
    var clean = new LinkTransmitter(Link.Kind.SHORT, 0, SEED, 0);
    var noisy = new LinkTransmitter(Link.Kind.SHORT, 0.2, SEED, 0);
    for (int i = 0; i < 1000; i++) {
      long tick = i * 1_000_000L;
      long before = noisy.resent();
      long late = noisy.send(tick, 128) - clean.send(tick, 128);
      assertThat(late).isEqualTo((noisy.resent() - before) * 2 * LATENCY);
    }
    assertThat(noisy.resent()).isPositive();
  }

  @Test
  void errorsAreThoseOfSeedAndLinkAlone() {
    assertThat(errors(SEED, 4)).isEqualTo(errors(SEED, 4));
    assertThat(errors(SEED, 4)).isNotEqualTo(errors(SEED, 5));
    assertThat(errors(SEED, 4)).isNotEqualTo(errors(SEED + 1, 4));
  }

  /// When each of 1,000 packets arrives.
  private static long[] errors(long seed, int link) {
    var transmitter = new LinkTransmitter(Link.Kind.SHORT, 0.05, seed, link);
    var arrivals = new long[1000];
    for (int i = 0; i < arrivals.length; i++) {
      arrivals[i] = transmitter.send(1000L * i, 0);
    }
    return arrivals;
  }

  @Test
  void aProbabilityIsBelowOne() {
    assertThatThrownBy(() -> new LinkTransmitter(Link.Kind.SHORT, 1, SEED, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
  }
}
