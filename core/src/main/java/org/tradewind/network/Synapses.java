package org.tradewind.network;

/// The synapses of one projection, expanded: rows by pre neuron, each sorted by post neuron (stable
/// for several synapses between a pair). Flat arrays that nobody may change; identity equality.
/// Weights that are exactly zero are kept.
///
/// @param rowStart pre + 1 entries; row i is [rowStart[i], rowStart[i + 1])
/// @param post post neuron of each synapse
/// @param weight in the post population's own units
/// @param delay delay field of each synapse, 0 to [#MAX_DELAY] steps
public record Synapses(int[] rowStart, int[] post, float[] weight, byte[] delay) {
  /// The largest delay field that any synapse word holds, in steps: [SynapseWord#WIDE].
  public static final int MAX_DELAY = 63;

  /// What one Java array holds.
  static final int MAX_COUNT = Integer.MAX_VALUE - 8;

  /// Pairs are numbered, and a draw's counter has 48 bits for the number.
  private static final long MAX_PAIRS = 1L << 48;

  public int count() {
    return post.length;
  }

  /// The largest delay field of all.
  public int maxDelay() {
    int max = 0;
    for (byte d : delay) {
      max = Math.max(max, d);
    }
    return max;
  }

  /// Expands a projection of the network. The result depends on (network, seed) alone.
  ///
  /// Drawn delays are rounded to the nearest whole number and clipped to 0..[#MAX_DELAY].
  public static Synapses of(Network network, Projection projection, long seed) {
    return Rows.of(network, projection, seed).synapses();
  }

  /// About how many synapses a projection has, without expanding it.
  public static long estimate(Network network, Projection projection) {
    long pre = network.population(projection.pre()).size();
    long post = network.population(projection.post()).size();
    return switch (projection.connectivity()) {
      case Connectivity.OneToOne() -> pre;
      case Connectivity.AllToAll _ -> pre * post;
      case Connectivity.FixedProbability(double p, boolean _) -> (long) (p * pre * post);
      case Connectivity.FixedNumberPre(int n, boolean _) -> post * n;
      case Connectivity.FixedNumberPost(int n, boolean _) -> pre * n;
      case Connectivity.FixedTotalNumber(int n, boolean _) -> n;
      case Connectivity.FixedNumberNear near -> pre * near.n();
      case Connectivity.Listed(int[] from, int[] _) -> from.length;
      case Connectivity.Convolution c -> c.mostSynapses();
      case Connectivity.Pooling p -> p.synapses();
    };
  }

  /// Why a projection cannot connect populations of these sizes: a sentence, or empty where it can.
  static String mismatch(Projection projection, int preSize, int postSize) {
    boolean recurrent = projection.pre().equals(projection.post());
    String connectivity = mismatch(projection.connectivity(), preSize, postSize, recurrent);
    if (!connectivity.isEmpty()) {
      return connectivity;
    }
    long numbers = numbers(projection.connectivity(), preSize, postSize);
    String weights = wrongCount("weights", projection.weights(), numbers);
    if (!weights.isEmpty()) {
      return weights;
    }
    String delays = wrongCount("delays", projection.delays(), numbers);
    if (!delays.isEmpty()) {
      return delays;
    }
    String weight = wrongWeight(projection.weights());
    return weight.isEmpty() ? wrongDelay(projection.delays()) : weight;
  }

  private static String mismatch(
      Connectivity connectivity, int preSize, int postSize, boolean recurrent) {
    long pairs = (long) preSize * postSize;
    return switch (connectivity) {
      case Connectivity.OneToOne() ->
          preSize == postSize
              ? ""
              : "one-to-one needs two populations of one size; these have %d and %d neurons"
                  .formatted(preSize, postSize);
      case Connectivity.AllToAll _ -> tooMany(pairs);
      case Connectivity.FixedProbability(double p, boolean _) ->
          pairs > MAX_PAIRS
              ? "there are %d x %d pairs of neurons; at most 2^48 can be drawn from; split the "
                      .formatted(preSize, postSize)
                  + "populations"
              : tooMany((long) (p * pairs));
      case Connectivity.FixedNumberPre(int n, boolean self) ->
          wrongNumber(n, "post", "pre", preSize, postSize, recurrent && !self);
      case Connectivity.FixedNumberPost(int n, boolean self) ->
          wrongNumber(n, "pre", "post", postSize, preSize, recurrent && !self);
      case Connectivity.FixedTotalNumber(int n, boolean self) ->
          n < 0 || n > MAX_COUNT || n > 0 && recurrent && !self && postSize < 2
              ? "it is to have %d synapses; choose 0 to %d, and 0 where there is nobody to connect to"
                  .formatted(n, MAX_COUNT)
              : "";
      case Connectivity.FixedNumberNear near -> wrongSheet(near, preSize, postSize, recurrent);
      case Connectivity.Listed(int[] pre, int[] post) -> {
        String wrongPre = outOfRange("pre", pre, preSize);
        yield wrongPre.isEmpty() ? outOfRange("post", post, postSize) : wrongPre;
      }
      case Connectivity.Convolution c -> {
        String sizes =
            wrongSizes(
                "the convolution",
                "%d x %d x %d".formatted(c.inChannels(), c.inHeight(), c.inWidth()),
                "%d x %d x %d".formatted(c.outChannels(), c.outHeight(), c.outWidth()),
                c.preSize() == preSize,
                c.postSize() == postSize,
                preSize,
                postSize);
        yield sizes.isEmpty() ? tooMany(c.mostSynapses()) : sizes;
      }
      case Connectivity.Pooling p ->
          wrongSizes(
              "the pooling",
              "%d x %d x %d".formatted(p.channels(), p.inHeight(), p.inWidth()),
              "%d x %d x %d".formatted(p.channels(), p.outHeight(), p.outWidth()),
              p.preSize() == preSize,
              p.postSize() == postSize,
              preSize,
              postSize);
    };
  }

  private static String wrongSheet(
      Connectivity.FixedNumberNear near, int preSize, int postSize, boolean recurrent) {
    int width = near.width();
    if (width < 1 || preSize != postSize || preSize % width != 0) {
      return "its sheets have rows of %d neurons, but pre has %d and post %d; give both as many, whole rows"
          .formatted(width, preSize, postSize);
    }
    int most = (Math.min(width, preSize / width) - 1) / 2;
    if (near.reach() < 0 || near.reach() > most) {
      return "it reaches %d rows and columns far; on a sheet of %d x %d choose 0 to %d"
          .formatted(near.reach(), preSize / width, width, most);
    }
    int candidates = near.places() - (recurrent && !near.self() ? 1 : 0);
    return near.n() < 0 || near.n() > candidates
        ? "each pre neuron is to have %d different post neurons; choose 0 to %d"
            .formatted(near.n(), candidates)
        : tooMany((long) preSize * near.n());
  }

  /// How many numbers a connectivity gives out: see [Connectivity]; -1 where it gives none.
  private static long numbers(Connectivity connectivity, int preSize, int postSize) {
    return switch (connectivity) {
      case Connectivity.OneToOne() -> preSize;
      case Connectivity.AllToAll _, Connectivity.FixedProbability _ -> (long) preSize * postSize;
      case Connectivity.FixedNumberPre(int n, boolean _) -> (long) postSize * n;
      case Connectivity.FixedNumberPost(int n, boolean _) -> (long) preSize * n;
      case Connectivity.FixedTotalNumber _ -> -1;
      case Connectivity.FixedNumberNear near -> (long) preSize * near.n();
      case Connectivity.Listed(int[] pre, int[] _) -> pre.length;
      case Connectivity.Convolution c -> c.weights();
      case Connectivity.Pooling p -> p.synapses();
    };
  }

  private static String tooMany(long count) {
    return count <= MAX_COUNT
        ? ""
        : "it has about %d synapses; one projection holds at most %d; split the populations"
            .formatted(count, MAX_COUNT);
  }

  private static String wrongNumber(
      int n, String each, String other, int otherSize, int eachSize, boolean withoutSelf) {
    int available = otherSize - (withoutSelf ? 1 : 0);
    if (n < 0 || n > available) {
      return "each %s neuron is to have %d different %s neurons; there are %d%s; choose 0 to %d"
          .formatted(each, n, other, available, withoutSelf ? " besides itself" : "", available);
    }
    return tooMany((long) n * eachSize);
  }

  private static String outOfRange(String end, int[] neurons, int size) {
    for (int i = 0; i < neurons.length; i++) {
      if (neurons[i] < 0 || neurons[i] >= size) {
        return "synapse %d names %s neuron %d; neurons are numbered 0 to %d"
            .formatted(i, end, neurons[i], size - 1);
      }
    }
    return "";
  }

  private static String wrongSizes(
      String what,
      String in,
      String out,
      boolean inFits,
      boolean outFits,
      int preSize,
      int postSize) {
    if (!inFits) {
      return what + " takes " + in + " neurons, but the pre population has " + preSize;
    }
    return outFits
        ? ""
        : what
            + " of "
            + in
            + " gives "
            + out
            + " neurons, but the post population has "
            + postSize;
  }

  private static String wrongCount(String what, Values values, long numbers) {
    if (values.count() >= 0 && numbers < 0) {
      return "%d %s are listed, but its synapses have no order; give one value, or a distribution"
          .formatted(values.count(), what);
    }
    return values.count() < 0 || values.count() == numbers
        ? ""
        : "%d %s are listed, but its connectivity numbers %d; list one for each number"
            .formatted(values.count(), what, numbers);
  }

  private static String wrongWeight(Values weights) {
    double[] extremes =
        switch (weights) {
          case Values.Constant(double value) -> new double[] {value};
          case Values.Listed(double[] values) -> values;
          case Values.Uniform(double low, double high) -> new double[] {low, high};
          case Values.Normal(double mean, double std, double _, double _) ->
              new double[] {mean, std};
          case Values.Rounded(Values _, double _, double low, double high) ->
              new double[] {low, high};
        };
    for (double value : extremes) {
      if (!Float.isFinite((float) value)) {
        return "a weight is " + value + "; at most " + Float.MAX_VALUE + " can be held";
      }
    }
    return "";
  }

  private static String wrongDelay(Values delays) {
    double[] fixed =
        switch (delays) {
          case Values.Constant(double value) -> new double[] {value};
          case Values.Listed(double[] values) -> values;
          case Values.Uniform _, Values.Normal _, Values.Rounded _ -> new double[0];
        };
    for (double value : fixed) {
      if (value < 0 || value > MAX_DELAY || value != Math.rint(value)) {
        return "a delay field is %s; it is a whole number of steps, 0 (the next step) to %d"
            .formatted(value, MAX_DELAY);
      }
    }
    return "";
  }
}
