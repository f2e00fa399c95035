package org.tradewind.ticks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tradewind.snn.CoreImage;

/// Cores of a block that receive the same rows and find them in the same ways: all slices of a
/// population, most often. How many packets came, and how they are found, is counted once for all
/// of them.
///
/// @param number of audiences
/// @param members all cores, by audience
/// @param firstMember of each audience; one more behind
/// @param of each core
/// @param row the first of each section of rows, ascending; one more behind: see [Sections]
/// @param start of each section its first pair; one more behind
/// @param audience of each pair
/// @param shape of each pair how its rows are found: see [CoreImage.Rows]
record Audiences(
    int number,
    int[] members,
    int[] firstMember,
    int[] of,
    int[] row,
    int[] start,
    int[] audience,
    byte[] shape) {
  /// @param cores of the block
  static Audiences of(Sections sections, int cores) {
    int[] start = sections.start();
    int[] of = new int[cores];
    int next = 1;
    Map<Long, Integer> apart = new HashMap<>();
    for (int s = 0; s + 1 < start.length; s++) {
      apart.clear();
      for (int p = start[s]; p < start[s + 1]; p++) {
        int core = sections.core()[p];
        int other = next;
        of[core] =
            apart.computeIfAbsent((long) of[core] << Byte.SIZE | sections.shape()[p], _ -> other);
        next += of[core] == next ? 1 : 0;
      }
    }
    int number = renumber(of, next);
    int[] firsts = new int[start.length];
    int[] audience = new int[start[start.length - 1]];
    byte[] shape = new byte[audience.length];
    int[] last = new int[number];
    Arrays.fill(last, -1);
    int pairs = 0;
    for (int s = 0; s + 1 < start.length; s++) {
      for (int p = start[s]; p < start[s + 1]; p++) {
        int itsAudience = of[sections.core()[p]];
        if (last[itsAudience] != s) {
          last[itsAudience] = s;
          audience[pairs] = itsAudience;
          shape[pairs++] = sections.shape()[p];
        }
      }
      firsts[s + 1] = pairs;
    }
    int[] firstMember = new int[number + 1];
    for (int itsAudience : of) {
      firstMember[itsAudience + 1]++;
    }
    Arrays.parallelPrefix(firstMember, Integer::sum);
    int[] place = firstMember.clone();
    int[] members = new int[cores];
    for (int c = 0; c < cores; c++) {
      members[place[of[c]]++] = c;
    }
    return new Audiences(
        number,
        members,
        firstMember,
        of,
        sections.row(),
        firsts,
        Arrays.copyOf(audience, pairs),
        Arrays.copyOf(shape, pairs));
  }

  /// Numbers from 0 on, in the order of the cores; returns how many there are.
  private static int renumber(int[] of, int below) {
    int[] anew = new int[below];
    Arrays.fill(anew, -1);
    int number = 0;
    for (int c = 0; c < of.length; c++) {
      if (anew[of[c]] < 0) {
        anew[of[c]] = number++;
      }
      of[c] = anew[of[c]];
    }
    return number;
  }

  /// How many sections there are.
  int sections() {
    return row.length - 1;
  }

  /// Whether anyone looks for rows of a section.
  boolean isSought(int section) {
    for (int p = start[section]; p < start[section + 1]; p++) {
      if (shape[p] == CoreImage.Rows.SPARSE) {
        return true;
      }
    }
    return false;
  }

  /// The section of a row.
  int section(int itsRow) {
    int found = Arrays.binarySearch(row, itsRow);
    return found >= 0 ? found : -found - 2;
  }
}
