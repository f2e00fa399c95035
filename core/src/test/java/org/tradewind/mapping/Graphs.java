package org.tradewind.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.tradewind.pe.Kernel;
import org.tradewind.pe.KeyLookup;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Pe;
import org.tradewind.pe.Program;
import org.tradewind.pe.Sram;

/// Small machine graphs whose vertices do nothing.
final class Graphs {
  /// Writes its key, if it has one, and is never started.
  record Idle(int bytes) implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("all", bytes);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {}

    @Override
    public Kernel start(Pe pe) {
      throw new IllegalStateException("never started");
    }
  }

  private Graphs() {}

  static MachineVertex vertex(String of, int from, int to) {
    return new MachineVertex(of, from, to, new Idle(64), "idle", 0, 0);
  }

  /// Vertices of one population, 16 atoms each.
  static List<MachineVertex> slices(int count) {
    var vertices = new ArrayList<MachineVertex>();
    for (int v = 0; v < count; v++) {
      vertices.add(vertex("p", 16 * v, 16 * v + 16));
    }
    return vertices;
  }

  static MachineGraph of(int[]... targets) {
    return new MachineGraph(slices(targets.length), targets);
  }

  static MachineGraph unconnected(int vertices) {
    return of(new int[vertices][0]);
  }

  /// Each sends to the next.
  static MachineGraph chain(int vertices) {
    int[][] targets = new int[vertices][];
    for (int v = 0; v < vertices; v++) {
      targets[v] = v + 1 < vertices ? new int[] {v + 1} : new int[0];
    }
    return of(targets);
  }

  /// Each sends to its four neighbours.
  static MachineGraph grid(int width, int height) {
    int[][] targets = new int[width * height][];
    for (int v = 0; v < targets.length; v++) {
      var near = new TreeSet<Integer>();
      if (v % width > 0) {
        near.add(v - 1);
      }
      if (v % width < width - 1) {
        near.add(v + 1);
      }
      if (v >= width) {
        near.add(v - width);
      }
      if (v < width * (height - 1)) {
        near.add(v + width);
      }
      targets[v] = array(near);
    }
    return of(targets);
  }

  static MachineGraph allToAll(int vertices) {
    int[][] targets = new int[vertices][vertices];
    for (int[] list : targets) {
      for (int t = 0; t < vertices; t++) {
        list[t] = t;
      }
    }
    return of(targets);
  }

  /// Each sends to `fan` others or fewer: most of them close to it in number, one in five anywhere.
  static MachineGraph local(int vertices, int fan, long seed) {
    var draws = new SplittableRandom(seed);
    int[][] targets = new int[vertices][];
    for (int v = 0; v < vertices; v++) {
      var chosen = new TreeSet<Integer>();
      for (int i = 0; i < fan; i++) {
        chosen.add(
            draws.nextInt(5) == 0
                ? draws.nextInt(vertices)
                : Math.floorMod(v + draws.nextInt(-50, 51), vertices));
      }
      targets[v] = array(chosen);
    }
    return of(targets);
  }

  private static int[] array(TreeSet<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
