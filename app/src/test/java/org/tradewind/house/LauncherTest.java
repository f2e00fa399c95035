package org.tradewind.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script itself, in a tree of its own with JDKs that only print what they are told.
class LauncherTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /// Starts nothing: prints its name and arguments, or writes an AOT cache when asked for one.
  private static final String JAVA =
      """
      #!/bin/sh
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*) echo cache > "${argument#*=}"; exit 0 ;;
        esac
      done
      echo NAME
      printf '%s\\n' "$@"
      exit ${FAKE_EXIT-0}
      """;

  @TempDir Path temp;

  private Path home;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void layOut() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher is a POSIX shell script");
    home = Files.createDirectories(temp.resolve("a place/with spaces"));
    script(home.resolve("tradewind"), Files.readString(REPOSITORY.resolve("tradewind")));
    // the usual places, moved below temp
    script(
        home.resolve("bin/find-jdk"),
        Files.readString(REPOSITORY.resolve("bin/find-jdk"))
            .replaceAll("(?m)^( *)(/usr/lib|/opt|/Library)/", "$1\"" + temp + "\"$2/"));
    script(home.resolve("bin/maven"), "#!/bin/sh\necho 'no build expected' >&2; exit 1\n");
    built("1");
    environment.put("HOME", temp.resolve("user").toString());
    environment.put("PATH", tools().toString());
  }

  @Test
  void tradewindJavaHomeComesFirst() throws Exception {
    environment.put("TRADEWIND_JAVA_HOME", jdk("jdks/mine", "25.0.3"));
    environment.put("JAVA_HOME", jdk("jdks/other", "25.0.3"));

    assertThat(run().out).startsWith("mine");
  }

  @Test
  void anOldJavaHomeIsSkippedForTheJavaOnThePath() throws Exception {
    environment.put("JAVA_HOME", jdk("jdks/old", "17.0.15"));
    Path java = Path.of(jdk("jdks/new", "25")).resolve("bin/java");
    Path alternative = Files.createSymbolicLink(temp.resolve("alternative"), java);
    Files.createSymbolicLink(tools().resolve("java"), alternative);

    assertThat(run().out).startsWith("new");
  }

  @Test
  void theUsualPlacesAreSearched() throws Exception {
    jdk("usr/lib/jvm/a-17", "17.0.15");
    jdk("usr/lib/jvm/b-26", "26.0.1");

    assertThat(run().out).startsWith("b-26");
  }

  @Test
  void theUsersOwnJdksAreSearched() throws Exception {
    jdk("user/.sdkman/candidates/java/25.0.1-tem", "25.0.1");

    assertThat(run().out).startsWith("25.0.1-tem");
  }

  @Test
  void aRuntimeWithoutACompilerIsSkipped() throws Exception {
    String runtime = jdk("jdks/runtime", "25");
    Files.delete(Path.of(runtime, "bin/javac"));
    environment.put("JAVA_HOME", runtime);

    assertThat(run().code).isEqualTo(1);
  }

  @Test
  void withoutAJdkOneSentenceNamesTheVariableToSet() throws Exception {
    jdk("usr/lib/jvm/java-17", "17.0.15");

    Ended ended = run();

    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.out).isEmpty();
    assertThat(ended.err.lines())
        .singleElement()
        .asString()
        .contains("no JDK 25 or later", "TRADEWIND_JAVA_HOME");
  }

  @Test
  void argumentsArriveAsGivenThroughALinkFromAnywhere() throws Exception {
    jdk("usr/lib/jvm/jdk", "25");
    Path near = Files.createSymbolicLink(home.resolve("near"), Path.of("tradewind"));
    Path far = Files.createSymbolicLink(temp.resolve("far"), near);

    Ended ended = runScript(far, "run", "my file.nir", "*", "");

    assertThat(ended.out.lines().toList())
        .containsSubsequence("org.tradewind.cli.Main", "run", "my file.nir", "*", "");
    assertThat(ended.out).contains(home.toRealPath() + "/app/target/tradewind-app.jar");
  }

  @Test
  void theProgramsExitCodeIsTheLaunchers() throws Exception {
    jdk("usr/lib/jvm/jdk", "25");
    environment.put("FAKE_EXIT", "3");

    assertThat(run().code).isEqualTo(3);
  }

  @Test
  void aCacheIsUsedForTheBuildThatItWasMadeFromOnly() throws Exception {
    jdk("usr/lib/jvm/jdk", "25");
    String first = cache(run());
    Ended repeated = run();
    String again = cache(repeated);
    built("2");
    String second = cache(run());

    assertThat(again).isEqualTo(first);
    assertThat(repeated.err).isEmpty();
    assertThat(second).isNotEqualTo(first).contains("tradewind-2-");
    assertThat(Path.of(first)).doesNotExist();
    assertThat(Path.of(second)).exists();
  }

  @Test
  void theFirstUseBuildsAndSaysSoInOneLine() throws Exception {
    jdk("usr/lib/jvm/jdk", "25");
    Files.delete(home.resolve("app/target/build-id"));
    script(
        home.resolve("bin/maven"),
        "#!/bin/sh\necho much talk\necho 7 > \"${0%/bin/*}/app/target/build-id\"\n");

    Ended first = run();
    Ended second = run();

    assertThat(first.err.lines()).singleElement().asString().contains("building");
    assertThat(first.out).startsWith("jdk").doesNotContain("talk");
    assertThat(second.err).isEmpty();
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLogAndItsPath() throws Exception {
    jdk("usr/lib/jvm/jdk", "25");
    environment.put("TRADEWIND_REBUILD", "1");
    script(home.resolve("bin/maven"), "#!/bin/sh\necho 'what went wrong'; exit 1\n");

    Ended ended = run();

    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.out).isEmpty();
    assertThat(ended.err).contains("what went wrong", "the build failed", "target/build.log");
  }

  private record Ended(int code, String out, String err) {}

  private Ended run() throws Exception {
    return runScript(home.resolve("tradewind"), "--help");
  }

  private Ended runScript(Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private static String cache(Ended ended) {
    String option = "-XX:AOTCache=";
    return ended
        .out
        .lines()
        .filter(line -> line.startsWith(option))
        .findFirst()
        .orElseThrow()
        .substring(option.length());
  }

  private void built(String id) throws IOException {
    Path target = Files.createDirectories(home.resolve("app/target"));
    Files.writeString(target.resolve("build-id"), id + "\n");
    Files.writeString(target.resolve("tradewind-app.jar"), "");
  }

  /// A JDK below temp, by its release file.
  private String jdk(String where, String version) throws IOException {
    Path jdk = Files.createDirectories(temp.resolve(where));
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    script(jdk.resolve("bin/java"), JAVA.replace("NAME", jdk.getFileName().toString()));
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    return jdk.toString();
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// The only folder on the path: what the script uses, and no Java.
  private Path tools() throws IOException {
    Path tools = temp.resolve("tools");
    if (!Files.exists(tools)) {
      for (String tool : List.of("cksum", "dirname", "mkdir", "mv", "readlink", "rm", "tail")) {
        script(
            tools.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec %s \"$@\"\n".formatted(tool));
      }
    }
    return tools;
  }
}
