package org.tradewind.machine;

import java.util.Locale;

/// Which opposite edges of a machine are joined, as SpiNNMachine tells machines apart.
public enum Wrap {
  /// No edge is joined (SpiNNMachine: NoWrap).
  NONE(false, false),
  /// The left edge and the right one are joined (HorizontalWrap).
  HORIZONTAL(true, false),
  /// The lower edge and the upper one are joined (VerticalWrap).
  VERTICAL(false, true),
  /// Both pairs are joined: a torus (FullWrap).
  FULL(true, true);

  private final boolean alongX;
  private final boolean alongY;

  Wrap(boolean alongX, boolean alongY) {
    this.alongX = alongX;
    this.alongY = alongY;
  }

  /// Whether x wraps around.
  public boolean alongX() {
    return alongX;
  }

  /// Whether y wraps around.
  public boolean alongY() {
    return alongY;
  }

  public static Wrap of(boolean alongX, boolean alongY) {
    return alongX ? alongY ? FULL : HORIZONTAL : alongY ? VERTICAL : NONE;
  }

  /// As options, files and reports write it: `none`, `horizontal`, `vertical`, `full`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
