package io.matapalo.router.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.topology.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RendezvousPlacementTest {

  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");
  private static final Node C = Node.of("c", "jdbc:mysql://c/x");

  @Test
  void doesNotDependOnTheOrderOfNodes() {
    for (int i = 0; i < 200; i++) {
      String instance = "instance-" + i;
      assertThat(nodeOf(instance, List.of(A, B, C))).isEqualTo(nodeOf(instance, List.of(C, A, B)));
    }
  }

  @Test
  void aLostNodeMovesOnlyItsOwnInstances() {
    for (int i = 0; i < 200; i++) {
      String instance = "instance-" + i;
      Node before = nodeOf(instance, List.of(A, B, C));
      if (!before.equals(B)) {
        assertThat(nodeOf(instance, List.of(A, C))).isEqualTo(before);
      }
    }
  }

  @Test
  void sharesFollowTheWeights() {
    Node heavy = new Node("heavy", "jdbc:mysql://h/x", 3);
    long onHeavy =
        IntStream.range(0, 10_000)
            .filter(i -> nodeOf("instance-" + i, List.of(A, heavy)).equals(heavy))
            .count();
    assertThat(onHeavy).isBetween(7_250L, 7_750L);
  }

  @Test
  void anOverrideDecides() {
    InstancePlacement decided = overridden("c");
    assertThat(decided.placement())
        .isEqualTo(new Placement("instance-1", C, Placement.Reason.OVERRIDE));
  }

  @Test
  void anUnknownOverrideIsRefused() {
    assertThatThrownBy(() -> overridden("z"))
        .hasMessage("node must name one of the nodes [a, b, c], was z");
  }

  private static InstancePlacement overridden(String node) {
    return InstancePlacement.decide(
        "instance-1", List.of(A, B, C), new PlacementSettings(List.of(), node, Map.of()));
  }

  private static Node nodeOf(String instance, List<Node> nodes) {
    return Scores.order(instance, nodes).get(0);
  }
}
