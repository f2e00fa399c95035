package org.tradewind.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.sim.WheelQueue;

/// The chips that one thread simulates, and their mail.
///
/// All partitions move in windows that are shorter than any link's latency, so that what one sends
/// in a window is due for another in a later one. Mail is written in one window and read at the
/// beginning of the next, from two sets of boxes in turn.
final class Partition {
  private final World world;
  private final int[] partitionOf;
  private final int number;

  /// By number; null for chips of others and those on which nothing ever happened.
  private final Chip[] byNumber;

  private final List<Chip> chips = new ArrayList<>();

  /// When something is due first on each chip, by number.
  private final long[] firstTicks;

  /// By set, then by receiving partition.
  private final Mail[][] boxes;

  /// The set that letters go into.
  private int writing;

  private final int buckets;

  /// @param partitionOf for each chip
  /// @param buckets of each chip's event queue
  Partition(World world, int[] partitionOf, int number, int partitions, int buckets) {
    this.world = world;
    this.partitionOf = partitionOf;
    this.number = number;
    this.buckets = buckets;
    this.byNumber = new Chip[partitionOf.length];
    this.firstTicks = new long[partitionOf.length];
    Arrays.fill(firstTicks, Long.MAX_VALUE);
    this.boxes = new Mail[2][partitions];
    for (Mail[] set : boxes) {
      Arrays.setAll(set, _ -> new Mail());
    }
  }

  /// A chip of this partition.
  Chip chip(int chip) {
    if (byNumber[chip] == null) {
      if (partitionOf[chip] != number) {
        throw new IllegalStateException("chip " + chip + " is another partition's");
      }
      byNumber[chip] = new Chip(chip, world, this, new WheelQueue(buckets));
      chips.add(byNumber[chip]);
    }
    return byNumber[chip];
  }

  List<Chip> chips() {
    return chips;
  }

  /// The box for letters to a chip.
  Mail mailTo(int chip) {
    return boxes[writing][partitionOf[chip]];
  }

  /// A chip of this partition has been given its events.
  void restored(Chip chip) {
    firstTicks[chip.number()] = chip.firstTick();
  }

  void start(int steps) {
    for (Chip chip : chips) {
      chip.start(steps);
      firstTicks[chip.number()] = 0;
    }
  }

  /// When something is due first, on these chips or where their letters go.
  long firstTick() {
    long first = Long.MAX_VALUE;
    for (Chip chip : chips) {
      first = Math.min(first, firstTicks[chip.number()]);
    }
    for (Mail mail : boxes[writing]) {
      first = Math.min(first, mail.firstTick());
    }
    return first;
  }

  /// Window `window` begins: takes the letters of the last one, and lets happen what is due before
  /// `end`. All partitions have ended the last window.
  void run(int window, long end, Partition[] all) {
    writing = window & 1;
    for (Partition sender : all) {
      receive(sender.boxes[writing ^ 1][number]);
    }
    for (int i = 0; i < chips.size(); i++) {
      Chip chip = chips.get(i);
      if (firstTicks[chip.number()] < end) {
        chip.runUntil(end);
        firstTicks[chip.number()] = chip.firstTick();
      }
    }
  }

  private void receive(Mail mail) {
    for (int at = 0; at < mail.size(); at++) {
      int to = mail.chip(at);
      chip(to).arrive(mail, at);
      firstTicks[to] = Math.min(firstTicks[to], mail.tick(at));
    }
    mail.clear();
  }
}
