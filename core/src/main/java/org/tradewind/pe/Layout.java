package org.tradewind.pe;

import java.util.ArrayList;
import java.util.List;

/// Named regions of a PE's data memory, one after the other, each starting on a word. The one
/// source of sizes: split and placement ask it, the image is written through it, the kernel reads
/// through it.
public final class Layout {
  /// A stretch of memory.
  ///
  /// @param offset first byte, within the data memory
  public record Region(String name, int offset, int bytes) {}

  private final List<Region> regions = new ArrayList<>();
  private int bytes;

  /// Without a region.
  public Layout() {}

  /// Adds a region behind the others.
  ///
  /// @return this, so that a layout reads as a list
  public Layout with(String name, int regionBytes) {
    if (regionBytes < 0) {
      throw new IllegalArgumentException(name + " has " + regionBytes + " bytes");
    }
    regions.add(new Region(name, bytes, regionBytes));
    bytes = Math.addExact(bytes, (regionBytes + 3) & ~3);
    return this;
  }

  public List<Region> regions() {
    return List.copyOf(regions);
  }

  public Region region(String name) {
    for (Region region : regions) {
      if (region.name.equals(name)) {
        return region;
      }
    }
    throw new IllegalStateException("no region '" + name + "' in " + regions);
  }

  /// All regions with their padding.
  public int bytes() {
    return bytes;
  }
}
