package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.Mapping;

class PacketTraceTest {
  private static Mapping mapping() {
    return SnapshotTest.busyWorld();
  }

  private static Run recorded(Mapping mapping, PacketTrace.Filter filter) {
    Run run = Run.load(mapping, mapping.images(), SnapshotTest.options());
    run.record(filter);
    run.until(6);
    return run;
  }

  @Test
  void everyPacketIsRecordedOnce() {
    Mapping mapping = mapping();
    Run run = recorded(mapping, PacketTrace.Filter.ALL);
    List<PacketTrace.Packet> packets = run.packets().packets();
    assertThat(packets).hasSize((int) run.results().network().sent());
    assertThat(packets).isSortedAccordingTo((a, b) -> Long.compare(a.tick(), b.tick()));
    assertThat(packets)
        .extracting(PacketTrace.Packet::kind)
        .contains(PacketTrace.Kind.MULTICAST, PacketTrace.Kind.CORE_TO_CORE);
    assertThat(packets).allMatch(p -> p.causeTick() <= p.tick());
  }

  @Test
  void aTraceThatIsSentAgainMeetsTheSameLatencies() {
    // a world whose network carries nothing but what programs send
    Mapping mapping = gossip();
    Options options = TinyWorld.options(64);
    Run run = Run.load(mapping, mapping.images(), options);
    run.record(PacketTrace.Filter.ALL);
    Results results = run.until(4);
    for (int threads = 1; threads <= 3; threads++) {
      Results again = Run.replay(mapping, options.withThreads(threads), run.packets());
      Results.Net net = results.network();
      assertThat(again.network())
          .usingRecursiveComparison()
          .ignoringFields("counts")
          .isEqualTo(net);
      for (Action action : List.of(Action.NOC_HOP, Action.ROUTER_PACKET, Action.LINK_FRAME)) {
        assertThat(again.network().counts().of(action)).isEqualTo(net.counts().of(action));
      }
      assertThat(again.cores().stream().mapToLong(Results.Core::received).toArray())
          .isEqualTo(results.cores().stream().mapToLong(Results.Core::received).toArray());
    }
  }

  private static Mapping gossip() {
    return RunTest.randomTraffic(Machine.torus(4, 3), 400, 7);
  }

  @Test
  void aFilterKeepsTheSameWhileRecordingAndAfterwards() {
    Mapping mapping = mapping();
    PacketTrace all = recorded(mapping, PacketTrace.Filter.ALL).packets();
    var filter = new PacketTrace.Filter(200_000, 1_200_000, 2, 2, List.of(0, 3, 4));
    PacketTrace some = recorded(mapping, filter).packets();
    assertThat(some).isEqualTo(all.filtered(filter));
    assertThat(some.packets()).hasSizeBetween(1, all.packets().size() - 1);
    assertThat(some.packets())
        .allMatch(p -> (p.key() & 2) == 2 && List.of(0, 3, 4).contains(p.chip()))
        .allMatch(p -> p.tick() >= 200_000 && p.tick() < 1_200_000);
  }

  @Test
  void partOfATraceIsLessTraffic() {
    Mapping mapping = gossip();
    Options options = TinyWorld.options(64);
    Run run = Run.load(mapping, mapping.images(), options);
    run.record(PacketTrace.Filter.ALL);
    run.until(4);
    var even = new PacketTrace.Filter(0, Long.MAX_VALUE, 0, 1, List.of());
    Results half = Run.replay(mapping, options, run.packets().filtered(even));
    assertThat(half.network().sent()).isEqualTo(run.packets().packets().size() / 2);
    assertThat(half.network().delivered()).isEqualTo(run.results().network().delivered() / 2);
  }
}
