package org.tradewind.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.tradewind.job.Progress;

/// Prints what each stage took: wall time, processor time of all threads, and heap.
final class Stages implements Progress {
  private String stage = "";
  private long since;
  private long processorSince;

  @Override
  public void begin(String name) {
    end();
    stage = name;
    since = System.nanoTime();
    processorSince = processorNanoseconds();
  }

  @Override
  public void end() {
    if (!stage.isEmpty()) {
      System.out.printf(
          "  %-9s %8.2f s, processor %8.2f s, heap at most %,6d MB%n",
          stage,
          (System.nanoTime() - since) * 1e-9,
          (processorNanoseconds() - processorSince) * 1e-9,
          peakBytes() >> 20);
      stage = "";
    }
  }

  static long processorNanoseconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long peakBytes() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        bytes += pool.getPeakUsage().getUsed();
        pool.resetPeakUsage();
      }
    }
    return bytes;
  }
}
