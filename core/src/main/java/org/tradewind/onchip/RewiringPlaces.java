package org.tradewind.onchip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.learn.DeepRewiring;
import org.tradewind.learn.RewiredPart;
import org.tradewind.pe.Layout;
import org.tradewind.pe.Sram;

/// Where a core of a network has what. Everything that others write is at the same place on all.
///
/// Parts are dealt to cores in their order: core c of so many has those from `c PARTS / cores` on,
/// rounded down.
///
/// @param shapes of each layer, of all parts
/// @param core which of so many
record RewiringPlaces(List<List<RewiredPart.Shape>> shapes, int core, int cores) {
  /// Before a layer's shapes: of the core, of the training, the steps' constants.
  private static final int HEAD_WORDS = 11;

  /// Of a layer's shape: sources, where each part begins, where the last ends, active connections
  /// of each part.
  private static final int SHAPE_WORDS = 2 + 2 * DeepRewiring.PARTS;

  static int firstPart(int core, int cores) {
    return DeepRewiring.PARTS * core / cores;
  }

  static RewiringPlaces of(DeepRewiring rewiring, int core, int cores) {
    List<List<RewiredPart.Shape>> shapes = new ArrayList<>();
    for (int l = 0; l < rewiring.layers(); l++) {
      List<RewiredPart.Shape> layer = new ArrayList<>();
      for (int p = 0; p < DeepRewiring.PARTS; p++) {
        layer.add(rewiring.shape(l, p));
      }
      shapes.add(layer);
    }
    return new RewiringPlaces(shapes, core, cores);
  }

  /// As [#write] wrote them.
  static RewiringPlaces read(Words words, int layers, int core, int cores) {
    List<List<RewiredPart.Shape>> shapes = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      int sources = words.nextInt();
      int[] bounds = new int[DeepRewiring.PARTS + 1];
      Arrays.setAll(bounds, _ -> words.nextInt());
      List<RewiredPart.Shape> layer = new ArrayList<>();
      for (int p = 0; p < DeepRewiring.PARTS; p++) {
        int targets = bounds[p + 1] - bounds[p];
        layer.add(new RewiredPart.Shape(sources, bounds[p], targets, words.nextInt()));
      }
      shapes.add(layer);
    }
    return new RewiringPlaces(shapes, core, cores);
  }

  void write(Sram.Writer to) {
    for (List<RewiredPart.Shape> layer : shapes) {
      to.putInt(layer.getFirst().sources());
      layer.forEach(shape -> to.putInt(shape.firstTarget()));
      to.putInt(layer.getLast().firstTarget() + layer.getLast().targets());
      layer.forEach(shape -> to.putInt(shape.active()));
    }
  }

  /// The first part of this core …
  int from() {
    return firstPart(core, cores);
  }

  /// … and the first that is the next one's.
  int to() {
    return firstPart(core + 1, cores);
  }

  int layers() {
    return shapes.size();
  }

  int inputs() {
    return shapes.getFirst().getFirst().sources();
  }

  int targets(int layer) {
    RewiredPart.Shape last = shapes.get(layer).getLast();
    return last.firstTarget() + last.targets();
  }

  /// Where a part of a layer's targets begins.
  int target(int layer, int part) {
    return part == DeepRewiring.PARTS ? targets(layer) : shapes.get(layer).get(part).firstTarget();
  }

  int connections() {
    int all = 0;
    for (List<RewiredPart.Shape> layer : shapes) {
      for (RewiredPart.Shape shape : layer.subList(from(), to())) {
        all += shape.active();
      }
    }
    return all;
  }

  /// Bytes of an image with its label.
  int record() {
    return SampleRecords.granules(inputs() + 1);
  }

  /// Bytes of a float for each target of a layer, as DMA copies them.
  int row(int layer) {
    return SampleRecords.granules(4 * targets(layer));
  }

  static String units(int layer) {
    return "units " + (layer + 1);
  }

  static String errors(int layer) {
    return "errors " + (layer + 1);
  }

  static String ofParts(int layer) {
    return "errors " + (layer + 1) + " by parts";
  }

  Layout layout() {
    var layout = new Layout().with("settings", 4 * (HEAD_WORDS + SHAPE_WORDS * layers()));
    layout.with("aligned", SampleRecords.granules(layout.bytes()) - layout.bytes());
    layout.with("images", 2 * record());
    for (int l = 0; l < layers(); l++) {
      layout.with(units(l), row(l));
    }
    for (int l = 0; l + 1 < layers(); l++) {
      layout.with(ofParts(l), DeepRewiring.PARTS * row(l));
    }
    for (int l = 0; l < layers(); l++) {
      layout.with(errors(l), 4 * targets(l));
    }
    int rows = 0;
    int widest = 0;
    for (List<RewiredPart.Shape> layer : shapes) {
      for (RewiredPart.Shape shape : layer.subList(from(), to())) {
        rows += shape.targets() + 1;
        widest = Math.max(widest, shape.targets());
      }
    }
    return layout
        .with("weights", 4 * connections())
        .with("gradients", 4 * connections())
        .with("sources", 2 * connections())
        .with("rows", 2 * rows)
        .with("new ones", 2 * widest)
        .with("generators", 16 * (to() - from()))
        .with("others", cores)
        .with("progress", 4 * RewiringProgress.WORDS);
  }
}
