package org.tradewind.network;

import java.util.Arrays;
import org.tradewind.network.Network.Use;
import org.tradewind.random.Philox;
import org.tradewind.unit.InputException;

/// Turns one projection's rule into [Synapses], row by row.
///
/// Every draw is a pure function of (seed, projection, neuron, draw in its row), so that rows could
/// be made in any order. Most rules give a row in order of post neurons and append; those that come
/// in another order ([Connectivity.Listed] and [Connectivity.FixedNumberPre]) are sorted first.
final class Expansion {
  private final Projection projection;
  private final int preSize;
  private final int postSize;
  private final boolean recurrent;
  private final long seed;
  private final int index;
  private final long drawOwner;

  private final int[] rowStart;
  private int count;
  private int[] post;
  private float[] weight;
  private byte[] delay;

  Expansion(Network network, Projection projection, long seed) {
    this.projection = projection;
    this.preSize = network.population(projection.pre()).size();
    this.postSize = network.population(projection.post()).size();
    this.recurrent = projection.pre().equals(projection.post());
    this.seed = seed;
    this.index = network.index(projection);
    this.drawOwner = Network.owner(Use.CONNECTIVITY, index, 0);
    this.rowStart = new int[preSize + 1];
  }

  Synapses expand() {
    switch (projection.connectivity()) {
      case Connectivity.OneToOne() -> oneToOne();
      case Connectivity.AllToAll(boolean self) -> allToAll(self);
      case Connectivity.FixedProbability(double p, boolean self) -> fixedProbability(p, self);
      case Connectivity.FixedNumberPre(int n, boolean self) -> fixedNumberPre(n, self);
      case Connectivity.FixedNumberPost(int n, boolean self) -> fixedNumberPost(n, self);
      case Connectivity.Listed(int[] pre, int[] to) -> listed(pre, to);
      case Connectivity.Convolution convolution -> convolution(convolution);
      case Connectivity.Pooling pooling -> pooling(pooling);
    }
    resize(count);
    return new Synapses(rowStart, post, weight, delay);
  }

  private void oneToOne() {
    reserve(preSize);
    for (int i = 0; i < preSize; i++) {
      add(i, i);
      endRow(i);
    }
  }

  private void allToAll(boolean self) {
    reserve((long) preSize * postSize);
    for (int i = 0; i < preSize; i++) {
      for (int j = 0; j < postSize; j++) {
        if (i != j || self || !recurrent) {
          add(j, (long) i * postSize + j);
        }
      }
      endRow(i);
    }
  }

  /// Skips from synapse to synapse: the gap between two successes of independent trials is
  /// geometric, `floor(ln(u) / ln(1 - p))` with u uniform in (0, 1]. One draw a synapse instead of
  /// one a pair, and the same distribution.
  private void fixedProbability(double p, boolean self) {
    double expected = p * preSize * postSize;
    reserve((long) (expected + 4 * Math.sqrt(expected)) + 16);
    double logMiss = StrictMath.log1p(-p);
    for (int i = 0; i < preSize; i++) {
      int draw = 0;
      long j = -1;
      while (p > 0) {
        double u = 1 - Philox.uniform(seed, drawOwner, i, draw++);
        j += 1 + (long) Math.min(StrictMath.log(u) / logMiss, postSize);
        if (j >= postSize) {
          break;
        }
        if (i != j || self || !recurrent) {
          add((int) j, (long) i * postSize + j);
        }
      }
      endRow(i);
    }
  }

  private void fixedNumberPost(int n, boolean self) {
    reserve((long) preSize * n);
    var sampler = new Sampler(postSize, n, recurrent && !self);
    for (int i = 0; i < preSize; i++) {
      int[] chosen = sampler.choose(i);
      for (int k = 0; k < n; k++) {
        add(chosen[k], (long) i * n + k);
      }
      endRow(i);
    }
  }

  private void fixedNumberPre(int n, boolean self) {
    var pre = new int[postSize * n];
    var to = new int[postSize * n];
    var sampler = new Sampler(preSize, n, recurrent && !self);
    for (int j = 0; j < postSize; j++) {
      System.arraycopy(sampler.choose(j), 0, pre, j * n, n);
      Arrays.fill(to, j * n, (j + 1) * n, j);
    }
    addSorted(pre, to, stableOrder(pre, preSize, null));
  }

  private void listed(int[] pre, int[] to) {
    addSorted(pre, to, stableOrder(pre, preSize, stableOrder(to, postSize, null)));
  }

  /// A pre neuron (c, y, x) lies in one pooled element, and that under every output of its group
  /// whose kernel reaches it: `y = oy * stride - pad + ky * dilation`. Walking the kernel backwards
  /// meets the outputs in ascending order.
  private void convolution(Connectivity.Convolution c) {
    reserve(c.mostSynapses());
    int outHeight = c.outHeight();
    int outWidth = c.outWidth();
    int inPerGroup = c.inChannels() / c.groups();
    int outPerGroup = c.outChannels() / c.groups();
    int pooledHeight = c.inHeight() / c.poolY();
    int pooledWidth = c.inWidth() / c.poolX();
    int i = 0;
    for (int channel = 0; channel < c.inChannels(); channel++) {
      int group = channel / inPerGroup;
      for (int y = 0; y < c.inHeight(); y++) {
        int py = y / c.poolY();
        for (int x = 0; x < c.inWidth(); x++) {
          int px = x / c.poolX();
          if (py < pooledHeight && px < pooledWidth) {
            for (int o = group * outPerGroup; o < (group + 1) * outPerGroup; o++) {
              int kernel =
                  (o * inPerGroup + channel % inPerGroup) * c.kernelHeight() * c.kernelWidth();
              for (int ky = c.kernelHeight() - 1; ky >= 0; ky--) {
                int oy = position(py + c.padTop() - ky * c.dilationY(), c.strideY(), outHeight);
                for (int kx = c.kernelWidth() - 1; kx >= 0 && oy >= 0; kx--) {
                  int ox = position(px + c.padLeft() - kx * c.dilationX(), c.strideX(), outWidth);
                  if (ox >= 0) {
                    add((o * outHeight + oy) * outWidth + ox, kernel + ky * c.kernelWidth() + kx);
                  }
                }
              }
            }
          }
          endRow(i++);
        }
      }
    }
  }

  private void pooling(Connectivity.Pooling p) {
    reserve(p.synapses());
    int outHeight = p.outHeight();
    int outWidth = p.outWidth();
    int i = 0;
    for (int channel = 0; channel < p.channels(); channel++) {
      for (int y = 0; y < p.inHeight(); y++) {
        for (int x = 0; x < p.inWidth(); x++) {
          for (int ky = p.kernelY() - 1; ky >= 0; ky--) {
            int oy = position(y + p.padY() - ky, p.strideY(), outHeight);
            for (int kx = p.kernelX() - 1; kx >= 0 && oy >= 0; kx--) {
              int ox = position(x + p.padX() - kx, p.strideX(), outWidth);
              if (ox >= 0) {
                add((channel * outHeight + oy) * outWidth + ox, count);
              }
            }
          }
          endRow(i++);
        }
      }
    }
  }

  /// The output whose window starts at `start` in the padded input, or -1 where there is none.
  private static int position(int start, int stride, int outputs) {
    return start >= 0 && start % stride == 0 && start / stride < outputs ? start / stride : -1;
  }

  /// The order in which items of an earlier order (null: as they are) come when sorted by key: a
  /// counting sort, stable.
  private static int[] stableOrder(int[] key, int keys, int[] earlier) {
    var start = new int[keys + 1];
    for (int k : key) {
      start[k + 1]++;
    }
    for (int k = 0; k < keys; k++) {
      start[k + 1] += start[k];
    }
    var order = new int[key.length];
    for (int i = 0; i < key.length; i++) {
      int item = earlier == null ? i : earlier[i];
      order[start[key[item]]++] = item;
    }
    return order;
  }

  private void addSorted(int[] pre, int[] to, int[] order) {
    reserve(order.length);
    int row = 0;
    for (int number : order) {
      while (row < pre[number]) {
        endRow(row++);
      }
      add(to[number], number);
    }
    while (row < preSize) {
      endRow(row++);
    }
  }

  private void reserve(long synapses) {
    int capacity = (int) Math.min(synapses, Synapses.MAX_COUNT);
    post = new int[capacity];
    weight = new float[capacity];
    delay = new byte[capacity];
  }

  private void add(int to, long number) {
    if (count == post.length) {
      grow();
    }
    post[count] = to;
    // the number's high bits go where a parameter's owner has its part, so that 2^48 pairs differ
    int high = (int) (number >>> 32);
    weight[count] =
        (float) projection.weights().at(seed, Network.owner(Use.WEIGHT, index, high), (int) number);
    double steps =
        projection.delays().at(seed, Network.owner(Use.DELAY, index, high), (int) number);
    delay[count] = (byte) Math.clamp(Math.round(steps), 0, Synapses.MAX_DELAY);
    count++;
  }

  private void endRow(int row) {
    rowStart[row + 1] = count;
  }

  private void grow() {
    if (count == Synapses.MAX_COUNT) {
      throw new InputException(
          "projection '" + projection.name() + "'",
          "it has more than " + count + " synapses; split the populations");
    }
    resize((int) Math.min(Synapses.MAX_COUNT, count + count / 2L + 64));
  }

  private void resize(int capacity) {
    if (capacity != post.length) {
      post = Arrays.copyOf(post, capacity);
      weight = Arrays.copyOf(weight, capacity);
      delay = Arrays.copyOf(delay, capacity);
    }
  }

  /// Chooses n of `size` neurons without replacement, by Floyd's algorithm (Bentley and Floyd, "A
  /// sample of brilliance", CACM 1987): n draws, every subset equally likely.
  private final class Sampler {
    private final int size;
    private final boolean withoutSelf;
    private final int[] chosen;

    /// For each neuron one more than the last that chose it.
    private final int[] chosenBy;

    Sampler(int size, int n, boolean withoutSelf) {
      this.size = size;
      this.withoutSelf = withoutSelf;
      this.chosen = new int[n];
      this.chosenBy = new int[size];
    }

    /// The choice of one neuron, ascending. The array is used again by the next call.
    int[] choose(int chooser) {
      int candidates = withoutSelf ? size - 1 : size;
      int n = chosen.length;
      for (int k = 0; k < n; k++) {
        int last = candidates - n + k;
        int candidate = Philox.below(last + 1, seed, drawOwner, chooser, k);
        int neuron = chosenBy[candidate] == chooser + 1 ? last : candidate;
        chosenBy[neuron] = chooser + 1;
        chosen[k] = neuron;
      }
      Arrays.sort(chosen);
      for (int k = 0; k < n && withoutSelf; k++) {
        chosen[k] += chosen[k] >= chooser ? 1 : 0;
      }
      return chosen;
    }
  }
}
