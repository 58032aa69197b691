package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.cluster.health.ProbeResult.Replication.State;
import io.matapalo.router.placement.Presence;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * The health of one node, carried from probe to probe. Immutable.
 *
 * @param latest the result of the latest probe; null before the first
 * @param answer the latest result that was an answer; null before the first
 * @param position up to which the node's data are certainly readable
 * @param presence whether instances may be placed on the node
 * @param lagNanos the lag at {@code followedNanos}; -1 if it was never known
 * @param followedNanos when a probe last found the node following its primary
 * @param probedNanos when the latest result came in
 */
record NodeHealth(
    Node node,
    @Nullable ProbeResult latest,
    @Nullable ProbeResult answer,
    String position,
    Presence presence,
    long lagNanos,
    long followedNanos,
    long probedNanos) {

  private static final long SECOND = 1_000_000_000L;

  static NodeHealth unknown(Node node) {
    return new NodeHealth(node, null, null, "", Presence.NEW, -1, 0, 0);
  }

  /** After a probe whose result is {@code fresh}. */
  NodeHealth after(ProbeResult fresh, long nowNanos) {
    boolean follows = fresh.follows();
    return new NodeHealth(
        node,
        fresh,
        fresh.answered() ? fresh : answer,
        readable(fresh),
        presence,
        follows ? fresh.replication().seconds() * SECOND : lagNanos,
        follows ? nowNanos : followedNanos,
        nowNanos);
  }

  NodeHealth with(Presence changed) {
    return new NodeHealth(
        node, latest, answer, position, changed, lagNanos, followedNanos, probedNanos);
  }

  /**
   * The position that is certainly readable. A MariaDB server that takes writes logs a transaction
   * some milliseconds before it can be read, so the position of the probe before is the one that
   * holds. MySQL, and replicas of MariaDB, move their position after that moment.
   */
  private String readable(ProbeResult fresh) {
    boolean early =
        fresh.engine() == Engine.GALERA || (fresh.engine() == Engine.MARIADB && !fresh.readOnly());
    if (!early || !fresh.answered()) {
      return fresh.position();
    }
    ProbeResult before = latest;
    return before != null && before.server().equals(fresh.server()) ? before.position() : "";
  }

  /** The lag; that of a replica without its primary grows as time passes. -1 if unknown. */
  long lagMillis(long nowNanos) {
    State state = latest == null ? State.FORBIDDEN : latest.replication().state();
    return switch (state) {
      case NONE -> 0;
      case FORBIDDEN -> -1;
      case RUNNING -> lagNanos / 1_000_000;
      case STOPPED -> lagNanos < 0 ? -1 : (lagNanos + nowNanos - followedNanos) / 1_000_000;
    };
  }

  /** Whether no transaction can run on the node by the latest probe, or before the first. */
  boolean isGone() {
    return latest == null || latest.loss() == ProbeResult.Loss.GONE;
  }

  /** Whether the node says that it takes writes, and no obstacle keeps it from that. */
  boolean claimsPrimary() {
    return latest != null && latest.obstacle().isEmpty() && !latest.readOnly();
  }

  /** Whether the node was silent for one probe alone, and had no obstacle in the answer before. */
  boolean mayHaveStalled() {
    return latest != null
        && latest.loss() == ProbeResult.Loss.SILENT
        && answer != null
        && answer.obstacle().isEmpty();
  }

  /** Whether that answer said that the node takes writes, and follows nobody. */
  boolean claimedPrimary() {
    return answer != null && !answer.readOnly() && !answer.follows();
  }
}
