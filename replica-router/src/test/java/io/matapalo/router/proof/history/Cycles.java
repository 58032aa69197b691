package io.matapalo.router.proof.history;

import static io.matapalo.router.proof.history.DependencyGraph.Dependency.RW;
import static io.matapalo.router.proof.history.DependencyGraph.Dependency.WR;
import static io.matapalo.router.proof.history.DependencyGraph.Dependency.WW;

import io.matapalo.router.proof.history.DependencyGraph.Dependency;
import io.matapalo.router.proof.history.DependencyGraph.Edge;
import io.matapalo.router.proof.history.HistoryChecker.ExternalRead;
import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the cycles of dependencies in a history. Single-threaded; for one history. */
final class Cycles {
  private final List<HistoryTransaction> history;
  private final VersionOrder order;
  private final List<ExternalRead> reads;
  private final HistoryReport report;
  private final DependencyGraph graph;

  Cycles(
      List<HistoryTransaction> history,
      VersionOrder order,
      List<ExternalRead> reads,
      HistoryReport report) {
    this.history = history;
    this.order = order;
    this.reads = reads;
    this.report = report;
    this.graph = new DependencyGraph(history.size());
  }

  void find() {
    order.keys().forEach(this::addWrites);
    reads.forEach(this::addRead);
    findWithoutAntiDependency(EnumSet.of(WW), WW, Anomaly.G0);
    findWithoutAntiDependency(EnumSet.of(WW, WR), WR, Anomaly.G1C);
    findWithAntiDependency();
  }

  private void addWrites(int key) {
    List<Integer> elements = order.elements(key);
    for (int i = 1; i < elements.size(); i++) {
      add(order.writer(key, elements.get(i - 1)), order.writer(key, elements.get(i)), WW);
    }
  }

  private void addRead(ExternalRead seen) {
    int key = seen.read().key();
    List<Integer> elements = seen.read().elements();
    if (!elements.isEmpty()) {
      add(order.writer(key, elements.getLast()), seen.transaction(), WR);
    }
    List<Integer> all = order.elements(key);
    if (all.size() > elements.size()) {
      add(seen.transaction(), order.writer(key, all.get(elements.size())), RW);
    }
  }

  /** What was rolled back is found as such; it is no part of a cycle. */
  private void add(int from, int to, Dependency why) {
    if (isNotRolledBack(from) && isNotRolledBack(to)) {
      graph.add(from, to, why);
    }
  }

  private boolean isNotRolledBack(int transaction) {
    return history.get(transaction).outcome() != Outcome.FAIL;
  }

  /** One finding for each component that has such an edge. */
  private void findWithoutAntiDependency(
      EnumSet<Dependency> kinds, Dependency wanted, Anomaly anomaly) {
    int[] components = graph.components(kinds);
    Set<Integer> told = new HashSet<>();
    for (Edge edge : graph.edgesInside(components, wanted)) {
      if (told.add(components[edge.from()])) {
        report.found(anomaly, text(edge, graph.path(edge.to(), edge.from(), kinds)));
      }
    }
  }

  /** One finding for each edge of the kind RW that is part of a cycle. */
  private void findWithAntiDependency() {
    EnumSet<Dependency> all = EnumSet.allOf(Dependency.class);
    int[] components = graph.components(all);
    for (Edge edge : graph.edgesInside(components, RW)) {
      List<Integer> back = graph.path(edge.to(), edge.from(), EnumSet.of(WW, WR));
      if (back.isEmpty()) {
        report.found(Anomaly.G2_ITEM, text(edge, graph.path(edge.to(), edge.from(), all)));
      } else if (history.get(edge.from()).readsOnly()) {
        report.found(Anomaly.G_SINGLE_READ_ONLY, text(edge, back));
      } else {
        report.found(Anomaly.G_SINGLE, text(edge, back));
      }
    }
  }

  private String text(Edge edge, List<Integer> back) {
    return "%s -%s-> %s"
        .formatted(
            history.get(edge.from()).name(),
            edge.why(),
            back.stream()
                .map(node -> history.get(node).name())
                .collect(Collectors.joining(" -> ")));
  }
}
