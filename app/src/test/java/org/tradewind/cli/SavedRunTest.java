package org.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradewind.cli.CommandTest.tradewind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that are saved, resumed, recorded and sent again.
class SavedRunTest {
  private static final String NET = Path.of("..", "examples", "bursting.net.yaml").toString();

  @TempDir private Path directory;

  private CommandTest.Outcome run(String out, String... more) {
    String[] arguments = new String[6 + more.length];
    arguments[0] = "run";
    arguments[1] = NET;
    arguments[2] = "--steps";
    arguments[3] = "300";
    arguments[4] = "--out";
    arguments[5] = directory.resolve(out).toString();
    System.arraycopy(more, 0, arguments, 6, more.length);
    return tradewind(arguments);
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  @Test
  void aResumedRunWritesTheSameSpikes() throws IOException {
    String saved = directory.resolve("half.tws").toString();
    assertThat(run("whole").code()).isZero();
    assertThat(run("saving", "--save", "137:" + saved).code()).isZero();
    assertThat(run("resumed", "--resume", saved).code()).isZero();
    assertThat(file("saving/spikes.csv")).isEqualTo(file("whole/spikes.csv"));
    assertThat(file("resumed/spikes.csv")).isEqualTo(file("whole/spikes.csv"));
    assertThat(file("whole/spikes.csv").length).isGreaterThan(1_000);
  }

  @Test
  void whatCannotBeResumedIsSaid() throws IOException {
    String saved = directory.resolve("half.tws").toString();
    assertThat(run("saving", "--save", "137:" + saved).code()).isZero();
    CommandTest.Outcome longer =
        tradewind("run", NET, "--steps", "400", "--resume", saved, "--out", out());
    assertThat(longer.code()).isEqualTo(2);
    assertThat(longer.err()).contains("half.tws", "--steps 300");
    CommandTest.Outcome seeded = run("x", "--resume", saved, "--seed", "2");
    assertThat(seeded.code()).isEqualTo(2);
    assertThat(seeded.err()).contains("saved from another");
    assertThat(run("x", "--save", "300:" + saved).err()).contains("step 300 is not within");
    assertThat(run("x", "--save", "half").err()).contains("STEP:FILE");
    assertThat(run("x", "--resume", "nowhere.tws").err())
        .contains("nowhere.tws: cannot be read: there is no such file");
    assertThat(run("x", "--save", "3:" + directory.resolve("nowhere/x.tws")).err())
        .contains("cannot be written: its folder is not there");
    assertThat(run("x", "--keys", "0x1").err()).contains("--packets: is missing");
    assertThat(run("x", "--resume", saved, "--packets").err()).contains("record the whole run");
  }

  private String out() {
    return directory.resolve("other").toString();
  }

  @Test
  void aRecordedRunIsSentAgainWithTheSameLatencies() throws IOException {
    assertThat(run("recorded", "--packets").code()).isZero();
    Path packets = directory.resolve("recorded/packets.csv");
    List<String> lines = Files.readAllLines(packets);
    assertThat(lines.size()).isGreaterThan(100);
    String summary = Files.readString(directory.resolve("recorded/summary.json"));

    CommandTest.Outcome all =
        tradewind("replay", NET, "--steps", "300", "--trace", packets.toString());
    assertThat(all.err()).doesNotContain("Exception");
    assertThat(all.code()).isZero();
    assertThat(all.out()).contains("%,d packets sent".formatted(lines.size() - 2));
    assertThat(summary).contains("\"sent\" : " + (lines.size() - 2) + ",");

    CommandTest.Outcome some =
        tradewind(
            "replay", NET, "--steps", "300", "--trace", packets.toString(), "--until-time", "50ms");
    assertThat(some.out()).doesNotContain("%,d packets sent".formatted(lines.size() - 2));
    assertThat(tradewind("replay", NET, "--steps", "300", "--trace", NET).err())
        .contains("is no file of packets");
    assertThat(tradewind("replay", NET, "--steps", "300", "--trace", "nowhere.csv").err())
        .contains("nowhere.csv: cannot be read: there is no such file");
  }

  @Test
  void packetsOfAnotherMappingAreRefused() {
    assertThat(run("recorded", "--packets").code()).isZero();
    String packets = directory.resolve("recorded/packets.csv").toString();

    CommandTest.Outcome other =
        tradewind("replay", NET, "--steps", "300", "--trace", packets, "--placer", "linear");

    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("packets.csv: holds packets of another mapping", "options of the run");
  }
}
