package org.tradewind.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.tradewind.io.data.PacketFile;
import org.tradewind.job.Drive;
import org.tradewind.job.EngineChoice;
import org.tradewind.job.Job;
import org.tradewind.mapping.Images;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Options;
import org.tradewind.run.Results;
import org.tradewind.run.Run;
import org.tradewind.unit.InputException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Saving, restoring and listening to a run of one sample.
final class DriveOptions {
  static final String PACKETS = "packets.csv";

  private static final Pattern SAVE = Pattern.compile("([0-9]{1,9}):(.+)");

  @Option(
      names = "--save",
      paramLabel = "STEP:FILE",
      description = "save the whole machine to FILE when timestep STEP begins, and go on")
  private String save;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "go on where --save left a run of the same job")
  private Path resume;

  @Option(
      names = "--packets",
      description = "write every packet that cores send to packets.csv, for tradewind replay")
  private boolean packets;

  @Mixin private PacketFilter filter = new PacketFilter();

  /// How a job is to be driven.
  ///
  /// @param out where the packets go
  Drive drive(Job job, Path out) {
    if (!packets && filter.given()) {
      throw new InputException(
          "--packets",
          "is missing: --keys, --chip and times choose among the packets that it keeps");
    }
    if (save == null && resume == null && !packets) {
      return job.engine();
    }
    String asked = save != null ? "--save" : resume != null ? "--resume" : "--packets";
    if (job.engine() == EngineChoice.TICKS) {
      throw new InputException(
          asked, "works packet by packet; leave --engine out, or use --engine events");
    }
    if (job.stimuli().size() > 1) {
      throw new InputException(
          asked, "works on one sample, the input has " + job.stimuli().size() + "; use --limit 1");
    }
    if (resume != null && packets) {
      throw new InputException(
          "--packets", "a resumed run knows only its second half; record the whole run");
    }
    return (mapping, images, options, steps, watch) ->
        drive(mapping, images, options, steps, out).because(asked + " was asked for");
  }

  private Results drive(Mapping mapping, Images images, Options options, int steps, Path out) {
    Run run =
        resume == null ? Run.load(mapping, images, options) : restored(mapping, images, options);
    if (packets) {
      run.record(filter.filter(mapping.machine()));
    }
    if (resume == null) {
      run.start(steps);
    } else if (run.steps() != steps) {
      throw new InputException(
          resume.toString(),
          "was saved in a run of "
              + run.steps()
              + " steps, this one has "
              + steps
              + "; give --steps "
              + run.steps());
    }
    if (save != null) {
      saveOnTheWay(run, options, steps);
    }
    run.advance(Long.MAX_VALUE);
    if (packets) {
      PacketFile.write(run.packets(), mapping, out.resolve(PACKETS));
    }
    return run.results();
  }

  private void saveOnTheWay(Run run, Options options, int steps) {
    var matcher = SAVE.matcher(save);
    if (!matcher.matches()) {
      throw new InputException("--save", "'" + save + "' is not STEP:FILE, such as 500:half.tws");
    }
    int step = Integer.parseInt(matcher.group(1));
    if (step >= steps) {
      throw new InputException("--save", "step " + step + " is not within the run's " + steps);
    }
    run.advance((step + 1L) * options.timestepTicks());
    Path file = Path.of(matcher.group(2));
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
      run.save(to);
    } catch (IOException e) {
      throw InputException.unwritable(file, e);
    }
  }

  private Run restored(Mapping mapping, Images images, Options options) {
    try (InputStream from = new BufferedInputStream(Files.newInputStream(resume))) {
      return Run.restore(mapping, images, options, from, resume.toString());
    } catch (IOException e) {
      throw InputException.unreadable(resume, e);
    }
  }
}
