package org.tradewind.ticks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which cores of a block are moved together, as a [Group]: those whose neurons go by one equation.
/// Where many have the same parameters they are groups by themselves, as a host moves such neurons
/// in half of the time.
final class Grouping {
  /// Neurons from which on this makes up for a group more.
  private static final int MANY = Group.NEURONS / 8;

  private final Map<List<Float>, Integer> neurons = new HashMap<>();
  private final List<List<Lowering>> groups = new ArrayList<>();

  /// The groups of those with the same parameters; of all others.
  private final Map<Optional<List<Float>>, List<List<Lowering>>> having = new HashMap<>();

  private Grouping() {}

  static List<List<Lowering>> of(List<Lowering> cores) {
    var grouping = new Grouping();
    for (Lowering core : cores) {
      core.image
          .parameters()
          .ifPresent(its -> grouping.neurons.merge(its, core.neurons(), Integer::sum));
    }
    for (Lowering core : cores) {
      grouping.add(core);
    }
    return grouping.groups;
  }

  private void add(Lowering core) {
    Optional<List<Float>> parameters =
        core.image.parameters().filter(its -> neurons.get(its) >= MANY);
    List<List<Lowering>> open = having.computeIfAbsent(parameters, _ -> new ArrayList<>());
    open.reversed().stream()
        .filter(group -> group.getFirst().image.alike(core.image))
        .findFirst()
        .filter(group -> size(group) + core.neurons() <= Group.NEURONS)
        .orElseGet(() -> {
          var group = new ArrayList<Lowering>();
          groups.add(group);
          open.add(group);
          return group;
        })
        .add(core);
  }

  private static int size(List<Lowering> group) {
    return group.stream().mapToInt(Lowering::neurons).sum();
  }
}
