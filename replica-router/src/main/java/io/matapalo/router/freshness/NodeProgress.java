package io.matapalo.router.freshness;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.topology.NodeStatus;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The progress of one node: the server behind its name, and a position that this server has
 * reached. Both are forgotten when another server answers, or the same one after a restart, because
 * its data may be older. Thread-safe.
 */
final class NodeProgress {

  /**
   * Of a position. On MySQL the commits of other instances are holes in what one instance learns of
   * its own, so that each commit would add a part for ever. The monitor's report has no such holes.
   */
  static final int MOST_PARTS = 64;

  private final Semaphore waiters;
  private final AtomicReference<Optional<Known>> known = new AtomicReference<>(Optional.empty());

  /** The position that the monitor reported last, parsed once for many calls. */
  private record Reported(String text, GtidSet position) {}

  private record Known(
      ServerFacts facts, String monitoredServer, GtidSet reached, Reported reported) {

    Known reached(GtidSet more) {
      GtidSet all = reached.union(more);
      if (all.parts() > MOST_PARTS) {
        all = reported.position().union(more);
      }
      return new Known(facts, monitoredServer, all, reported);
    }
  }

  NodeProgress(int waiters) {
    this.waiters = new Semaphore(waiters);
  }

  /** The node's server; empty before the first connection to it. */
  Optional<ServerFacts> facts() {
    return known.get().map(Known::facts);
  }

  /** Notes the server that answered on a new connection. */
  ServerFacts met(ServerFacts facts, NodeStatus node) {
    Optional<Known> now =
        known.updateAndGet(before ->
            before.isPresent() && before.get().facts().isSameRunAs(facts)
                ? before
                : Optional.of(fresh(facts, node.server())));
    return now.map(Known::facts).orElse(facts);
  }

  /** Forgets the progress if the monitor met another server behind the node's name. */
  void heed(NodeStatus node) {
    if (node.server().isEmpty()) {
      return;
    }
    Optional<Known> before = known.get();
    if (before.isPresent() && !before.get().monitoredServer().equals(node.server())) {
      ServerFacts facts = before.get().facts();
      boolean firstReport = before.get().monitoredServer().isEmpty();
      Known after =
          firstReport
              ? new Known(facts, node.server(), before.get().reached(), before.get().reported())
              : fresh(facts, node.server());
      known.compareAndSet(before, Optional.of(after));
    }
  }

  private static Known fresh(ServerFacts facts, String monitoredServer) {
    GtidSet nothing = facts.positions().dialect().nothing();
    return new Known(facts, monitoredServer, nothing, new Reported("", nothing));
  }

  /** Whether the node is known to have a position, learnt or reported by the monitor. */
  boolean has(GtidSet position, NodeStatus node) {
    Optional<Known> now = known.get();
    if (now.isEmpty()) {
      return false;
    }
    if (now.get().reached().contains(position)) {
      return true;
    }
    return reported(now.get(), node.position()).contains(position);
  }

  /** What the monitor reported last of the node; nothing before the first connection to it. */
  GtidSet reported(NodeStatus node, GtidSet nothing) {
    return known.get().map(now -> reported(now, node.position())).orElse(nothing);
  }

  private GtidSet reported(Known now, String text) {
    if (text.equals(now.reported().text())) {
      return now.reported().position();
    }
    GtidSet position = parsed(now.facts().positions(), text);
    Known after =
        new Known(now.facts(), now.monitoredServer(), now.reached(), new Reported(text, position));
    known.compareAndSet(Optional.of(now), Optional.of(after));
    return position;
  }

  /** The parsed position; nothing if it is unreadable, because a report is only a help. */
  private static GtidSet parsed(Positions positions, String text) {
    try {
      return positions.shared(positions.dialect().parse(text));
    } catch (IllegalArgumentException e) {
      return positions.dialect().nothing();
    }
  }

  /** Notes a position that the node has reached, as long as these are the facts of its server. */
  void reached(GtidSet position, ServerFacts facts) {
    known.updateAndGet(now ->
        now.isPresent() && now.get().facts().equals(facts)
            ? now.map(before -> before.reached(position))
            : now);
  }

  /** A query that may wait on the server. */
  interface Query<T> {
    T ask() throws SQLException;
  }

  /** Sends the query if the node has a free place to wait; empty otherwise. */
  <T> Optional<T> waiting(Query<T> query) throws SQLException {
    if (!waiters.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(query.ask());
    } finally {
      waiters.release();
    }
  }
}
