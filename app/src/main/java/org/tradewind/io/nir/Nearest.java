package org.tradewind.io.nir;

import java.util.Collection;

/// The known name that a misspelt one was probably meant to be.
final class Nearest {
  private Nearest() {}

  /// A half sentence to append to an error: `; did you mean 'lif1'?`, or nothing where no name is
  /// near.
  static String hint(String wrong, Collection<String> known) {
    String best = "";
    int least = 1 + Math.max(2, wrong.length() / 2);
    for (String name : known) {
      int distance = distance(wrong, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  /// Levenshtein's edit distance, without regard to case.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        char y = Character.toLowerCase(b.charAt(j - 1));
        int substituted = diagonal + (x == y ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
