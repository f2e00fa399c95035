package org.tradewind.network;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tradewind.network.Network.Use;
import org.tradewind.random.Philox;
import org.tradewind.random.SplitMix;

/// A projection's rule, row by row: which post neurons a pre neuron has. Any row can be made at any
/// time and again, since every draw is a pure function of (seed, projection, neuron, draw in its
/// row); several threads may make rows side by side, each with its own buffer.
interface Targets {
  int NOBODY = -1;

  /// Fills in the row of one pre neuron: post neurons, ascending but for
  /// [Connectivity.FixedTotalNumber], with their numbers.
  void fill(int pre, RowBuffer row);

  /// Synapses of a row where that is known without making it, else -1.
  default int known(int pre) {
    return -1;
  }

  /// Who draws.
  ///
  /// @param recurrent whether pre and post are one population
  record Draws(long seed, int projection, boolean recurrent) {
    long owner(int part) {
      return Network.owner(Use.CONNECTIVITY, projection, part);
    }
  }

  /// @param numbered whether the numbers are asked for
  static Targets of(Connectivity rule, int preSize, int postSize, Draws draws, boolean numbered) {
    return switch (rule) {
      case Connectivity.OneToOne() -> new OneToOne();
      case Connectivity.AllToAll(boolean self) -> new AllToAll(postSize, draws.recurrent && !self);
      case Connectivity.FixedProbability(double p, boolean self) ->
          new FixedProbability(p, postSize, draws.recurrent && !self, draws);
      case Connectivity.FixedNumberPre(int n, boolean self) ->
          FixedNumberPre.of(n, preSize, postSize, draws.recurrent && !self, draws);
      case Connectivity.FixedNumberPost(int n, boolean self) ->
          new FixedNumberPost(n, postSize, draws.recurrent && !self, draws);
      case Connectivity.FixedTotalNumber(int n, boolean self) ->
          FixedTotalNumber.of(n, preSize, postSize, draws.recurrent && !self, draws);
      case Connectivity.FixedNumberNear near ->
          new FixedNumberNear(near, postSize, draws.recurrent && !near.self(), draws);
      case Connectivity.Listed(int[] pre, int[] post) -> Listed.of(pre, post, preSize, postSize);
      case Connectivity.Convolution convolution -> new Convolution(convolution);
      case Connectivity.Pooling pooling -> Pooling.of(pooling, preSize, numbered);
    };
  }

  record OneToOne() implements Targets {
    @Override
    public void fill(int pre, RowBuffer row) {
      row.add(pre, pre);
    }

    @Override
    public int known(int pre) {
      return 1;
    }
  }

  record AllToAll(int postSize, boolean withoutSelf) implements Targets {
    @Override
    public void fill(int pre, RowBuffer row) {
      row.reserve(postSize);
      for (int j = 0; j < postSize; j++) {
        if (pre != j || !withoutSelf) {
          row.add(j, (long) pre * postSize + j);
        }
      }
    }

    @Override
    public int known(int pre) {
      return withoutSelf ? postSize - 1 : postSize;
    }
  }

  /// Skips from synapse to synapse: the gap between two successes of independent trials is
  /// geometric, `floor(ln(u) / ln(1 - p))` with u uniform in (0, 1]. One draw a synapse instead of
  /// one a pair, and the same distribution.
  record FixedProbability(
      double p, double logMiss, int postSize, boolean withoutSelf, long seed, long owner)
      implements Targets {
    FixedProbability(double p, int postSize, boolean withoutSelf, Draws draws) {
      this(p, StrictMath.log1p(-p), postSize, withoutSelf, draws.seed, draws.owner(0));
    }

    @Override
    public void fill(int pre, RowBuffer row) {
      int draw = 0;
      long j = -1;
      while (p > 0) {
        double u = 1 - Philox.uniform(seed, owner, pre, draw++);
        j += 1 + (long) Math.min(StrictMath.log(u) / logMiss, postSize);
        if (j >= postSize) {
          break;
        }
        if (pre != j || !withoutSelf) {
          row.add((int) j, (long) pre * postSize + j);
        }
      }
    }
  }

  record FixedNumberPost(int n, int postSize, boolean withoutSelf, long seed, long owner)
      implements Targets {
    FixedNumberPost(int n, int postSize, boolean withoutSelf, Draws draws) {
      this(n, postSize, withoutSelf, draws.seed, draws.owner(0));
    }

    @Override
    public void fill(int pre, RowBuffer row) {
      choose(n, postSize, withoutSelf ? pre : NOBODY, pre, seed, owner, row);
      for (int k = 0; k < n && row.number.length > 0; k++) {
        row.number[k] = pre * n + k;
      }
    }

    @Override
    public int known(int pre) {
      return n;
    }
  }

  record FixedNumberNear(
      Connectivity.FixedNumberNear rule, int postSize, boolean withoutSelf, long seed, long owner)
      implements Targets {
    FixedNumberNear(
        Connectivity.FixedNumberNear rule, int postSize, boolean withoutSelf, Draws draws) {
      this(rule, postSize, withoutSelf, draws.seed, draws.owner(0));
    }

    /// Places are numbered row by row, its own in the middle.
    @Override
    public void fill(int pre, RowBuffer row) {
      int n = rule.n();
      int side = 2 * rule.reach() + 1;
      int height = postSize / rule.width();
      int own = withoutSelf ? rule.places() / 2 : NOBODY;
      choose(n, rule.places(), own, pre, seed, owner, row);
      for (int k = 0; k < n; k++) {
        int y = pre / rule.width() + row.post[k] / side - rule.reach();
        int x = pre % rule.width() + row.post[k] % side - rule.reach();
        row.post[k] = Math.floorMod(y, height) * rule.width() + Math.floorMod(x, rule.width());
      }
      Arrays.sort(row.post, 0, n);
      for (int k = 0; k < n && row.number.length > 0; k++) {
        row.number[k] = pre * n + k;
      }
    }

    @Override
    public int known(int pre) {
      return rule.n();
    }
  }

  /// Chosen column by column, then turned round once: four bytes a synapse.
  ///
  /// @param start row i is [start[i], start[i + 1])
  /// @param number `post * n + i`, ascending in each row
  record FixedNumberPre(int n, int[] start, int[] number) implements Targets {
    private static final int BLOCK = 256;

    static FixedNumberPre of(int n, int preSize, int postSize, boolean withoutSelf, Draws draws) {
      var pre = new int[postSize * n];
      long owner = draws.owner(0);
      IntStream.range(0, Math.ceilDiv(postSize, BLOCK))
          .parallel()
          .forEach(block -> {
            var chosen = new RowBuffer(false);
            for (int j = block * BLOCK; j < Math.min(postSize, (block + 1) * BLOCK); j++) {
              chosen.count = 0;
              choose(n, preSize, withoutSelf ? j : NOBODY, j, draws.seed, owner, chosen);
              System.arraycopy(chosen.post, 0, pre, j * n, n);
            }
          });
      var start = starts(pre, preSize);
      return new FixedNumberPre(n, start, stableOrder(pre, start));
    }

    @Override
    public void fill(int pre, RowBuffer row) {
      row.reserve(known(pre));
      for (int i = start[pre]; i < start[pre + 1]; i++) {
        row.add(number[i] / n, number[i]);
      }
    }

    @Override
    public int known(int pre) {
      return start[pre + 1] - start[pre];
    }
  }

  /// Each synapse's pre neuron is drawn once to count the rows: numbers of synapses are
  /// multinomial. The post neurons of a row are uniform, a pair may come more than once; they are
  /// left in the order in which they are drawn, as sorting a row takes longer than drawing it.
  record FixedTotalNumber(int[] rowLength, int postSize, boolean withoutSelf, long seed, long owner)
      implements Targets {
    private static final int BLOCK = 1 << 16;

    static FixedTotalNumber of(int n, int preSize, int postSize, boolean withoutSelf, Draws draws) {
      long owner = draws.owner(1);
      int[] rowLength =
          IntStream.range(0, (int) Math.ceilDiv((long) n, BLOCK))
              .parallel()
              .collect(
                  () -> new int[preSize],
                  (counts, block) -> {
                    var words = new int[Math.min(BLOCK, n - block * BLOCK)];
                    SplitMix.words(draws.seed, owner, block, words, words.length);
                    for (int word : words) {
                      counts[below(preSize, word)]++;
                    }
                  },
                  (counts, others) -> {
                    for (int i = 0; i < preSize; i++) {
                      counts[i] += others[i];
                    }
                  });
      return new FixedTotalNumber(rowLength, postSize, withoutSelf, draws.seed, draws.owner(0));
    }

    @Override
    public void fill(int pre, RowBuffer row) {
      int count = rowLength[pre];
      row.reserve(count);
      SplitMix.words(seed, owner, pre, row.words(count), count);
      int candidates = withoutSelf ? postSize - 1 : postSize;
      for (int k = 0; k < count; k++) {
        int j = below(candidates, row.words[k]);
        row.post[k] = withoutSelf && j >= pre ? j + 1 : j;
      }
      row.count = count;
    }

    @Override
    public int known(int pre) {
      return rowLength[pre];
    }

    /// Uniform whole number in [0, bound); its bias is below bound / 2^32.
    private static int below(int bound, int word) {
      return (int) ((word & 0xFFFF_FFFFL) * bound >>> 32);
    }
  }

  /// @param start row i is [start[i], start[i + 1])
  /// @param number sorted by pre, then by post neuron, stable
  record Listed(int[] post, int[] start, int[] number) implements Targets {
    static Listed of(int[] pre, int[] post, int preSize, int postSize) {
      int[] start = starts(pre, preSize);
      int[] byPost = stableOrder(post, starts(post, postSize));
      var next = start.clone();
      var number = new int[pre.length];
      for (int item : byPost) {
        number[next[pre[item]]++] = item;
      }
      return new Listed(post, start, number);
    }

    @Override
    public void fill(int pre, RowBuffer row) {
      row.reserve(known(pre));
      for (int i = start[pre]; i < start[pre + 1]; i++) {
        row.add(post[number[i]], number[i]);
      }
    }

    @Override
    public int known(int pre) {
      return start[pre + 1] - start[pre];
    }
  }

  /// A pre neuron (c, y, x) lies in one pooled element, and that under every output of its group
  /// whose kernel reaches it: `y = oy * stride - pad + ky * dilation`. Walking the kernel backwards
  /// meets the outputs in ascending order.
  record Convolution(Connectivity.Convolution c) implements Targets {
    @Override
    public void fill(int pre, RowBuffer row) {
      int outHeight = c.outHeight();
      int outWidth = c.outWidth();
      int inPerGroup = c.inChannels() / c.groups();
      int outPerGroup = c.outChannels() / c.groups();
      int channel = pre / (c.inHeight() * c.inWidth());
      int py = pre / c.inWidth() % c.inHeight() / c.poolY();
      int px = pre % c.inWidth() / c.poolX();
      int group = channel / inPerGroup;
      if (py >= c.inHeight() / c.poolY() || px >= c.inWidth() / c.poolX()) {
        return;
      }
      for (int o = group * outPerGroup; o < (group + 1) * outPerGroup; o++) {
        int kernel = (o * inPerGroup + channel % inPerGroup) * c.kernelHeight() * c.kernelWidth();
        for (int ky = c.kernelHeight() - 1; ky >= 0; ky--) {
          int oy = position(py + c.padTop() - ky * c.dilationY(), c.strideY(), outHeight);
          for (int kx = c.kernelWidth() - 1; kx >= 0 && oy >= 0; kx--) {
            int ox = position(px + c.padLeft() - kx * c.dilationX(), c.strideX(), outWidth);
            if (ox >= 0) {
              row.add((o * outHeight + oy) * outWidth + ox, kernel + ky * c.kernelWidth() + kx);
            }
          }
        }
      }
    }
  }

  /// @param start the number of each row's first synapse; empty where nobody asks for numbers
  record Pooling(Connectivity.Pooling p, int[] start) implements Targets {
    static Pooling of(Connectivity.Pooling p, int preSize, boolean numbered) {
      var start = new int[numbered ? preSize + 1 : 0];
      var unnumbered = new Pooling(p, new int[0]);
      var row = new RowBuffer(false);
      for (int i = 0; i < preSize && numbered; i++) {
        row.count = 0;
        unnumbered.fill(i, row);
        start[i + 1] = start[i] + row.count;
      }
      return new Pooling(p, start);
    }

    @Override
    public void fill(int pre, RowBuffer row) {
      int outHeight = p.outHeight();
      int outWidth = p.outWidth();
      int channel = pre / (p.inHeight() * p.inWidth());
      int y = pre / p.inWidth() % p.inHeight();
      int x = pre % p.inWidth();
      int first = start.length > 0 ? start[pre] : 0;
      for (int ky = p.kernelY() - 1; ky >= 0; ky--) {
        int oy = position(y + p.padY() - ky, p.strideY(), outHeight);
        for (int kx = p.kernelX() - 1; kx >= 0 && oy >= 0; kx--) {
          int ox = position(x + p.padX() - kx, p.strideX(), outWidth);
          if (ox >= 0) {
            row.add((channel * outHeight + oy) * outWidth + ox, first + row.count);
          }
        }
      }
    }
  }

  /// The output whose window starts at `start` in the padded input, or -1 where there is none.
  private static int position(int start, int stride, int outputs) {
    return start >= 0 && start % stride == 0 && start / stride < outputs ? start / stride : -1;
  }

  /// Where items of each key begin when they are sorted by key, and where they end.
  private static int[] starts(int[] key, int keys) {
    var start = new int[keys + 1];
    for (int k : key) {
      start[k + 1]++;
    }
    for (int k = 0; k < keys; k++) {
      start[k + 1] += start[k];
    }
    return start;
  }

  /// The order in which items come when sorted by key: a counting sort, stable.
  private static int[] stableOrder(int[] key, int[] starts) {
    var next = starts.clone();
    var order = new int[key.length];
    for (int i = 0; i < key.length; i++) {
      order[next[key[i]]++] = i;
    }
    return order;
  }

  /// Chooses n of `size` neurons without replacement, by Floyd's algorithm (Bentley and Floyd, "A
  /// sample of brilliance", CACM 1987): n draws, every subset equally likely. Ascending.
  ///
  /// @param without who is not to be chosen, or [#NOBODY]
  private static void choose(
      int n, int size, int without, int chooser, long seed, long owner, RowBuffer row) {
    int candidates = without == NOBODY ? size : size - 1;
    row.reserve(n);
    if (row.takenBy.length < size) {
      row.takenBy = new int[size];
      row.choice = 0;
    }
    int choice = ++row.choice;
    int[] chosen = row.post;
    int[] takenBy = row.takenBy;
    for (int k = 0; k < n; k++) {
      int last = candidates - n + k;
      int candidate = Philox.below(last + 1, seed, owner, chooser, k);
      int neuron = takenBy[candidate] == choice ? last : candidate;
      takenBy[neuron] = choice;
      chosen[k] = neuron;
    }
    Arrays.sort(chosen, 0, n);
    for (int k = 0; k < n && without != NOBODY; k++) {
      chosen[k] += chosen[k] >= without ? 1 : 0;
    }
    row.count = n;
  }
}
