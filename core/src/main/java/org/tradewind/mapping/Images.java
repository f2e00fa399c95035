package org.tradewind.mapping;

import java.util.Arrays;
import org.tradewind.machine.Spinnaker2;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// What is loaded: for each vertex its program and the memory written through its layout.
public final class Images {
  private final Program[] programs;
  private final Sram[] srams;

  private Images(Program[] programs, Sram[] srams) {
    this.programs = programs;
    this.srams = srams;
  }

  public static Images of(MachineGraph graph, KeyLookup keys) {
    var programs = new Program[graph.size()];
    var srams = new Sram[graph.size()];
    for (int v = 0; v < programs.length; v++) {
      programs[v] = graph.vertex(v).program();
      srams[v] = written(programs[v], keys);
    }
    return new Images(programs, srams);
  }

  /// One program on every vertex of a graph.
  public static Images same(int vertices, Program program, KeyLookup keys) {
    var programs = new Program[vertices];
    Arrays.fill(programs, program);
    var srams = new Sram[vertices];
    Arrays.setAll(srams, _ -> written(program, keys));
    return new Images(programs, srams);
  }

  /// The same images, but for one vertex whose program (and so its data) is another: how a new
  /// stimulus is loaded without mapping again. Its layout must be as large as the one it replaces.
  public Images with(int vertex, Program program, KeyLookup keys) {
    if (program.layout().bytes() != srams[vertex].size()) {
      throw new IllegalStateException(
          "a program of "
              + program.layout().bytes()
              + " bytes cannot replace one of "
              + srams[vertex].size());
    }
    var otherPrograms = programs.clone();
    var otherSrams = srams.clone();
    otherPrograms[vertex] = program;
    otherSrams[vertex] = written(program, keys);
    return new Images(otherPrograms, otherSrams);
  }

  private static Sram written(Program program, KeyLookup keys) {
    var sram = new Sram(program.layout().bytes());
    program.write(keys, sram);
    return sram;
  }

  public Program program(int vertex) {
    return programs[vertex];
  }

  /// Nobody may write to it: a run loads a copy.
  public Sram sram(int vertex) {
    return srams[vertex];
  }

  /// Verifies that every vertex has an image, of exactly its layout's size, that a PE's data memory
  /// holds.
  void check(MachineGraph graph) {
    if (srams.length != graph.size()) {
      throw new IllegalStateException("images for " + srams.length + " of " + graph.size());
    }
    for (int v = 0; v < srams.length; v++) {
      String name = graph.vertex(v).name();
      int bytes = graph.vertex(v).program().layout().bytes();
      if (srams[v].size() != bytes || programs[v].layout().bytes() != bytes) {
        throw new IllegalStateException(
            "the image of " + name + " has " + srams[v].size() + " bytes, its layout " + bytes);
      }
      if (bytes > Spinnaker2.DATA_BYTES.whole()) {
        throw new IllegalStateException(
            "the image of " + name + " has " + bytes + " bytes, more than any PE has");
      }
    }
  }
}
