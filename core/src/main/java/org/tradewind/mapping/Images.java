package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// What is loaded: for each vertex its program, and the memory that it writes through its layout,
/// written when it is asked for: all images of a large network at once would be as large as the
/// machine.
public final class Images {
  /// Images that are written to see that they can be.
  private static final int WRITTEN = 200;

  private final Program[] programs;
  private final KeyLookup keys;

  private Images(Program[] programs, KeyLookup keys) {
    this.programs = programs;
    this.keys = keys;
  }

  public static Images of(MachineGraph graph, KeyLookup keys) {
    var programs = new Program[graph.size()];
    for (int v = 0; v < programs.length; v++) {
      programs[v] = graph.vertex(v).program();
    }
    return new Images(programs, keys);
  }

  /// One program on every vertex of a graph.
  public static Images same(int vertices, Program program, KeyLookup keys) {
    var programs = new Program[vertices];
    Arrays.fill(programs, program);
    return new Images(programs, keys);
  }

  /// The same images, but for one vertex whose program (and so its data) is another: how a new
  /// stimulus is loaded without mapping again. Its layout must be as large as the one it replaces.
  public Images with(int vertex, Program program) {
    int bytes = programs[vertex].layout().bytes();
    if (program.layout().bytes() != bytes) {
      throw new IllegalStateException(
          "a program of " + program.layout().bytes() + " bytes cannot replace one of " + bytes);
    }
    var others = programs.clone();
    others[vertex] = program;
    return new Images(others, keys);
  }

  /// The keys that programs write into their tables.
  public KeyLookup keys() {
    return keys;
  }

  public Program program(int vertex) {
    return programs[vertex];
  }

  /// Written anew each time: whoever asks owns it.
  public Sram sram(int vertex) {
    var sram = new Sram(programs[vertex].layout().bytes());
    programs[vertex].write(keys, sram);
    return sram;
  }

  /// Verifies that every vertex has the program of the graph, that a PE's data memory holds its
  /// image, and that an image can be written, of some that are written alone.
  void check(MachineGraph graph) {
    if (programs.length != graph.size()) {
      throw new IllegalStateException("images for " + programs.length + " of " + graph.size());
    }
    int stride = Math.max(1, programs.length / WRITTEN);
    for (int v = 0; v < programs.length; v++) {
      String name = graph.vertex(v).name();
      int bytes = programs[v].layout().bytes();
      if (graph.vertex(v).program().layout().bytes() != bytes) {
        throw new IllegalStateException(
            "the image of "
                + name
                + " has "
                + bytes
                + " bytes, its layout "
                + graph.vertex(v).program().layout().bytes());
      }
      if (bytes > Spinnaker2.DATA_BYTES.whole()) {
        throw new IllegalStateException(
            "the image of " + name + " has " + bytes + " bytes, more than any PE has");
      }
      if (v % stride == 0 && programs[v].writesAlone()) {
        sram(v);
      }
    }
  }
}
