package org.tradewind.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tradewind.machine.Link;
import org.tradewind.machine.Machine;

/// The check of routes, by breaking what it checks: vertex 0 on chip 0 sends to 1 on chip 1 and 2
/// on chip 2, in a row of chips; 1 and 2 send nothing.
class RoutesTest {
  private static final MachineGraph GRAPH = Graphs.of(new int[] {1, 2}, new int[0], new int[0]);
  private static final Machine ROW = Machine.torus(5, 5);
  private static final Placement PLACEMENT = new Placement(new int[] {0, 152 + 10, 2 * 152 + 140});
  private static final int EAST = 1 << Link.E.ordinal();
  private static final int NORTH = 1 << Link.N.ordinal();

  @Test
  void theRightTreePasses() {
    right().check(GRAPH, PLACEMENT, ROW);
    assertThat(right().hops()).isEqualTo(2);
    assertThat(right().core(2, 0)).isEqualTo(140);
  }

  @Test
  void aTreeForEachVertex() {
    refused(new Routes.Builder(0).build(), "trees for 0 of 3");
  }

  @Test
  void whoSendsNothingHasNoTree() {
    var b = start();
    b.endVertex();
    b.node(1, 0);
    b.core(10);
    b.endVertex();
    b.endVertex();
    refused(b.build(), "p[16..31] sends nothing but has a tree");
  }

  @Test
  void whoSendsHasATree() {
    refused(trees(new Routes.Builder(3)), "p[0..15] sends but has no tree");
  }

  @Test
  void aTreeStartsWhereItsSourceIs() {
    var b = new Routes.Builder(3);
    b.node(1, EAST);
    b.core(10);
    b.node(2, 0);
    b.core(140);
    refused(trees(b), "has chip 1 where no link leads");
  }

  @Test
  void aNodeIsWhereALinkLeads() {
    var b = new Routes.Builder(3);
    b.node(0, EAST);
    b.node(1, NORTH);
    b.core(10);
    b.node(2, 0);
    b.core(140);
    refused(trees(b), "has chip 2 where no link leads");
  }

  @Test
  void aLinkLeadsToANode() {
    var b = new Routes.Builder(3);
    b.node(0, EAST | NORTH);
    b.node(1, EAST);
    b.core(10);
    b.node(2, 0);
    b.core(140);
    refused(trees(b), "has a link to chip 5 and no node there");
  }

  @Test
  void aLoopIsNoTree() {
    var b = new Routes.Builder(3);
    b.node(0, EAST);
    b.node(1, EAST);
    b.core(10);
    b.node(2, 1 << Link.W.ordinal());
    b.core(140);
    b.node(1, 0);
    refused(trees(b), "comes to chip 1 twice");
  }

  @Test
  void aDeadLinkIsNoWay() {
    Machine cut = ROW.withoutLink(1, Link.E);
    assertThatThrownBy(() -> right().check(GRAPH, PLACEMENT, cut))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("uses dead link E of 1");
    Machine hole = ROW.withoutChip(1);
    assertThatThrownBy(() -> right().check(GRAPH, PLACEMENT, hole))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("uses dead link E of 0");
  }

  @Test
  void everyTargetIsReached() {
    var b = new Routes.Builder(3);
    b.node(0, EAST);
    b.node(1, 0);
    b.core(10);
    refused(trees(b), "reaches 1 of 2 targets");
  }

  @Test
  void nobodyElseIsReached() {
    var empty = start();
    empty.core(141);
    refused(trees(empty), "reaches a stranger, (2,0)");
    var source = new Routes.Builder(3);
    source.node(0, EAST);
    source.core(0);
    source.node(1, EAST);
    source.core(10);
    source.node(2, 0);
    source.core(140);
    refused(trees(source), "reaches a stranger, (0,0)");
  }

  @Test
  void nobodyIsReachedTwice() {
    var b = start();
    b.core(140);
    refused(trees(b), "reaches p[32..47] twice");
  }

  @Test
  void noBranchEndsWithoutATarget() {
    var dangling = new Routes.Builder(3);
    dangling.node(0, EAST | NORTH);
    dangling.node(1, EAST);
    dangling.core(10);
    dangling.node(2, 0);
    dangling.core(140);
    dangling.node(5, 0);
    refused(trees(dangling), "ends on chip 5 without a target");
  }

  /// The right tree whose vertex is still open.
  private static Routes.Builder start() {
    var b = new Routes.Builder(3);
    b.node(0, EAST);
    b.node(1, EAST);
    b.core(10);
    b.node(2, 0);
    b.core(140);
    return b;
  }

  private static Routes right() {
    return trees(start());
  }

  private static Routes trees(Routes.Builder ofTheFirst) {
    ofTheFirst.endVertex();
    ofTheFirst.endVertex();
    ofTheFirst.endVertex();
    return ofTheFirst.build();
  }

  private static void refused(Routes routes, String because) {
    assertThatThrownBy(() -> routes.check(GRAPH, PLACEMENT, ROW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(because);
  }
}
