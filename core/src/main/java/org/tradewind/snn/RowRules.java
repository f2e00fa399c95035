package org.tradewind.snn;

import java.util.List;
import java.util.stream.Stream;
import org.tradewind.network.Rows;

/// By what rules the rows of all slices of a population are made: for who wants them by their
/// senders, for all slices at once, and not slice by slice as [SynapticRows] writes them. Both are
/// made of the same [Rows], and a synapse whose weight is zero is none in either.
public final class RowRules {
  private final int[] cut;
  private final List<Sender> senders;

  /// A population that sends here.
  ///
  /// @param vertex of its first slice
  /// @param cut where it is cut
  /// @param rows of each of its projections
  record Sender(int vertex, int[] cut, List<Rows> rows) {
    private boolean has(int aVertex) {
      return aVertex >= vertex && aVertex < vertex + cut.length - 1;
    }
  }

  /// @param cut where the population is cut
  RowRules(int[] cut, List<Sender> senders) {
    this.cut = cut;
    this.senders = List.copyOf(senders);
  }

  /// Neurons of the population.
  public int neurons() {
    return cut[cut.length - 1];
  }

  /// The first neuron of a slice.
  public int first(int slice) {
    return cut[slice];
  }

  /// No delay field is smaller.
  public int leastDelay() {
    return rows().mapToInt(Rows::leastDelay).min().orElse(0);
  }

  /// No delay field is larger.
  public int mostDelay() {
    return rows().mapToInt(Rows::mostDelay).max().orElse(0);
  }

  private Stream<Rows> rows() {
    return senders.stream().flatMap(sender -> sender.rows.stream());
  }

  /// Makes rows, for one thread.
  public Reader reader() {
    return new Reader();
  }

  /// Is given synapses.
  public interface Taker {
    /// Nobody may keep the arrays.
    ///
    /// @param post neurons of the population
    /// @param weight whole numbers; where one is 0 there is no synapse
    void take(int[] post, float[] weight, byte[] delay, int count);
  }

  /// Makes rows, one at a time.
  public final class Reader {
    private final Rows.Reader[][] readers = new Rows.Reader[senders.size()][];

    /// The sender of the last row.
    private int last;

    private Reader() {}

    /// Gives what an atom of a vertex sends here, a projection at a time; nothing where there is no
    /// such atom, or it does not send here.
    public void row(int vertex, int atom, Taker taker) {
      if (senders.isEmpty() || !senders.get(last).has(vertex) && !find(vertex)) {
        return;
      }
      Sender sender = senders.get(last);
      int slice = vertex - sender.vertex;
      int neuron = sender.cut[slice] + atom;
      if (neuron >= sender.cut[slice + 1]) {
        return;
      }
      if (readers[last] == null) {
        readers[last] = sender.rows.stream().map(Rows::reader).toArray(Rows.Reader[]::new);
      }
      for (Rows.Reader reader : readers[last]) {
        int count = reader.all(neuron);
        taker.take(reader.post(), reader.weight(), reader.delay(), count);
      }
    }

    private boolean find(int vertex) {
      for (int s = 0; s < senders.size(); s++) {
        if (senders.get(s).has(vertex)) {
          last = s;
          return true;
        }
      }
      return false;
    }
  }
}
