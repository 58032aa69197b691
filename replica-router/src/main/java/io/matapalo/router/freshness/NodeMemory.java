package io.matapalo.router.freshness;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.topology.NodeStatus;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is known of a node: who it is, and a position that it is known to have reached. All of it is
 * forgotten when another server answers there, or the same one started anew. Thread-safe.
 */
final class NodeMemory {

  private final Semaphore waiters;
  private final AtomicReference<Optional<Known>> known = new AtomicReference<>(Optional.empty());

  /** The text last told by the monitor, with what it means: it is the same for many calls. */
  private record Told(String text, GtidSet position) {}

  private record Known(ServerFacts facts, String toldServer, GtidSet reached, Told told) {

    Known reached(GtidSet more) {
      return new Known(facts, toldServer, reached.union(more), told);
    }
  }

  NodeMemory(int waiters) {
    this.waiters = new Semaphore(waiters);
  }

  /** Who the node is; empty before the first connection to it. */
  Optional<ServerFacts> facts() {
    return known.get().map(Known::facts);
  }

  /** A connection was opened, and this is what answered. */
  ServerFacts met(ServerFacts facts, NodeStatus node) {
    Optional<Known> now =
        known.updateAndGet(before ->
            before.isPresent() && before.get().facts().isSameRunAs(facts)
                ? before
                : Optional.of(fresh(facts, node.server())));
    return now.map(Known::facts).orElse(facts);
  }

  /** The monitor met another server behind the same name: what was reached there does not hold. */
  void heed(NodeStatus node) {
    if (node.server().isEmpty()) {
      return;
    }
    Optional<Known> before = known.get();
    if (before.isPresent() && !before.get().toldServer().equals(node.server())) {
      ServerFacts facts = before.get().facts();
      boolean firstTold = before.get().toldServer().isEmpty();
      Known after =
          firstTold
              ? new Known(facts, node.server(), before.get().reached(), before.get().told())
              : fresh(facts, node.server());
      known.compareAndSet(before, Optional.of(after));
    }
  }

  private static Known fresh(ServerFacts facts, String toldServer) {
    GtidSet nothing = facts.positions().dialect().nothing();
    return new Known(facts, toldServer, nothing, new Told("", nothing));
  }

  /** Whether the node is known to have a position: learnt before, or told by the monitor. */
  boolean has(GtidSet position, NodeStatus node) {
    Optional<Known> now = known.get();
    if (now.isEmpty()) {
      return false;
    }
    if (now.get().reached().contains(position)) {
      return true;
    }
    return told(now.get(), node.position()).contains(position);
  }

  private GtidSet told(Known now, String text) {
    if (text.equals(now.told().text())) {
      return now.told().position();
    }
    GtidSet position = parsed(now.facts().positions(), text);
    Known after = new Known(now.facts(), now.toldServer(), now.reached(), new Told(text, position));
    known.compareAndSet(Optional.of(now), Optional.of(after));
    return position;
  }

  /** What the monitor tells is a help, never needed: what cannot be read is as if not told. */
  private static GtidSet parsed(Positions positions, String text) {
    try {
      return positions.shared(positions.dialect().parse(text));
    } catch (IllegalArgumentException e) {
      return positions.dialect().nothing();
    }
  }

  /** The node was seen to have a position, as long as it is the server of these facts. */
  void reached(GtidSet position, ServerFacts facts) {
    known.updateAndGet(now ->
        now.isPresent() && now.get().facts().equals(facts)
            ? now.map(before -> before.reached(position))
            : now);
  }

  /** Takes one of the places of those who wait; false if none is free. */
  boolean enterWait() {
    return waiters.tryAcquire();
  }

  void leaveWait() {
    waiters.release();
  }
}
