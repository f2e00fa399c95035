package org.tradewind.network;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tradewind.network.Network.Use;

/// The rows of one projection, each made when it is asked for, and made again when it is asked for
/// again: what there is between a rule and its [Synapses], for networks too large to be written
/// down. A row depends on (network, seed) and its pre neuron alone. Rows that are listed, or chosen
/// column by column, are turned round once and take four bytes a synapse; all others take none.
///
/// A drawn weight or delay is the inverse of its distribution at `(w + 0.5) / 2^32`, w word k of
/// the SplitMix64 stream that begins at the Philox number of (seed, `Network.owner(Use.WEIGHT or
/// Use.DELAY, projection, 0)`, pre neuron) for synapse k of the row. Those of a convolution belong
/// to its kernel's elements instead ([Values#at]), because synapses share them.
///
/// Several threads may read side by side, each through its own [Reader].
public final class Rows {
  /// Rows that a thread takes at a time.
  private static final int BLOCK = 64;

  private final int preSize;

  /// Synapses of all rows where the rule says so, else -1.
  private final long known;

  private final Supplier<Targets> rule;

  /// Made when a row is first asked for; whoever makes them too makes the same.
  private volatile Targets targets;

  private final boolean numbered;
  private final boolean uniform;
  private final boolean even;
  private final RowValues weights;
  private final RowValues delays;

  private Rows(
      int preSize,
      long known,
      Supplier<Targets> rule,
      boolean numbered,
      boolean uniform,
      boolean even,
      RowValues weights,
      RowValues delays) {
    this.preSize = preSize;
    this.known = known;
    this.rule = rule;
    this.numbered = numbered;
    this.uniform = uniform;
    this.even = even;
    this.weights = weights;
    this.delays = delays;
  }

  /// The rows of a projection of the network.
  public static Rows of(Network network, Projection projection, long seed) {
    int preSize = network.population(projection.pre()).size();
    int postSize = network.population(projection.post()).size();
    boolean recurrent = projection.pre().equals(projection.post());
    int index = network.index(projection);
    Connectivity rule = projection.connectivity();
    boolean shared = rule instanceof Connectivity.Convolution;
    var weights =
        new RowValues(projection.weights(), seed, Network.owner(Use.WEIGHT, index, 0), shared);
    var delays =
        new RowValues(
            new Values.Rounded(projection.delays(), 1, 0, Synapses.MAX_DELAY),
            seed,
            Network.owner(Use.DELAY, index, 0),
            shared);
    boolean numbered = weights.numbered() || delays.numbered();
    boolean uniform =
        switch (rule) {
          case Connectivity.AllToAll _,
              Connectivity.FixedProbability _,
              Connectivity.FixedNumberPre _,
              Connectivity.FixedNumberPost _,
              Connectivity.FixedTotalNumber _,
              Connectivity.FixedNumberNear _ ->
              true;
          case Connectivity.OneToOne _,
              Connectivity.Listed _,
              Connectivity.Convolution _,
              Connectivity.Pooling _ ->
              false;
        };
    var draws = new Targets.Draws(seed, index, recurrent);
    return new Rows(
        preSize,
        known(rule, preSize, postSize),
        () -> Targets.of(rule, preSize, postSize, draws, numbered),
        numbered,
        uniform,
        rule instanceof Connectivity.AllToAll(boolean self) && (self || !recurrent),
        weights,
        delays);
  }

  private static long known(Connectivity rule, long preSize, long postSize) {
    return switch (rule) {
      case Connectivity.FixedNumberPre(int n, boolean _) -> n * postSize;
      case Connectivity.FixedNumberPost(int n, boolean _) -> n * preSize;
      case Connectivity.FixedTotalNumber(int n, boolean _) -> n;
      default -> -1;
    };
  }

  private Targets targets() {
    Targets made = targets;
    if (made == null) {
      made = rule.get();
      targets = made;
    }
    return made;
  }

  /// Number of rows: neurons of the pre population.
  public int size() {
    return preSize;
  }

  /// Whether every post neuron is as likely a target as every other, so that what holds on average
  /// holds for each.
  public boolean uniform() {
    return uniform;
  }

  /// Whether every row has every post neuron once.
  public boolean even() {
    return even;
  }

  /// The one weight of all synapses, or NaN where they differ.
  public double commonWeight() {
    return weights.common();
  }

  /// The least that a weight may be.
  public double leastWeight() {
    return weights.least();
  }

  /// The most that a weight may be.
  public double mostWeight() {
    return weights.most();
  }

  /// Number of synapses.
  public long count() {
    if (known >= 0) {
      return known;
    }
    return blocks(
            (reader, rows) -> {
              long count = 0;
              for (int row = rows.from; row < rows.to; row++) {
                count += reader.count(row);
              }
              return count;
            })
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /// The largest delay field of all; 0 where there is no synapse.
  public int longestDelay() {
    return blocks(
            (reader, rows) -> {
              double longest = 0;
              for (int row = rows.from; row < rows.to && longest < delays.most(); row++) {
                int count = reader.count(row);
                if (count > 0 && delays.byWord()) {
                  longest = Math.max(longest, delays.extremes(row, count, reader.row)[1]);
                } else if (reader.delays(row) > 0) {
                  for (int k = 0; k < count; k++) {
                    longest = Math.max(longest, reader.delay[k]);
                  }
                }
              }
              return (int) longest;
            })
        .stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElse(0);
  }

  /// The smallest delay field that may be.
  public int leastDelay() {
    return (int) delays.least();
  }

  /// The largest delay field that may be.
  public int mostDelay() {
    return (int) delays.most();
  }

  /// The weight that a random word makes, where weights are drawn.
  public double drawn(int word) {
    return weights.finished(word);
  }

  /// Whether weights are drawn synapse by synapse: then no two need be the same, and
  /// [Reader#extremes] finds the largest without making them.
  public boolean drawsWeights() {
    return weights.byWord();
  }

  /// Consecutive rows.
  ///
  /// @param to behind the last
  public record Block(int from, int to) {}

  /// Does something with all rows, block by block on as many threads as there are.
  ///
  /// @param work done once for each block, with a reader that is its own meanwhile
  /// @return what it made of each block, in their order, whatever the threads did
  public <T> List<T> blocks(BiFunction<Reader, Block, T> work) {
    // not by several threads at once
    targets();
    var readers = new ConcurrentLinkedDeque<Reader>();
    return IntStream.range(0, Math.ceilDiv(preSize, BLOCK))
        .parallel()
        .mapToObj(block -> {
          Reader free = readers.poll();
          Reader reader = free == null ? reader() : free;
          var rows = new Block(block * BLOCK, Math.min(preSize, (block + 1) * BLOCK));
          T made = work.apply(reader, rows);
          readers.push(reader);
          return made;
        })
        .toList();
  }

  /// A reader of its own.
  public Reader reader() {
    return new Reader();
  }

  /// Makes rows, one at a time, into arrays that it uses again for the next.
  public final class Reader {
    private final Targets targets = Rows.this.targets();
    private final RowBuffer row = new RowBuffer(numbered);
    private float[] weight = new float[0];
    private byte[] delay = new byte[0];
    private int made = -1;

    private Reader() {}

    /// Synapses of a row.
    public int count(int pre) {
      int known = targets.known(pre);
      return known < 0 ? targets(pre) : known;
    }

    /// Makes a row's targets.
    ///
    /// @return how many there are
    public int targets(int pre) {
      if (made != pre) {
        row.count = 0;
        targets.fill(pre, row);
        made = pre;
      }
      return row.count;
    }

    /// Makes a row's weights.
    public int weights(int pre) {
      int count = numbered ? targets(pre) : count(pre);
      if (weight.length < count) {
        weight = new float[count + count / 2];
      }
      weights.fill(pre, count, row, weight);
      return count;
    }

    /// The least and the most of a row's weights where they are drawn; empty where it has none.
    public double[] extremes(int pre) {
      int count = count(pre);
      return count == 0 ? new double[0] : weights.extremes(pre, count, row);
    }

    /// Makes a row's delays.
    public int delays(int pre) {
      int count = numbered ? targets(pre) : count(pre);
      if (delay.length < count) {
        delay = new byte[count + count / 2];
      }
      delays.fill(pre, count, row, delay);
      return count;
    }

    /// Makes a row: targets, weights and delays.
    public int all(int pre) {
      targets(pre);
      weights(pre);
      return delays(pre);
    }

    /// Post neurons of the row, ascending but for [Connectivity.FixedTotalNumber], whose rows are
    /// in the order in which they were drawn.
    public int[] post() {
      return row.post;
    }

    /// Weights of the row, in the post population's own units.
    public float[] weight() {
      return weight;
    }

    /// Delay fields of the row.
    public byte[] delay() {
      return delay;
    }
  }

  /// The order in which a row is ascending, stable.
  private static int[] ascending(int[] post, int count) {
    var keys = new long[count];
    for (int k = 0; k < count; k++) {
      keys[k] = (long) post[k] << 32 | k;
    }
    Arrays.sort(keys);
    var order = new int[count];
    for (int k = 0; k < count; k++) {
      order[k] = (int) keys[k];
    }
    return order;
  }

  /// All of them, written down, each row ascending.
  Synapses synapses() {
    var rowStart = new int[preSize + 1];
    var post = new int[64];
    var weight = new float[64];
    var delay = new byte[64];
    Reader reader = reader();
    for (int i = 0; i < preSize; i++) {
      int begin = rowStart[i];
      int count = reader.all(i);
      rowStart[i + 1] = Math.addExact(begin, count);
      if (rowStart[i + 1] > post.length) {
        int capacity =
            (int) Math.min(Synapses.MAX_COUNT, Math.max(rowStart[i + 1], post.length * 3L / 2));
        post = Arrays.copyOf(post, capacity);
        weight = Arrays.copyOf(weight, capacity);
        delay = Arrays.copyOf(delay, capacity);
      }
      int[] order = ascending(reader.post(), count);
      for (int k = 0; k < count; k++) {
        post[begin + k] = reader.post()[order[k]];
        weight[begin + k] = reader.weight[order[k]];
        delay[begin + k] = reader.delay[order[k]];
      }
    }
    int all = rowStart[preSize];
    return new Synapses(
        rowStart, Arrays.copyOf(post, all), Arrays.copyOf(weight, all), Arrays.copyOf(delay, all));
  }
}
