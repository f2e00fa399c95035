package org.tradewind.mapping;

/// A multicast tree for every vertex that sends.
public final class Routes {
  public Routes() {}
}
