package org.tradewind.pe;

import java.util.List;

/// How a PE's event handler receives packets: two filters, then the default handler, each with a
/// FIFO in the PE's SRAM that is filled without waking the core (CHIP).
///
/// A packet goes to the first FIFO whose filter matches its key, `(key & mask) == filterKey`; what
/// matches neither goes to the third.
///
/// @param fifos three, numbered [#FILTER_0], [#FILTER_1], [#OTHERWISE]
public record Reception(List<Fifo> fifos) {
  public static final int FILTER_0 = 0;
  public static final int FILTER_1 = 1;
  public static final int OTHERWISE = 2;

  /// Everything into one FIFO, as large as the run's options say.
  public static final Reception ALL_IN_ONE =
      new Reception(List.of(Fifo.UNUSED, Fifo.UNUSED, Fifo.ofOptions()));

  /// What happens to a packet that finds its FIFO full.
  public enum WhenFull {
    /// It is lost, and counted.
    DROP,
    /// It takes the place of the oldest, which is lost and counted.
    OVERWRITE,
    /// It waits in the NoC, and behind it what else is for that PE, until the FIFO has room.
    STALL
  }

  /// One FIFO and the filter before it.
  ///
  /// @param packets how many it holds; 0: as many as the run's options say
  /// @param level how many packets raise its fill-level interrupt
  public record Fifo(int filterKey, int mask, int packets, WhenFull whenFull, int level) {
    /// A filter that matches nothing.
    static final Fifo UNUSED = new Fifo(1, 0, 1, WhenFull.DROP, 1);

    public Fifo {
      if (packets < 0 || level < 1) {
        throw new IllegalArgumentException(
            "an event FIFO of " + packets + " packets with an interrupt at " + level);
      }
    }

    /// Takes every key, drops where it is full, as large as the run's options say.
    static Fifo ofOptions() {
      return new Fifo(0, 0, 0, WhenFull.DROP, 1);
    }

    /// Takes every key.
    public static Fifo any(int packets, WhenFull whenFull, int level) {
      return new Fifo(0, 0, packets, whenFull, level);
    }

    public boolean matches(int key) {
      return (key & mask) == filterKey;
    }
  }

  public Reception {
    fifos = List.copyOf(fifos);
    if (fifos.size() != 3 || !fifos.get(OTHERWISE).matches(0x5A5A_5A5A)) {
      throw new IllegalArgumentException("two filters and a FIFO for all the rest: " + fifos);
    }
  }

  /// Everything into one FIFO.
  public static Reception of(Fifo otherwise) {
    return new Reception(List.of(Fifo.UNUSED, Fifo.UNUSED, otherwise));
  }

  /// The FIFO that a key goes to.
  public int fifo(int key) {
    return fifos.get(FILTER_0).matches(key)
        ? FILTER_0
        : fifos.get(FILTER_1).matches(key) ? FILTER_1 : OTHERWISE;
  }
}
