package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.cluster.health.Look.Replication.State;
import io.matapalo.router.placement.Presence;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a node from look to look. Immutable.
 *
 * @param look the latest one; null before the first
 * @param position up to which its data were readable for certain
 * @param presence may instances sit on it?
 * @param lagNanos how far it was behind at {@code followedNanos}; -1: never known
 * @param followedNanos when it was last seen following its primary
 * @param lookedNanos when the latest look came in
 */
record Watched(
    Node node,
    @Nullable Look look,
    String position,
    Presence presence,
    long lagNanos,
    long followedNanos,
    long lookedNanos) {

  private static final long SECOND = 1_000_000_000L;

  static Watched unseen(Node node) {
    return new Watched(node, null, "", Presence.NEW, -1, 0, 0);
  }

  Watched seen(Look fresh, long nowNanos) {
    if (fresh.follows()) {
      long lag = fresh.replication().seconds() * SECOND;
      return new Watched(node, fresh, readable(fresh), presence, lag, nowNanos, nowNanos);
    }
    return new Watched(node, fresh, readable(fresh), presence, lagNanos, followedNanos, nowNanos);
  }

  Watched standing(Presence changed) {
    return new Watched(node, look, position, changed, lagNanos, followedNanos, lookedNanos);
  }

  /**
   * MariaDB's binary log tells of a transaction some milliseconds before it can be read, so what
   * was logged at the look before is what can be read. A replica's own position and MySQL's are
   * moved after that.
   */
  private String readable(Look fresh) {
    boolean early =
        fresh.engine() == Engine.GALERA || (fresh.engine() == Engine.MARIADB && !fresh.readOnly());
    if (!early || !fresh.answered()) {
      return fresh.position();
    }
    Look before = look;
    return before != null && before.server().equals(fresh.server()) ? before.position() : "";
  }

  /** How far it is behind; a replica that has lost its primary falls back as time passes. */
  long lagMillis(long nowNanos) {
    State state = look == null ? State.FORBIDDEN : look.replication().state();
    return switch (state) {
      case NONE -> 0;
      case FORBIDDEN -> -1;
      case RUNNING -> lagNanos / 1_000_000;
      case STOPPED -> lagNanos < 0 ? -1 : (lagNanos + nowNanos - followedNanos) / 1_000_000;
    };
  }

  /** Does it take writes, by its own answer, and is nothing in the way? */
  boolean claimsPrimary() {
    return look != null && look.obstacle().isEmpty() && !look.readOnly();
  }
}
