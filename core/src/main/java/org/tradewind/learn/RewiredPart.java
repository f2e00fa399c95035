package org.tradewind.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.pe.Kiss64;

/// A part of a network that [DeepRewiring] trains, in single precision, as a core has it: of every
/// layer some neighbouring targets with the connections that end there. Parts know nothing of each
/// other but the units that all have computed and the errors that come back.
///
/// A layer is its weights row by row, a row for each target; beside each weight the number of its
/// source. The sign of a weight is the connection's for ever, that of 0 too: θ = |w|, and -0 is a
/// connection that began to act against its target a moment ago. What becomes dormant leaves its
/// row at once, so between two rewirings rows are shorter.
///
/// The order of every operation, each rounded once, rows by target and connections in the order of
/// their row; x is a unit, of the input a byte's number:
///
/// ```
/// forward   a = 0;  a = a + w x for each x that is not 0
///           hidden: h = max(a, 0), in the first layer max(a (1/255), 0);  readout: y = a
/// backward  for each target whose error d is not 0, for each x that is not 0:
///             g = g + x d,  in the first layer x (d (1/255))
///             e = e + w d   for its source, of this part alone
/// descend   θ = ((θ - s (g share)) - shrink) + (spread n);  dormant if θ < 0
/// ```
///
/// with share = rate / samples, shrink = rate l1, and n the sum of the four bytes of a random word
/// less 510: it has the mean 0 and the variance of four bytes, 4 (256² - 1) / 12, so spread is rate
/// noise over the root of that. (A bell of bounded width in the place of the normal one: a
/// diffusion sees its mean and variance alone.) Words are the part's own [Kiss64], one a connection
/// in order.
///
/// rewire: a word's high half of its product with the number of targets is a target, that of the
/// low half's product with the number of sources a source; a connection that is there is drawn
/// anew. New ones go behind their row, in the order of their draws.
public final class RewiredPart {
  static final float OF_A_BYTE = 1 / 255f;

  /// The root of the variance of four bytes' sum.
  static final double FOUR_BYTES = Math.sqrt(4 * (256.0 * 256 - 1) / 12);

  private static final long WORD = 0xFFFF_FFFFL;
  private static final int NONE = -1;

  /// How often a part did what, for whoever counts cycles.
  public static final class Work {
    /// Targets that were gone through, forward or back.
    public int targets;

    /// Connections whose source was looked at: an input, a hidden unit, one on the way back.
    public int inputs;

    public int units;
    public int unitsBack;

    /// Weights that were multiplied and added.
    public int sums;

    /// Gradients that were added to, in the first layer and in others.
    public int inputGradients;

    public int gradients;

    /// Connections that made a step.
    public int steps;

    /// Positions that were drawn, and connections with which they were compared.
    public int candidates;

    public int comparisons;

    /// Connections that became active.
    public int rewired;

    /// Connections that were moved to make room, and targets whose rows were.
    public int moves;

    public int movedTargets;

    public Work() {}
  }

  private final Connections[] layers;
  private final int signs;

  /// Of the new connections their sources, and which came before to the same target.
  private final int[] newSource;

  private final int[] earlier;
  private final int[] latest;
  private Work work = new Work();
  private Kiss64 random;

  /// One layer of a part.
  ///
  /// @param active how many connections it has room for
  public record Shape(int sources, int firstTarget, int targets, int active) {}

  /// Without a connection yet.
  ///
  /// @param signs by which connections have their signs
  public RewiredPart(List<Shape> shapes, int signs, Kiss64 random) {
    layers = shapes.stream().map(Connections::new).toArray(Connections[]::new);
    this.signs = signs;
    this.random = random;
    int most = 0;
    int widest = 0;
    for (Connections rows : layers) {
      most = Math.max(most, rows.weight.length);
      widest = Math.max(widest, rows.targets);
    }
    newSource = new int[most];
    earlier = new int[most];
    latest = new int[widest];
  }

  /// As it is at first, with weights of |ν| / sqrt(fan-in).
  ///
  /// @param part which of [DeepRewiring#PARTS]
  static RewiredPart first(DeepRewiring rewiring, long seed, int part) {
    List<Shape> shapes = new ArrayList<>();
    for (int l = 0; l < rewiring.layers(); l++) {
      shapes.add(rewiring.shape(l, part));
    }
    var it = new RewiredPart(shapes, rewiring.signs(seed), rewiring.generator(seed, part));
    for (int l = 0; l < rewiring.layers(); l++) {
      Connections rows = it.layers[l];
      boolean[] active = rewiring.firstActive(seed, l, part);
      int c = 0;
      for (int t = 0; t < rows.targets; t++) {
        for (int s = 0; s < rows.sources; s++) {
          if (active[t * rows.sources + s]) {
            double initial = rewiring.initial(seed, l, s, rows.firstTarget + t);
            rows.weight[c] = it.sign(l, s, t) * (float) initial;
            rows.source[c++] = s;
          }
        }
        rows.rowEnd[t] = c;
      }
    }
    return it;
  }

  // ── a sample ──

  /// Writes what a layer's own targets become over their places.
  ///
  /// @param in all units below, or a byte's number for each input
  public void forward(int l, float[] in, float[] out) {
    Connections rows = layers[l];
    float scale = l == 0 ? OF_A_BYTE : 1;
    int sums = rows.forward(in, scale, l + 1 < layers.length, out);
    work.targets += rows.targets;
    work.inputs += l == 0 ? rows.count() : 0;
    work.units += l == 0 ? 0 : rows.count();
    work.sums += sums;
  }

  /// Adds to the gradients, and to this part's share of the sources' errors.
  ///
  /// @param errors of a layer's own targets, each at its place
  /// @param back errors of all units below, by this part alone; null for the first layer
  public void backward(int l, float[] in, float[] errors, float[] back) {
    Connections rows = layers[l];
    float scale = l == 0 ? OF_A_BYTE : 1;
    int looks = rows.wanted(errors);
    int used = rows.backward(in, errors, scale, back);
    work.targets += rows.targets;
    work.inputs += l == 0 ? looks : 0;
    work.unitsBack += l == 0 ? 0 : looks;
    work.inputGradients += l == 0 ? used : 0;
    work.gradients += l == 0 ? 0 : used;
  }

  // ── a step ──

  /// Every connection's step; those whose θ falls below 0 are gone.
  public void descend(float share, float shrink, float spread) {
    for (Connections rows : layers) {
      work.steps += rows.count();
      rows.descend(share, shrink, spread, random);
    }
  }

  /// Lets dormant connections become active until every layer has all of its own.
  ///
  /// @return how many
  public int rewire() {
    int all = 0;
    for (int l = 0; l < layers.length; l++) {
      int missing = layers[l].weight.length - layers[l].count();
      if (missing > 0) {
        draw(layers[l], missing);
        insert(l);
        all += missing;
      }
    }
    work.rewired += all;
    return all;
  }

  /// The new connections of each target are a chain from its latest.
  private void draw(Connections rows, int missing) {
    Arrays.fill(latest, NONE);
    for (int n = 0; n < missing; n++) {
      int target;
      int source;
      do {
        long product = (random.getAsInt() & WORD) * rows.targets;
        target = (int) (product >>> 32);
        source = (int) ((product & WORD) * rows.sources >>> 32);
        work.candidates++;
      } while (isThere(rows, target, source));
      newSource[n] = source;
      earlier[n] = latest[target];
      latest[target] = n;
    }
  }

  private boolean isThere(Connections rows, int target, int source) {
    int end = rows.rowEnd[target];
    for (int c = rows.begin(target); c < end; c++) {
      work.comparisons++;
      if (rows.source[c] == source) {
        return true;
      }
    }
    for (int n = latest[target]; n != NONE; n = earlier[n]) {
      work.comparisons++;
      if (newSource[n] == source) {
        return true;
      }
    }
    return false;
  }

  /// From the last row down, each moves up by as many as are new in the rows before and in itself.
  private void insert(int l) {
    Connections rows = layers[l];
    int to = rows.weight.length;
    int from = rows.count();
    for (int t = rows.targets - 1; to > from; t--) {
      int begin = rows.begin(t);
      rows.rowEnd[t] = to;
      work.movedTargets++;
      for (int n = latest[t]; n != NONE; n = earlier[n]) {
        rows.weight[--to] = 0f * sign(l, newSource[n], t);
        rows.source[to] = newSource[n];
      }
      if (to > from) {
        work.moves += from - begin;
        while (from > begin) {
          rows.weight[--to] = rows.weight[--from];
          rows.source[to] = rows.source[from];
        }
      }
    }
  }

  /// 1 or -1, of a possible connection for ever: a bit of its mixed place.
  private float sign(int l, int source, int target) {
    return DeepRewiring.sign(signs, l, source, layers[l].firstTarget + target);
  }

  // ── what it is ──

  /// What it has done since it was asked last.
  public Work work() {
    Work done = work;
    work = new Work();
    return done;
  }

  public int layers() {
    return layers.length;
  }

  /// How many targets of a layer are here.
  public int targets(int l) {
    return layers[l].targets;
  }

  public int firstTarget(int l) {
    return layers[l].firstTarget;
  }

  /// How many connections of a layer have room here.
  public int room(int l) {
    return layers[l].weight.length;
  }

  /// How many are active now.
  public int active(int l) {
    return layers[l].count();
  }

  /// Where a target's row ends, targets counted from the first here.
  public int rowEnd(int l, int target) {
    return layers[l].rowEnd[target];
  }

  public float weight(int l, int connection) {
    return layers[l].weight[connection];
  }

  public float gradient(int l, int connection) {
    return layers[l].gradient[connection];
  }

  public int source(int l, int connection) {
    return layers[l].source[connection];
  }

  public Kiss64 random() {
    return random;
  }

  // ── what it becomes when it is read ──

  public void setRowEnd(int l, int target, int end) {
    layers[l].rowEnd[target] = end;
  }

  public void set(int l, int connection, int source, float weight, float gradient) {
    layers[l].source[connection] = source;
    layers[l].weight[connection] = weight;
    layers[l].gradient[connection] = gradient;
  }

  public void setRandom(Kiss64 generator) {
    random = generator;
  }
}
