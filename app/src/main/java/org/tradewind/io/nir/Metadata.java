package org.tradewind.io.nir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a graph or a node says about itself beside its parameters. It means nothing to the machine;
/// it is kept so that a file survives being read and written.
public sealed interface Metadata {
  record Text(String text) implements Metadata {}

  record Texts(List<String> texts) implements Metadata {
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  record Numbers(Tensor tensor) implements Metadata {}

  record Group(Map<String, Metadata> entries) implements Metadata {
    public static final Group EMPTY = new Group(Map.of());

    public Group {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public boolean isEmpty() {
      return entries.isEmpty();
    }
  }
}
