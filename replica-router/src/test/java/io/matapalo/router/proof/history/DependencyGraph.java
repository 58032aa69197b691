package io.matapalo.router.proof.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which transaction depends on which, and why; nodes are numbered from 0. Single-threaded. */
final class DependencyGraph {

  /** Why the second of two transactions comes after the first. */
  enum Dependency {
    /** It wrote the next version. */
    WW,
    /** It read the version that the first wrote. */
    WR,
    /** It wrote over the version that the first read. */
    RW
  }

  /** One dependency. */
  record Edge(int from, int to, Dependency why) {}

  private final List<List<Edge>> outgoing = new ArrayList<>();
  private final Set<Edge> edges = new HashSet<>();

  DependencyGraph(int nodes) {
    for (int i = 0; i < nodes; i++) {
      outgoing.add(new ArrayList<>());
    }
  }

  /** Nothing if it is known, or if a transaction would depend on itself. */
  void add(int from, int to, Dependency why) {
    Edge edge = new Edge(from, to, why);
    if (from != to && edges.add(edge)) {
      outgoing.get(from).add(edge);
    }
  }

  /**
   * For each node the number of its strongly connected component, by edges of these kinds only.
   * After Tarjan, without recursion.
   */
  int[] components(EnumSet<Dependency> kinds) {
    return new Components(kinds).of();
  }

  /** Those within one component of more than one node. */
  List<Edge> edgesInside(int[] components, Dependency why) {
    return outgoing.stream()
        .flatMap(List::stream)
        .filter(edge -> edge.why() == why)
        .filter(edge -> components[edge.from()] == components[edge.to()])
        .toList();
  }

  /** The shortest way from one node to another, its first node included; empty if there is none. */
  List<Integer> path(int from, int to, EnumSet<Dependency> kinds) {
    Map<Integer, Integer> cameFrom = new HashMap<>();
    List<Integer> queue = new ArrayList<>(List.of(from));
    for (int at = 0; at < queue.size(); at++) {
      int node = queue.get(at);
      if (node == to) {
        return walkedBack(cameFrom, from, to);
      }
      for (Edge edge : outgoing.get(node)) {
        if (kinds.contains(edge.why())
            && edge.to() != from
            && cameFrom.putIfAbsent(edge.to(), node) == null) {
          queue.add(edge.to());
        }
      }
    }
    return List.of();
  }

  private static List<Integer> walkedBack(Map<Integer, Integer> cameFrom, int from, int to) {
    List<Integer> path = new ArrayList<>(List.of(to));
    int node = to;
    while (node != from) {
      node = cameFrom.getOrDefault(node, from);
      path.add(node);
    }
    Collections.reverse(path);
    return path;
  }

  /** One run of Tarjan's algorithm. */
  private final class Components {
    private final EnumSet<Dependency> kinds;
    private final int[] index = new int[outgoing.size()];
    private final int[] low = new int[outgoing.size()];
    private final int[] component = new int[outgoing.size()];
    private final int[] nextEdge = new int[outgoing.size()];
    private final List<Integer> open = new ArrayList<>();
    private int visited;

    Components(EnumSet<Dependency> kinds) {
      this.kinds = kinds;
    }

    int[] of() {
      Arrays.fill(component, -1);
      for (int node = 0; node < index.length; node++) {
        if (index[node] == 0) {
          visitFrom(node);
        }
      }
      return component;
    }

    private void visitFrom(int start) {
      List<Integer> calls = new ArrayList<>(List.of(start));
      enter(start);
      while (!calls.isEmpty()) {
        int node = calls.getLast();
        int next = nextUnvisited(node);
        if (next >= 0) {
          enter(next);
          calls.add(next);
          continue;
        }
        calls.removeLast();
        leave(node);
        if (!calls.isEmpty()) {
          int caller = calls.getLast();
          low[caller] = Math.min(low[caller], low[node]);
        }
      }
    }

    private void enter(int node) {
      index[node] = ++visited;
      low[node] = visited;
      open.add(node);
    }

    private int nextUnvisited(int node) {
      List<Edge> from = outgoing.get(node);
      while (nextEdge[node] < from.size()) {
        Edge edge = from.get(nextEdge[node]++);
        if (!kinds.contains(edge.why())) {
          continue;
        }
        if (index[edge.to()] == 0) {
          return edge.to();
        }
        if (component[edge.to()] < 0) {
          low[node] = Math.min(low[node], index[edge.to()]);
        }
      }
      return -1;
    }

    private void leave(int node) {
      if (low[node] != index[node]) {
        return;
      }
      int member;
      do {
        member = open.removeLast();
        component[member] = node;
      } while (member != node);
    }
  }
}
