package io.matapalo.router.cluster;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes that refused a statement because of their present state. A refusal holds until a probe
 * that began after it has its result. Immutable.
 *
 * @param all in the order in which they came
 */
record Refusals(List<Refusal> all) {

  static final Refusals NONE = new Refusals(List.of());

  /**
   * The refusal of one node.
   *
   * @param intent WRITE if the node is read-only, READ if no transaction may begin on it
   */
  record Refusal(Node node, Intent intent, long sinceNanos) {}

  Refusals {
    all = List.copyOf(all);
  }

  Refusals with(Refusal refusal) {
    List<Refusal> more = new ArrayList<>(all);
    more.removeIf(known -> isOf(known, refusal.node()) && known.intent() == refusal.intent());
    more.add(refusal);
    return new Refusals(more);
  }

  /** After a probe of {@code node} that began at {@code startedNanos}: ends earlier refusals. */
  Refusals probed(Node node, long startedNanos) {
    List<Refusal> rest = new ArrayList<>(all);
    rest.removeIf(known -> isOf(known, node) && startedNanos - known.sinceNanos() > 0);
    return new Refusals(rest);
  }

  /** The {@code nodes} without those that refused {@code intent}. */
  List<Node> without(List<Node> nodes, Intent intent) {
    if (all.isEmpty()) {
      return nodes;
    }
    List<Node> rest = new ArrayList<>(nodes);
    for (Refusal refusal : all) {
      if (intent == Intent.WRITE || refusal.intent() == Intent.READ) {
        rest.removeIf(node -> isOf(refusal, node));
      }
    }
    return List.copyOf(rest);
  }

  /** The reason why a node is not usable after its refusal; empty if it refused nothing. */
  String reason(Node node) {
    for (Refusal refusal : all) {
      if (isOf(refusal, node)) {
        return "has just refused %s and is being asked again"
            .formatted(refusal.intent() == Intent.WRITE ? "to write" : "to take part");
      }
    }
    return "";
  }

  private static boolean isOf(Refusal refusal, Node node) {
    return refusal.node().name().equals(node.name());
  }
}
