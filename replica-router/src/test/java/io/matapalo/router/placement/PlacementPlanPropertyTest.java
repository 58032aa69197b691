package io.matapalo.router.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.topology.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds for whatever names, weights and numbers; the seed of a failure is in its message. */
final class PlacementPlanPropertyTest {

  private static final int CASES = 400;

  @Test
  void everyNodeGetsItsShareByWeight() {
    forEachCase((seed, instances, nodes) -> {
      PlacementPlan plan = PlacementPlan.of(instances, nodes);
      Shares shares = new Shares(instances.size(), nodes);
      Map<String, List<String>> seats = plan.seats(Set.of());
      for (Node node : nodes) {
        assertThat(seats.get(node.name()))
            .as("seed %d, node %s", seed, node)
            .hasSizeBetween(shares.roundedDown(node), shares.roundedUp(node));
      }
      assertThat(plan.imbalances()).as("seed %d", seed).isEmpty();
    });
  }

  @Test
  void survivorsOfOneLossKeepTheirCapacity() {
    forEachCase((seed, instances, nodes) -> {
      PlacementPlan plan = PlacementPlan.of(instances, nodes);
      for (Node lost : nodes) {
        List<Node> left = nodes.stream().filter(node -> !node.equals(lost)).toList();
        Shares shares = new Shares(instances.size(), left);
        Map<String, List<String>> seats = plan.seats(Set.of(lost.name()));
        for (Node node : left) {
          assertThat(seats.getOrDefault(node.name(), List.of()).size())
              .as("seed %d, lost %s, node %s", seed, lost, node)
              .isLessThanOrEqualTo(shares.roundedUp(node));
        }
      }
    });
  }

  @Test
  void aLossMovesTheLostNodesInstancesOnly() {
    forEachCase((seed, instances, nodes) -> {
      PlacementPlan plan = PlacementPlan.of(instances, nodes);
      List<Node> dying = new ArrayList<>(nodes);
      Collections.shuffle(dying, new Random(seed));
      Set<String> lost = new HashSet<>();
      for (Node node : dying.subList(0, nodes.size() - 1)) {
        Map<String, List<String>> before = plan.seats(lost);
        lost.add(node.name());
        Map<String, List<String>> after = plan.seats(lost);
        after.forEach((survivor, seated) ->
            assertThat(seated)
                .as("seed %d, lost %s", seed, lost)
                .containsAll(before.get(survivor)));
        assertThat(after.values().stream().mapToInt(List::size).sum())
            .as("seed %d", seed)
            .isEqualTo(instances.size());
      }
    });
  }

  /** Who fled from the first lost node counts where the instances of the second find room. */
  @Test
  void losingTwoOfFourNodesLeavesEqualLoads() {
    List<Node> nodes = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      nodes.add(Node.of(name, "jdbc:mysql://" + name + ":3306/shop"));
    }
    List<String> instances = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      instances.add("vm" + i);
    }
    PlacementPlan plan = PlacementPlan.of(instances, nodes);
    for (Node first : nodes) {
      for (Node second : nodes) {
        if (!first.equals(second)) {
          assertThat(plan.seats(Set.of(first.name(), second.name())).values())
              .as("%s and %s lost", first.name(), second.name())
              .allSatisfy(seated -> assertThat(seated).hasSize(6));
        }
      }
    }
  }

  @Test
  void aPlanIsNotChangedByThoseWhoReadIt() {
    forEachCase((seed, instances, nodes) -> {
      PlacementPlan plan = PlacementPlan.of(instances, nodes);
      String instance = plan.instances().get(0);
      assertThat(plan.order(instance)).as("seed %d", seed).isUnmodifiable();
      assertThat(plan.seats(Set.of()).values())
          .as("seed %d", seed)
          .allSatisfy(seated -> assertThat(seated).isUnmodifiable());
    });
  }

  /** Each instance decides by itself, from lists in whatever order its settings have them. */
  @Test
  void everyInstanceComputesTheSamePlan() {
    forEachCase((seed, instances, nodes) -> {
      PlacementPlan plan = PlacementPlan.of(instances, nodes);
      Random random = new Random(seed);
      for (String instance : instances) {
        List<String> shuffledInstances = new ArrayList<>(instances);
        List<Node> shuffledNodes = new ArrayList<>(nodes);
        Collections.shuffle(shuffledInstances, random);
        Collections.shuffle(shuffledNodes, random);
        InstancePlacement own =
            InstancePlacement.decide(
                instance, shuffledNodes, new PlacementSettings(shuffledInstances, "", Map.of()));
        assertThat(own.order())
            .as("seed %d, instance %s", seed, instance)
            .isEqualTo(plan.order(instance))
            .containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(own.warnings()).as("seed %d", seed).isEmpty();
      }
    });
  }

  /** The published way: pairs of six instances on three nodes; whatever their names. */
  @Test
  void pairsSplitOverBothSurvivors() {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<String> instances = names("vm", 6, random);
      List<Node> nodes =
          names("db", 3, random).stream().map(PlacementPlanPropertyTest::node).toList();
      PlacementPlan plan = PlacementPlan.of(instances, nodes);
      assertThat(loads(plan, Set.of())).as("seed %d", seed).containsExactly(2, 2, 2);
      for (Node first : nodes) {
        assertThat(loads(plan, Set.of(first.name()))).as("seed %d", seed).containsExactly(3, 3);
        for (Node second : nodes) {
          if (!first.equals(second)) {
            assertThat(loads(plan, Set.of(first.name(), second.name()))).containsExactly(6);
          }
        }
      }
    }
  }

  private static List<Integer> loads(PlacementPlan plan, Set<String> lost) {
    return plan.seats(lost).values().stream().map(List::size).toList();
  }

  private static void forEachCase(Property property) {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<String> instances = names("i", 1 + random.nextInt(14), random);
      List<Node> nodes =
          names("n", 1 + random.nextInt(5), random).stream()
              .map(name -> new Node(name, "jdbc:mysql://h/x", 0.1 * (1 + random.nextInt(4))))
              .toList();
      property.check(seed, instances, nodes);
    }
  }

  private static List<String> names(String prefix, int count, Random random) {
    Set<String> names = new HashSet<>();
    while (names.size() < count) {
      names.add(prefix + random.nextInt(1_000));
    }
    return List.copyOf(names);
  }

  private static Node node(String name) {
    return Node.of(name, "jdbc:mysql://h/x");
  }

  private interface Property {
    void check(long seed, List<String> instances, List<Node> nodes);
  }
}
