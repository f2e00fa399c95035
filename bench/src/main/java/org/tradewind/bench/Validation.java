package org.tradewind.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the tables of docs/validation.md again: runs each scenario, or program in Python, that the
/// page names in a comment, and puts what it prints between that comment and the one that ends it.
///
/// ```
/// <!-- made by LayerSchedule -->
/// <!-- so far -->
/// ```
///
/// What cannot be run here, for want of data or of a cross compiler, stays as it was. Takes about a
/// quarter of an hour. `git diff docs/validation.md` afterwards shows what has changed in the
/// model; the command is on that page.
public final class Validation {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- made by (\\w+)([^>]*) -->\n.*?<!-- so far -->\n", Pattern.DOTALL);

  /// Stands for the folder of real data in arguments.
  private static final String DATA = "$TRADEWIND_DATA";

  private static final String PYTHON = "python3";

  private Validation() {}

  /// @param args names of scenarios; none: all
  public static void main(String[] args) throws IOException, InterruptedException {
    Path page = Path.of("docs", "validation.md");
    String text = Files.readString(page);
    var made = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String scenario = block.group(1);
      boolean wanted = args.length == 0 || Arrays.asList(args).contains(scenario);
      String replacement = wanted ? again(block) : block.group();
      block.appendReplacement(made, Matcher.quoteReplacement(replacement));
    }
    block.appendTail(made);
    Files.writeString(page, made);
  }

  private static String again(Matcher block) throws IOException, InterruptedException {
    String scenario = block.group(1);
    String arguments = block.group(2).strip();
    System.err.println(scenario + " " + arguments);
    String data = System.getenv(DATA.substring(1));
    if (arguments.contains(DATA) && data == null) {
      System.err.println("  needs TRADEWIND_DATA and stays as it was");
      return block.group();
    }
    String[] words =
        arguments.isEmpty()
            ? new String[0]
            : arguments.replace(DATA, String.valueOf(data)).split(" ");
    String table = scenario.equals(PYTHON) ? python(words) : printed(scenario, words);
    if (table.isBlank()) {
      System.err.println("  did not run here and stays as it was");
      return block.group();
    }
    return "<!-- made by %s%s -->\n\n%s\n<!-- so far -->\n"
        .formatted(scenario, arguments.isEmpty() ? "" : " " + arguments, table);
  }

  /// What a program prints; nothing where it fails.
  private static String python(String[] words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? printed : "";
  }

  private static String printed(String scenario, String[] arguments) {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Class.forName(Validation.class.getPackageName() + "." + scenario)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(scenario + " did not run", e);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n").strip()
        + "\n";
  }
}
