package org.tradewind.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradewind.peers.Comparison.Clock;
import org.tradewind.peers.Comparison.Entry;

/// Contestants that are lines of shell: no simulator is needed here.
class ContestTest {
  @TempDir private Path work;

  private final List<String> said = new ArrayList<>();

  private Comparison contest(int runs, List<Integer> threads, Contestant... contestants) {
    return new Contest(List.of(contestants), List.of("net"), threads, 2, 0.1, runs, 20, Clock.WALL)
        .run(work, said::add);
  }

  private static Contestant shell(String label, String line) {
    return new Fake(label, "true", line, OptionalInt.empty());
  }

  @Test
  void thePeerThatTakesFourTimesAsLongHasTheRatioFour() {
    Comparison comparison =
        contest(3, List.of(1), Fake.thatSays("Ours", 0.5, 8), Fake.thatSays("Peer", 2, 8.3));

    Entry peer = comparison.entry("net", 1, "Peer").orElseThrow();
    assertThat(peer.runs()).hasSize(3);
    assertThat(comparison.ratio(peer, 1).orElseThrow()).isCloseTo(4, within(1e-12));
    assertThat(Tables.of(comparison)).contains("0.250", "1.00 (4.00 ×)", "agree");
  }

  @Test
  void contestantsTakeTurns() {
    contest(2, List.of(1), Fake.thatSays("Ours", 0.5, 8), Fake.thatSays("Peer", 2, 8));

    assertThat(said)
        .extracting(line -> line.replaceAll(":.*", ""))
        .containsExactly(
            "net, 1 thread, run 1, Ours",
            "net, 1 thread, run 1, Peer",
            "net, 1 thread, run 2, Ours",
            "net, 1 thread, run 2, Peer");
  }

  @Test
  void oneThatIsNotInstalledIsSkippedByNameWithWhatToDo() {
    var absent = new Fake("Peer", "echo no module >&2; exit 1", "echo never", OptionalInt.empty());

    Comparison comparison = contest(1, List.of(1), Fake.thatSays("Ours", 0.5, 8), absent);

    assertThat(comparison.entries()).extracting(Entry::simulator).containsExactly("Ours");
    assertThat(Tables.of(comparison))
        .contains("* Peer is skipped: it is not installed (no module); install it by hand")
        .contains("nobody else ran it");
  }

  @Test
  void anInterpreterThatIsNotThereMakesItsPeerAbsent() throws Exception {
    Files.createDirectories(work.resolve("scripts"));
    List<Contestant> peers =
        Contestants.of(List.of("true"), List.of("nest"), "no-such-python", work.resolve("scripts"));

    Comparison comparison = contest(1, List.of(1), Fake.thatSays("Ours", 0.5, 8), peers.getLast());

    assertThat(comparison.absent().getFirst().why())
        .contains("no-such-python cannot be started", "install NEST 3");
  }

  @Test
  void oneThatFailsSaysItsLastWordsAndIsNotAskedAgain() {
    Path attempts = work.resolve("attempts");
    Contestant failing = shell("Peer", "echo x >> " + attempts + "; echo deep trouble >&2; exit 3");

    Comparison comparison = contest(3, List.of(1), Fake.thatSays("Ours", 0.5, 8), failing);

    assertThat(attempts).hasContent("x");
    assertThat(Tables.of(comparison))
        .contains("* `net`: Peer: ended with 3 on net, 1 thread: deep trouble")
        .contains("| –");
  }

  @Test
  void oneThatHangsIsEndedWithTheProcessesThatItStarted() {
    Contestant hanging = shell("Peer", "sleep 600 & sleep 600; echo never");
    long start = System.nanoTime();

    Comparison comparison =
        new Contest(
                List.of(Fake.thatSays("Ours", 0.5, 8), hanging),
                List.of("net"),
                List.of(1),
                1,
                0,
                1,
                0.5,
                Clock.WALL)
            .run(work, said::add);

    assertThat((System.nanoTime() - start) * 1e-9).isLessThan(20);
    assertThat(comparison.entry("net", 1, "Peer").orElseThrow().trouble())
        .contains("did not finish net, 1 thread within 1 s")
        .contains("--limit");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void oneThatSpeaksNoJsonIsReportedInASentence() {
    Comparison comparison =
        contest(
            1,
            List.of(1),
            shell("Ours", "echo hello"),
            shell("Half", "echo '{\"version\": \"1\"}'"),
            shell("Words", "echo '{\"version\": \"1\", \"build_seconds\": \"soon\"}'"),
            shell("Broken", "echo '{\"version\"'"));

    assertThat(comparison.entries())
        .extracting(Entry::trouble)
        .satisfiesExactly(
            ours -> assertThat(ours).isEqualTo("Ours: printed no line of JSON"),
            half -> assertThat(half).isEqualTo("Half: does not say build_seconds"),
            words -> assertThat(words).contains("build_seconds is '\"soon\"', which is no number"),
            broken -> assertThat(broken).contains("no JSON"));
  }

  @Test
  void theLastLineOfJsonCountsWhateverIsPrintedBefore() {
    Comparison comparison =
        contest(
            1,
            List.of(1),
            shell("Ours", "echo make: nothing; echo '" + Fake.json(7, 8) + "'; echo bye"));

    assertThat(comparison.seconds(comparison.entries().getFirst())).isEqualTo(7);
  }

  @Test
  void oneWithASingleThreadRunsOnceAndIsComparedWithBoth() {
    Comparison comparison =
        contest(
            1,
            List.of(2, 1),
            shell(
                "Ours",
                "[ $2 = 1 ] && echo '" + Fake.json(1, 8) + "' || echo '" + Fake.json(0.5, 8) + "'"),
            Fake.thatSays("Single", 4, 8).withMostThreads(1));

    assertThat(comparison.entries())
        .extracting(e -> e.simulator() + e.threads())
        .containsExactly("Ours1", "Single1", "Ours2");
    assertThat(Tables.of(comparison)).contains("2.00 (4.00 ×)", "2.00 (8.00 ×, 1 thread)");
  }

  @Test
  void environmentAndArgumentsReachTheProcess() {
    Comparison comparison =
        contest(
            1,
            List.of(1),
            shell("Ours", "[ \"$GREETING\" = hello ] && echo '" + Fake.json(1, 8) + "'"));

    assertThat(comparison.entries().getFirst().trouble()).isEmpty();
  }
}
