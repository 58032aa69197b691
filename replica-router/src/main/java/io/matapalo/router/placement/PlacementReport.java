package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A plan as text: who sits where, and what happens when each node and each pair dies. Pure. */
final class PlacementReport {

  private final PlacementPlan plan;
  private final String reason;
  private final StringBuilder text = new StringBuilder();

  PlacementReport(PlacementPlan plan, String reason) {
    this.plan = plan;
    this.reason = reason;
  }

  String text() {
    text.append(
        "%d instances on %d nodes, %s%n%n"
            .formatted(plan.instances().size(), plan.nodes().size(), reason));
    seats();
    if (plan.nodes().size() > 1) {
      text.append("%n%-16s %5s  %s%n".formatted("lost", "moves", "who sits where then (+: moved)"));
      plan.nodes().forEach(node -> loss(Set.of(node.name())));
      pairs().forEach(this::loss);
      orders();
    }
    List<String> imbalances = plan.imbalances();
    imbalances.forEach(imbalance -> text.append("%nwarning: %s%n".formatted(imbalance)));
    return text.toString();
  }

  private void seats() {
    Shares shares = new Shares(plan.instances().size(), plan.nodes());
    Map<String, List<String>> seats = plan.seats(Set.of());
    text.append("%-16s %6s %5s  %s%n".formatted("node", "weight", "share", "instances"));
    for (Node node : plan.nodes()) {
      int least = shares.roundedDown(node);
      int most = shares.roundedUp(node);
      text.append(
          "%-16s %6s %5s  %s%n"
              .formatted(
                  node.name(),
                  node.weight(),
                  least == most ? Integer.toString(most) : least + "-" + most,
                  String.join(", ", seats.getOrDefault(node.name(), List.of()))));
    }
  }

  private List<Set<String>> pairs() {
    List<Set<String>> pairs = new ArrayList<>();
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (int j = i + 1; j < plan.nodes().size() && plan.nodes().size() > 2; j++) {
        pairs.add(new TreeSet<>(Set.of(plan.nodes().get(i).name(), plan.nodes().get(j).name())));
      }
    }
    return pairs;
  }

  private void loss(Set<String> lost) {
    Map<String, List<String>> before = plan.seats(Set.of());
    List<String> parts = new ArrayList<>();
    int moves = 0;
    for (Map.Entry<String, List<String>> seat : plan.seats(lost).entrySet()) {
      List<String> stayed = before.getOrDefault(seat.getKey(), List.of());
      List<String> seated = new ArrayList<>();
      for (String instance : seat.getValue()) {
        seated.add(stayed.contains(instance) ? instance : "+" + instance);
        moves += stayed.contains(instance) ? 0 : 1;
      }
      parts.add(seat.getKey() + ": " + seated.size() + " (" + String.join(" ", seated) + ")");
    }
    text.append(
        "%-16s %5d  %s%n".formatted(String.join(", ", lost), moves, String.join("  ", parts)));
  }

  private void orders() {
    text.append("%n%-16s %s%n".formatted("instance", "uses its nodes in this order"));
    for (String instance : plan.instances()) {
      List<String> names = plan.order(instance).stream().map(Node::name).toList();
      text.append("%-16s %s%n".formatted(instance, String.join(" > ", names)));
    }
  }
}
