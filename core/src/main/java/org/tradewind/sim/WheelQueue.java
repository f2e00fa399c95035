package org.tradewind.sim;

import java.util.Arrays;

/// A tick wheel for the near future, so that most events cost O(1): each waits in a bucket of a few
/// ticks, and only those of the current bucket are ordered, in a heap that stays small. What lies
/// beyond the wheel waits in a heap of its own.
///
/// ```
///   current bucket        the wheel's turn                        beyond
///   [ near: a heap )[ bucket | bucket | … | bucket: unordered )[ far: a heap
///                  nearEnd                                     nearEnd + turn
/// ```
///
/// An event is ordered by (tick, priority, sequence) in the near heap whichever way it came, so the
/// order of events is exactly that of [HeapQueue].
///
/// Measured with bench's Traffic (`chip 100 10 10`), the two queues in turn, CPU time on one core
/// of a busy host: an event of the whole machine takes 143 to 184 ns (median of six 160), with the
/// heap alone 192 to 256 ns (median 216).
public final class WheelQueue implements EventQueue {
  /// A bucket is 64 ticks: 11 ns, less than a NoC hop. With 256 ticks a board whose cores send at
  /// the same time has thousands of events in a bucket; on one chip the two were measured equal.
  private static final int BUCKET_BITS = 6;

  /// Longs an event: tick, order, payload, target.
  private static final int STRIDE = 4;

  private static final int NONE = -1;

  private final HeapQueue near = new HeapQueue();
  private final HeapQueue far = new HeapQueue();
  private long sequence;
  private long tick = Long.MIN_VALUE;

  /// The end of the current bucket: earlier events are in `near`.
  private long nearEnd;

  /// The youngest event of each bucket; its follower is the oldest.
  private final int[] youngest;

  /// A bit for each bucket that is not empty.
  private final long[] occupied;

  private int inWheel;

  private long[] events = new long[256 * STRIDE];
  private int[] follower = new int[256];
  private int used;

  /// The first of the unused events, linked by their followers.
  private int unused = NONE;

  /// Empty, before all ticks.
  ///
  /// @param buckets of the wheel, a power of two from 64 on: a turn is 64 ticks each
  public WheelQueue(int buckets) {
    if (buckets < Long.SIZE || Integer.bitCount(buckets) != 1) {
      throw new IllegalArgumentException("a wheel of " + buckets + " buckets");
    }
    youngest = new int[buckets];
    occupied = new long[buckets / Long.SIZE];
    Arrays.fill(youngest, NONE);
  }

  @Override
  public void add(long tick, int priority, int target, long payload) {
    if (tick < this.tick) {
      throw new IllegalStateException("an event at " + tick + " after one at " + this.tick);
    }
    long order = HeapQueue.order(priority, sequence++);
    if (tick < nearEnd) {
      near.add(tick, order, payload, target);
    } else if ((tick - nearEnd) >>> BUCKET_BITS < youngest.length) {
      addToBucket(tick, order, payload, target);
    } else {
      far.add(tick, order, payload, target);
    }
  }

  private void addToBucket(long tick, long order, long payload, int target) {
    int event = unused;
    if (event != NONE) {
      unused = follower[event];
    } else {
      event = used++;
      if (event == follower.length) {
        follower = Arrays.copyOf(follower, 2 * event);
        events = Arrays.copyOf(events, 2 * event * STRIDE);
      }
    }
    int i = event * STRIDE;
    events[i] = tick;
    events[i + 1] = order;
    events[i + 2] = payload;
    events[i + 3] = target;
    int bucket = (int) (tick >>> BUCKET_BITS) & youngest.length - 1;
    int before = youngest[bucket];
    if (before == NONE) {
      follower[event] = event;
      occupied[bucket >>> 6] |= 1L << bucket;
    } else {
      follower[event] = follower[before];
      follower[before] = event;
    }
    youngest[bucket] = event;
    inWheel++;
  }

  @Override
  public boolean next(long endTick) {
    if (near.size() == 0 && !turn(endTick) || !near.next(endTick)) {
      return false;
    }
    tick = near.tick();
    return true;
  }

  @Override
  public long firstTick() {
    if (near.size() > 0) {
      return near.firstTick();
    }
    long first = far.firstTick();
    if (inWheel > 0) {
      int last = youngest[(int) nextOccupied() & youngest.length - 1];
      int event = last;
      do {
        event = follower[event];
        first = Math.min(first, events[event * STRIDE]);
      } while (event != last);
    }
    return first;
  }

  /// Turns to the next bucket that has an event; false where there is none before `endTick`.
  private boolean turn(long endTick) {
    long bucket = inWheel > 0 ? nextOccupied() : Long.MAX_VALUE;
    if (far.size() > 0) {
      bucket = Math.min(bucket, far.firstTick() >>> BUCKET_BITS);
    }
    if (bucket == Long.MAX_VALUE || bucket << BUCKET_BITS >= endTick) {
      return false;
    }
    nearEnd = bucket + 1 << BUCKET_BITS;
    empty((int) bucket & youngest.length - 1);
    while (far.size() > 0 && far.firstTick() < nearEnd) {
      far.next();
      near.add(far.tick(), far.order(), far.payload(), far.target());
    }
    return true;
  }

  /// The first bucket from the near end on that is not empty; the wheel is not.
  private long nextOccupied() {
    long bucket = nearEnd >>> BUCKET_BITS;
    int from = (int) bucket & youngest.length - 1;
    int word = from >>> 6;
    long bits = occupied[word] & -1L << from;
    while (bits == 0) {
      word = word + 1 & occupied.length - 1;
      bits = occupied[word];
    }
    int found = (word << 6) + Long.numberOfTrailingZeros(bits);
    return bucket + (found - from & youngest.length - 1);
  }

  private void empty(int bucket) {
    int last = youngest[bucket];
    if (last == NONE) {
      return;
    }
    youngest[bucket] = NONE;
    occupied[bucket >>> 6] &= ~(1L << bucket);
    int first = follower[last];
    int event = first;
    do {
      int i = event * STRIDE;
      near.add(events[i], events[i + 1], events[i + 2], (int) events[i + 3]);
      inWheel--;
      event = follower[event];
    } while (event != first);
    follower[last] = unused;
    unused = first;
  }

  @Override
  public long tick() {
    return tick;
  }

  @Override
  public int priority() {
    return near.priority();
  }

  @Override
  public int target() {
    return near.target();
  }

  @Override
  public long payload() {
    return near.payload();
  }

  @Override
  public int size() {
    return near.size() + inWheel + far.size();
  }

  @Override
  public void copyTo(EventQueue other) {
    var all = new HeapQueue();
    all.addAll(near);
    all.addAll(far);
    for (int last : youngest) {
      int event = last;
      while (event != NONE) {
        event = follower[event];
        int i = event * STRIDE;
        all.add(events[i], events[i + 1], events[i + 2], (int) events[i + 3]);
        event = event == last ? NONE : event;
      }
    }
    all.copyTo(other);
  }
}
