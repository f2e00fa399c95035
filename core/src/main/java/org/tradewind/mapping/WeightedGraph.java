package org.tradewind.mapping;

import java.util.Arrays;

/// An undirected graph with weights on nodes and edges, flat: the neighbours of node v are
/// `other[start[v]..start[v + 1])`, each edge stands with both its ends, two nodes may share
/// several. Identity equality.
///
/// @param packets weight of each entry of `other`
/// @param weight of each node: how many vertices it holds
record WeightedGraph(int[] start, int[] other, int[] packets, int[] weight) {
  int nodes() {
    return weight.length;
  }

  /// A coarser graph, and which of its nodes each node went into. Identity equality.
  record Contraction(WeightedGraph graph, int[] into) {}

  /// Joins nodes in pairs: heavy-edge matching (Karypis and Kumar, "A fast and high quality
  /// multilevel scheme for partitioning irregular graphs", SIAM J. Sci. Comput. 20, 1998). Each
  /// node in turn takes, of its neighbours that are still alone, the one that it talks to most for
  /// their common weight; of equals the first.
  ///
  /// Where every edge weighs the same, this takes any neighbour, be it at the other end of the
  /// graph. Those with partners in common are close: what both say to one of these counts like what
  /// they say to each other, as if it went from one to the other by way of it.
  ///
  /// @param heaviest no pair weighs more
  /// @param looked so many of a neighbour's entries are looked at for common partners; 0: none
  Contraction contracted(int heaviest, int looked) {
    int[] into = new int[nodes()];
    Arrays.fill(into, -1);
    int coarse = 0;
    int[] sum = new int[nodes()];
    for (int v = 0; v < into.length; v++) {
      if (into[v] >= 0) {
        continue;
      }
      for (int i = start[v]; i < start[v + 1]; i++) {
        sum[other[i]] += packets[i];
      }
      int best = -1;
      double most = 0;
      for (int i = start[v]; i < start[v + 1]; i++) {
        int u = other[i];
        if (into[u] < 0 && u != v && weight[v] + weight[u] <= heaviest) {
          double talk = (double) (sum[u] + inCommon(u, sum, looked)) / weight[u];
          if (talk > most) {
            most = talk;
            best = u;
          }
        }
      }
      for (int i = start[v]; i < start[v + 1]; i++) {
        sum[other[i]] = 0;
      }
      into[v] = coarse;
      if (best >= 0) {
        into[best] = coarse;
      }
      coarse++;
    }
    return new Contraction(merged(into, coarse), into);
  }

  /// Packets that can go from another node to u by way of a third.
  ///
  /// @param sum what the other says to each node
  private long inCommon(int u, int[] sum, int looked) {
    long packetsInCommon = 0;
    int end = Math.min(start[u + 1], start[u] + looked);
    for (int i = start[u]; i < end; i++) {
      packetsInCommon += Math.min(sum[other[i]], packets[i]);
    }
    return packetsInCommon;
  }

  /// The graph of the groups, edges between two of them added up, edges within one left out.
  private WeightedGraph merged(int[] into, int groups) {
    int[] first = new int[groups];
    int[] second = new int[groups];
    Arrays.fill(first, -1);
    Arrays.fill(second, -1);
    int[] sums = new int[groups];
    for (int v = 0; v < into.length; v++) {
      sums[into[v]] += weight[v];
      if (first[into[v]] < 0) {
        first[into[v]] = v;
      } else {
        second[into[v]] = v;
      }
    }
    int[] starts = new int[groups + 1];
    int[] others = new int[other.length];
    int[] talks = new int[other.length];
    int[] at = new int[groups];
    Arrays.fill(at, -1);
    int count = 0;
    for (int g = 0; g < groups; g++) {
      int from = count;
      for (int v : new int[] {first[g], second[g]}) {
        for (int i = v < 0 ? 0 : start[v]; v >= 0 && i < start[v + 1]; i++) {
          int to = into[other[i]];
          if (to == g) {
            continue;
          }
          if (at[to] < from) {
            at[to] = count;
            others[count] = to;
            talks[count++] = packets[i];
          } else {
            talks[at[to]] = (int) Math.min(Integer.MAX_VALUE, (long) talks[at[to]] + packets[i]);
          }
        }
      }
      starts[g + 1] = count;
    }
    return new WeightedGraph(
        starts, Arrays.copyOf(others, count), Arrays.copyOf(talks, count), sums);
  }
}
