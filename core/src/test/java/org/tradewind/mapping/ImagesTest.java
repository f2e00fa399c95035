package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// The check of images, by breaking what it checks.
class ImagesTest {
  @Test
  void imagesOfTheirOwnGraphPass() {
    MachineGraph graph = graph(64, 128);
    Images.of(graph, Keys.allocate(graph)).check(graph);
  }

  @Test
  void everyVertexNeedsAnImage() {
    refused(graph(64), graph(64, 64), "images for 1 of 2");
  }

  @Test
  void anImageIsAsLargeAsItsLayout() {
    refused(graph(64, 60), graph(64, 64), "the image of p[16..31] has 60 bytes, its layout 64");
  }

  @Test
  void anImageFitsAPe() {
    refused(graph(94_212), graph(94_212), "has 94212 bytes, more than any PE has");
  }

  @Test
  void anotherProgramOfTheSameSizeTakesAVertexsPlace() {
    MachineGraph graph = graph(64, 64);
    Keys keys = Keys.allocate(graph);
    Images images = Images.of(graph, keys);
    var other = new Graphs.Idle(64);
    Images replaced = images.with(1, other);
    assertThat(replaced.program(1)).isSameAs(other);
    assertThat(images.program(1)).isNotSameAs(other);
    assertThatThrownBy(() -> images.with(1, new Graphs.Idle(60)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void refused(MachineGraph imaged, MachineGraph graph, String because) {
    Images images = Images.of(imaged, Keys.allocate(imaged));
    assertThatThrownBy(() -> images.check(graph))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(because);
  }

  private static MachineGraph graph(int... bytes) {
    var vertices = new ArrayList<MachineVertex>();
    for (int v = 0; v < bytes.length; v++) {
      vertices.add(
          new MachineVertex("p", 16 * v, 16 * v + 16, new Graphs.Idle(bytes[v]), "idle", 0, 0));
    }
    return new MachineGraph(vertices, new int[bytes.length][0]);
  }
}
