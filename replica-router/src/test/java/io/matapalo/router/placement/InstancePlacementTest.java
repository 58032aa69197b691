package io.matapalo.router.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.placement.Placement.Reason;
import io.matapalo.router.topology.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InstancePlacementTest {

  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");
  private static final Node C = Node.of("c", "jdbc:mysql://c/x");
  private static final List<Node> NODES = List.of(A, B, C);
  private static final String PAIRS = "vm1:a,vm2:a,vm3:b,vm4:b,vm5:c,vm6:c";

  @Test
  void aPlanPutsEachInstanceWhereItSaysAndSplitsThePairsOfALostNode() {
    InstancePlacement one = decide("vm1", Map.of("plan", PAIRS));
    InstancePlacement two = decide("vm2", Map.of("plan", PAIRS));
    assertThat(one.placement()).isEqualTo(new Placement("vm1", A, Reason.PLAN));
    assertThat(one.order().get(0)).isEqualTo(A);
    assertThat(one.order().get(1)).isNotEqualTo(two.order().get(1));
    assertThat(one.warnings()).isEmpty();
  }

  @Test
  void aPlanThatOverloadsANodeIsToldWithTheNumbers() {
    assertThat(decide("vm1", Map.of("plan", "vm1:a,vm2:a,vm3:b")).warnings())
        .containsExactly(
            "node a has 2 of 3 instances, its share is 1",
            "node c has no instance, its share is 1");
  }

  @Test
  void anOverrideDecidesForThisInstanceAndWarns() {
    Map<String, String> settings =
        Map.of("plan", PAIRS, "node", "c", "instances", "vm1,vm2,vm3,vm4,vm5,vm6");
    InstancePlacement placed = decide("vm1", settings);
    assertThat(placed.placement()).isEqualTo(new Placement("vm1", C, Reason.OVERRIDE));
    assertThat(placed.warnings())
        .containsExactly(
            "node c has 3 of 6 instances, its share is 2",
            "setting node puts vm1 on c, the other instances expect it on a; plan tells all");
  }

  @Test
  void withoutTheOthersNamesItIsPlainRendezvous() {
    InstancePlacement placed = decide("vm1", Map.of());
    assertThat(placed.placement())
        .isEqualTo(
            new Placement("vm1", Scores.order("vm1", NODES).get(0), Placement.Reason.RENDEZVOUS));
    assertThat(placed.order()).containsExactlyInAnyOrder(A, B, C);
    assertThat(placed.plan()).isEmpty();
    InstancePlacement overridden = decide("vm1", Map.of("node", "b"));
    assertThat(overridden.order().get(0)).isEqualTo(B);
    assertThat(overridden.order()).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void whatDoesNotExistOrIsNamedTwiceIsRefused() {
    refused(Map.of("plan", "vm1:z"), "plan must name one of the nodes [a, b, c], was z");
    refused(Map.of("node", "z"), "node must name one of the nodes [a, b, c], was z");
    refused(Map.of("plan", "vm1:a,vm1:b"), "plan must name each instance once, twice vm1");
    refused(Map.of("instances", "vm1,vm2,vm1"), "instances must differ, twice vm1");
    refused(
        Map.of("instances", "vm2,vm3"),
        "instance must be one of [vm2, vm3], which instances names; was vm1");
    refused(Map.of("plan", "vm2:a"), "instance must be one of [vm2], which plan names; was vm1");
    refused(
        Map.of("plan", "vm1:a", "instances", "vm1,vm2"),
        "plan and instances must name the same instances: plan has [vm1], instances has [vm1, vm2]");
    refused(
        Map.of("plan", "vm1"),
        "plan must be instance:node with commas, such as vm1:a,vm2:b; was 'vm1'");
    refused(
        Map.of("plan", "vm1:"),
        "plan must be instance:node with commas, such as vm1:a,vm2:b; was 'vm1:'");
    refused(
        Map.of("instances", "vm1,,vm2"),
        "instances must be names with commas, such as vm1,vm2; was vm1,,vm2");
    assertThatThrownBy(() -> InstancePlacement.decide("vm1", List.of(A, A), PlacementSettings.NONE))
        .hasMessage("node names must differ, twice a");
  }

  private static InstancePlacement decide(String instance, Map<String, String> settings) {
    return InstancePlacement.decide(instance, NODES, PlacementSettings.from(settings));
  }

  private static void refused(Map<String, String> settings, String message) {
    assertThatThrownBy(() -> decide("vm1", settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
