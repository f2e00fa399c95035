package org.tradewind.snn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tradewind.random.PoissonCounts;

/// Puts the neurons of several cores behind each other, so that one loop moves them all.
///
/// What is the same for many is kept once, since it has to be in the host's caches. A parameter
/// that is the same for all of them is one array for all that are joined here, however many: what a
/// step reads is then little more than state and sums.
public final class NeuronJoiner {
  private final int most;
  private final Map<Float, float[]> shared = new HashMap<>();
  private final PoissonCounts counts;

  private final Workspace workspace;

  /// @param most neurons that are joined at a time, unless a core alone has more
  public NeuronJoiner(int most) {
    this.most = most;
    this.workspace = Workspace.of(most);
    this.counts = new PoissonCounts(most);
  }

  /// The neurons of cores that are alike ([CoreImage.Receiving#alike]), core after core, as if they
  /// were one's. The cores' own are not to be used any more.
  public NeuronUpdate join(List<CoreImage.Receiving> cores) {
    List<LoadedNeurons> parts = cores.stream().map(core -> (LoadedNeurons) core.neurons()).toList();
    Neurons.Kind kind = parts.getFirst().kind();
    var parameters = new float[kind.parameters()][];
    for (int p = 0; p < parameters.length; p++) {
      int parameter = p;
      parameters[p] =
          shared(joined(parts.stream().map(part -> part.parameters()[parameter]).toList()));
    }
    var state = new float[kind.stateVariables()][];
    for (int s = 0; s < state.length; s++) {
      int variable = s;
      state[s] = joined(parts.stream().map(part -> part.state()[variable]).toList());
    }
    int neurons = cores.stream().mapToInt(CoreImage.Receiving::size).sum();
    return new LoadedNeurons(
        kind, parameters, state, neurons > most ? Workspace.of(neurons) : workspace);
  }

  /// To draw into what backgrounds bring to so many neurons.
  public PoissonCounts counts(int neurons) {
    return neurons > most ? new PoissonCounts(neurons) : counts;
  }

  private static float[] joined(List<float[]> parts) {
    var all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private float[] shared(float[] values) {
    return !Parameters.same(values) || values.length > most
        ? values
        : shared.computeIfAbsent(
            values[0],
            value -> {
              var constant = new float[most];
              Arrays.fill(constant, value);
              return constant;
            });
  }
}
