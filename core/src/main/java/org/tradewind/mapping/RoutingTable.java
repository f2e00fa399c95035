package org.tradewind.mapping;

/// One chip's multicast table: an entry matches a key where `(key & mask) == entryKey`; the first
/// that matches wins. Identity equality.
///
/// @param links for each entry a bit per link id, 0..5
/// @param cores for each entry three words: bit p of words 0..2 is PE p
public record RoutingTable(int[] key, int[] mask, byte[] links, long[] cores) {
  public static final RoutingTable EMPTY =
      new RoutingTable(new int[0], new int[0], new byte[0], new long[0]);

  /// A table whose entries are still to be written.
  static RoutingTable ofSize(int entries) {
    return new RoutingTable(
        new int[entries], new int[entries], new byte[entries], new long[3 * entries]);
  }

  public int size() {
    return key.length;
  }

  /// The first entry that matches, or -1.
  public int match(int packetKey) {
    for (int i = 0; i < key.length; i++) {
      if ((packetKey & mask[i]) == key[i]) {
        return i;
      }
    }
    return -1;
  }

  public boolean toCore(int entry, int p) {
    return (cores[3 * entry + p / 64] >>> (p % 64) & 1) != 0;
  }
}
