package org.tradewind.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tradewind.cost.Action;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;
import org.tradewind.pe.EventKernel;
import org.tradewind.pe.Interrupt;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.Payload;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Reception;
import org.tradewind.run.Results.Net;

/// What goes to one place instead of through the tables. Times are closed forms, in ticks of 1/6
/// ns.
class MemoryTest {
  private static final long ENTRY = 240;
  private static final long HOP = 100;
  private static final long FLIT = 20;
  private static final long ROUTER = 60;
  private static final long LINK = 600;
  private static final int BYTES = 32_768;

  private final List<Long> heard = new ArrayList<>();

  /// Does something at the start and something at each interrupt of one kind.
  private Function<Pe, Kernel> kernel(
      Consumer<Pe> atStart, Interrupt wakes, BiConsumer<Pe, Long> atInterrupt) {
    return pe -> {
      pe.enable(wakes);
      return new EventKernel() {
        @Override
        public void onStart() {
          atStart.accept(pe);
        }

        @Override
        public void onInterrupt(Interrupt source) {
          heard.add(pe.now() - ENTRY);
          atInterrupt.accept(pe, pe.now() - ENTRY);
        }
      };
    };
  }

  private Function<Pe, Kernel> starts(Consumer<Pe> atStart) {
    return kernel(atStart, Interrupt.MESSAGE, (_, _) -> {});
  }

  private static TinyWorld with(TinyWorld world, int chip, int p, Function<Pe, Kernel> kernel) {
    return world.on(chip, p, BYTES, Reception.ALL_IN_ONE, kernel);
  }

  /// Links of the NoC between two PEs of a chip.
  private static int hops(int p, int q) {
    return Math.abs(CoreMap.qx(p) - CoreMap.qx(q)) + Math.abs(CoreMap.qy(p) - CoreMap.qy(q));
  }

  /// And between a PE and the router.
  private static int toRouter(int p) {
    int y = CoreMap.qy(p);
    return Math.abs(CoreMap.qx(p) - 4) + (y <= 3 ? 3 - y : y - 4);
  }

  @Test
  void aPacketToAPeOfTheSameChipCrossesTheNocAlone() {
    for (int q : new int[] {1, 4, 60, 149}) {
      heard.clear();
      Net net =
          TinyWorld.chip()
              .on(0, 0, starts(pe -> pe.sendTo(0, q, Payload.of(1L))))
              .on(0, q, kernel(_ -> {}, Interrupt.OTHERWISE_WAITING, (pe, _) -> pe.take()))
              .run(0)
              .network();
      assertThat(net.maxLatencyTicks()).isEqualTo(hops(0, q) * HOP);
      assertThat(heard).containsExactly(ENTRY + hops(0, q) * HOP);
      assertThat(net.counts().of(Action.ROUTER_PACKET)).isZero();
    }
  }

  @Test
  void aPacketToAPeOfAnotherChipTakesAShortestWay() {
    var received = new ArrayList<String>();
    Machine machine = Machine.torus(5, 5);
    int far = machine.at(2, 4); // dx 2, dy -1: three links
    var world =
        new TinyWorld(machine)
            .on(0, 0, starts(pe -> pe.sendTo(far, 60, Payload.of(7L, 8L))))
            .on(
                far,
                60,
                kernel(
                    _ -> {},
                    Interrupt.OTHERWISE_WAITING,
                    (pe, _) -> received.add(pe.take() + " " + pe.payload())));
    Net net = world.run(0).network();
    assertThat(received).containsExactly((far << 8 | 60) + " " + Payload.of(7L, 8L));
    long frame = 96; // a payload of 128 bits takes a second one
    assertThat(net.maxLatencyTicks())
        .isEqualTo((toRouter(0) + toRouter(60)) * HOP + 4 * ROUTER + 3 * (LINK + frame));
    assertThat(net.counts().of(Action.LINK_FRAME)).isEqualTo(6);
    assertThat(net.counts().of(Action.ROUTER_PACKET)).isEqualTo(4);
  }

  @Test
  void aWayRoundADeadLinkIsFound() {
    Machine torn = Machine.torus(4, 4).withoutLink(0, Link.E);
    Net net =
        new TinyWorld(torn)
            .on(0, 0, starts(pe -> pe.sendTo(1, 0, Payload.NONE)))
            .on(1, 0, kernel(_ -> {}, Interrupt.OTHERWISE_WAITING, (pe, _) -> pe.take()))
            .run(0)
            .network();
    assertThat(net.delivered()).isEqualTo(1);
    assertThat(net.counts().of(Action.LINK_FRAME)).isEqualTo(2);
  }

  @Test
  void soIsOneRoundALinkThatIsDeadInOneDirection() {
    Machine torn = Machine.torus(4, 4).builder().withoutDirection(0, Link.E).build();
    for (int from : new int[] {0, 1}) {
      Net net =
          new TinyWorld(torn)
              .on(from, 0, starts(pe -> pe.sendTo(1 - from, 0, Payload.NONE)))
              .on(1 - from, 0, kernel(_ -> {}, Interrupt.OTHERWISE_WAITING, (pe, _) -> pe.take()))
              .run(0)
              .network();
      assertThat(net.delivered()).isEqualTo(1);
      assertThat(net.counts().of(Action.LINK_FRAME)).isEqualTo(from == 0 ? 2 : 1);
    }
  }

  @Test
  void aNearestNeighbourPacketCrossesTheLinkItNames() {
    Machine machine = Machine.torus(3, 3);
    for (Link link : Link.values()) {
      int neighbour = machine.neighbour(4, link);
      var keys = new ArrayList<Integer>();
      Net net =
          new TinyWorld(machine)
              .on(4, 0, starts(pe -> pe.sendNearest(link, 0xABC005, Payload.NONE)))
              .on(
                  neighbour,
                  5,
                  kernel(_ -> {}, Interrupt.OTHERWISE_WAITING, (pe, _) -> keys.add(pe.take())))
              .run(0)
              .network();
      assertThat(keys).containsExactly(0xABC005);
      assertThat(net.counts().of(Action.LINK_FRAME)).isEqualTo(1);
    }
  }

  @Test
  void aRemoteWriteIsThereAfterItsHopsAndARemoteReadComesBack() {
    for (int chip : new int[] {0, 1}) {
      heard.clear();
      var world = new TinyWorld(Machine.torus(2, 1));
      with(
          world,
          0,
          0,
          kernel(
              pe -> {
                pe.write(chip, 60, 16, Payload.of(0x1122_3344_5566_7788L, 9L));
                pe.read(chip, 60, 20, 64, 128);
              },
              Interrupt.READ_DONE,
              (_, _) -> {}));
      with(world, chip, 60, starts(_ -> {}));
      Run run = world.loaded(TinyWorld.options(16));
      run.until(0);
      assertThat(run.sram(1).getLong(16)).isEqualTo(0x1122_3344_5566_7788L);
      assertThat(run.sram(0).getLong(128)).isEqualTo(9L << 32 | 0x1122_3344L);
      long way =
          chip == 0 ? hops(0, 60) * HOP : (toRouter(0) + toRouter(60)) * HOP + 2 * ROUTER + LINK;
      // the read follows the write by one flit; across chips by its frames, two for 128 bits
      long behind = chip == 0 ? FLIT : 2 * 96;
      long two = 96; // asking takes 64 bits, answering too: two frames each
      assertThat(heard).containsExactly(ENTRY + behind + 2 * way + (chip == 0 ? 0 : 2 * two));
    }
  }

  @Test
  void transfersBetweenPesCopyEveryByte() {
    var random = new SplittableRandom(5);
    for (int bytes : new int[] {16, 256, 272, 4096}) {
      heard.clear();
      var world = TinyWorld.chip();
      int seed = random.nextInt();
      with(
          world,
          0,
          0,
          kernel(
              pe -> {
                fill(pe, 0, bytes, seed);
                pe.dma().write(0, 60, 64, bytes);
                pe.dma().read(60, 64, 16_384, bytes);
                assertThat(pe.dma().underWay()).isEqualTo(2);
              },
              Interrupt.DMA_DONE,
              (pe, _) -> assertThat(pe.dma().underWay()).isZero()));
      with(world, 0, 60, starts(_ -> {}));
      Run run = world.loaded(TinyWorld.options(16));
      run.until(0);
      byte[] original = run.sram(0).bytes(0, bytes);
      assertThat(run.sram(1).bytes(64, bytes)).isEqualTo(original);
      assertThat(run.sram(0).bytes(16_384, bytes)).isEqualTo(original);
      // there and told; asked and back: four ways, and the flits but one of each transfer
      long flits = bytes / 16;
      assertThat(heard).containsExactly(ENTRY + 4 * hops(0, 60) * HOP + 2 * (flits - 1) * FLIT);
    }
  }

  private static void fill(Pe pe, int from, int bytes, int seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < bytes; i++) {
      pe.sram().putByte(from + i, (byte) random.nextInt());
    }
  }

  @Test
  void dramGivesItsBandwidthAfterItsLatency() {
    int bytes = 16_384;
    var world = TinyWorld.chip();
    with(
        world,
        0,
        0,
        kernel(pe -> pe.dma().readDram(1 << 20, 0, bytes), Interrupt.DMA_DONE, (_, _) -> {}));
    Run run = world.loaded(TinyWorld.options(16));
    var image = new byte[bytes];
    new SplittableRandom(3).nextBytes(image);
    run.putDram(0, 1 << 20, image);
    Results results = run.until(0);
    assertThat(run.sram(0).bytes(0, bytes)).isEqualTo(image);
    // 3.2 GB/s x 0.7, 150 ns, the way there and back
    double stream = bytes / 2.24 * 6;
    assertThat((double) heard.getFirst() - ENTRY - 900)
        .isBetween(stream, stream + 2 * 11 * HOP + 16 * FLIT + 1);
    assertThat(results.network().counts().of(Action.DRAM_BYTE)).isEqualTo(bytes);
  }

  @Test
  void whatIsWrittenToDramIsThere() {
    var world = TinyWorld.chip();
    with(
        world,
        0,
        0,
        kernel(
            pe -> {
              fill(pe, 0, 1024, 9);
              pe.dma().writeDram(0, 0x4000_0000L, 1024);
              pe.dma().readDram(0x4000_0000L, 2048, 1024);
            },
            Interrupt.DMA_DONE,
            (_, _) -> {}));
    Run run = world.loaded(TinyWorld.options(16));
    run.until(0);
    assertThat(run.dram(0, 0x4000_0000L, 1024)).isEqualTo(run.sram(0).bytes(0, 1024));
    assertThat(run.sram(0).bytes(2048, 1024)).isEqualTo(run.sram(0).bytes(0, 1024));
    assertThat(run.dram(0, 0, 16)).containsOnly(0);
  }

  @Test
  void twoPesShareTheBandwidthOfAnInterface() {
    int bytes = 8_192;
    long one = lastOf(bytes, 0, 0x0);
    long same = lastOf(bytes, 0, 0x0, 0x0);
    long apart = lastOf(bytes, 0, 0x0, 0x4000_0000L);
    assertThat((double) same / one).isBetween(1.8, 2.0);
    assertThat((double) apart / one).isBetween(0.95, 1.1);
  }

  /// When the last of some PEs has read so many bytes.
  private long lastOf(int bytes, int chip, long... addresses) {
    heard.clear();
    var world = TinyWorld.chip();
    for (int i = 0; i < addresses.length; i++) {
      long address = addresses[i];
      with(
          world,
          chip,
          64 + 4 * i,
          kernel(pe -> pe.dma().readDram(address, 0, bytes), Interrupt.DMA_DONE, (_, _) -> {}));
    }
    world.run(0);
    return heard.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  @Test
  void aQuadsMemoryIsSharedAtOneFixedLevelOnly() {
    Function<Pe, Kernel> writes = starts(pe -> pe.shared(2).putInt(4, 77));
    var world = TinyWorld.chip();
    with(world, 0, 0, writes);
    with(world, 0, 2, starts(_ -> {}));
    Run run = world.loaded(TinyWorld.options(16));
    run.until(0);
    assertThat(run.sram(1).getInt(4)).isEqualTo(77);
    assertThatThrownBy(() ->
            world.loaded(TinyWorld.options(16).withDvfs(new DvfsPolicy.Threshold(1))).until(0))
        .hasMessageContaining("synchronous mode");
  }

  @Test
  void mistakesOfAProgramAreNamed() {
    assertThatThrownBy(() -> only(pe -> pe.dma().readDram(8, 0, 16)))
        .hasMessageContaining("granules of 16 bytes");
    assertThatThrownBy(() -> only(pe -> pe.dma().readDram(0x3FFF_FFF0L, 0, 32)))
        .hasMessageContaining("crosses from one DRAM interface");
    assertThatThrownBy(() -> only(pe -> pe.dma().readDram(0x8000_0000L, 0, 16)))
        .hasMessageContaining("2 GiB");
    assertThatThrownBy(() -> only(pe -> pe.dma().read(152, 0, 0, 16))).hasMessageContaining("152");
    assertThatThrownBy(() -> only(pe -> pe.write(0, 60, 0, Payload.of(1))))
        .hasMessageContaining(CoreMap.name(60))
        .hasMessageContaining("runs nothing");
    assertThatThrownBy(() -> only(pe -> pe.write(0, 60, 0, Payload.NONE)))
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> only(pe -> pe.sendTo(7, 0, Payload.NONE)))
        .hasMessageContaining("has no such PE");
    assertThatThrownBy(() -> only(pe -> pe.sendNearest(Link.E, 0, Payload.NONE)))
        .hasMessageContaining("not there");
    assertThatThrownBy(() -> only(pe -> pe.startTimer(0, 1, true))).hasMessageContaining("timer 0");
  }

  private void only(Consumer<Pe> atStart) {
    var world = TinyWorld.chip();
    with(world, 0, 0, starts(atStart));
    world.run(0);
  }
}
