package io.matapalo.router.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

  /** Instances of different versions must choose alike, so the scores are fixed for ever. */
  @Test
  void scoresStayAsTheyAre() {
    assertThat(Scores.of("vm1", A)).isCloseTo(46.67106511821767, within(1e-9));
    assertThat(Scores.of("vm2", A)).isCloseTo(4.014458049484644, within(1e-9));
    assertThat(Scores.of("größer", new Node("b", "jdbc:mysql://b/x", 2)))
        .isCloseTo(13.286225163521909, within(1e-9));
  }
}
