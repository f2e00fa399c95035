package org.tradewind.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tradewind.io.nir.NirFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tradewind convert`.
@Command(
    name = "convert",
    description = "Reads a network and writes it again; NIR to NIR keeps the graph as it is.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FROM", description = "a .nir file")
  private Path from;

  @Parameters(index = "1", paramLabel = "TO", description = "the .nir file to write")
  private Path to;

  @Override
  public Integer call() {
    for (Path path : new Path[] {from, to}) {
      if (!path.toString().endsWith(".nir")) {
        throw new org.tradewind.unit.InputException(
            path.toString(), "is not a .nir file; convert reads and writes NIR");
      }
    }
    NirFile.write(NirFile.read(from), to);
    return 0;
  }
}
