package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;

/**
 * Reads positions of servers of one kind and waits for them. Stateless, but for what a server told
 * when it was first met. Each method takes one round trip unless it says otherwise.
 */
public interface Positions {

  /** The result of a wait for a position. */
  enum Reach {
    /** Reads of the server show every transaction of the position. */
    REACHED,
    /** The server did not reach the position within the wait. */
    NOT_YET,
    /**
     * The same, though it has applied all that it knows of: a group's barrier tells what is lost.
     */
    NOT_KNOWN,
    /** The server takes writes and lacks the position, so nobody will bring it: it is lost. */
    NEVER
  }

  Dialect dialect();

  /** The part of a position that means the same transactions on all nodes of the cluster. */
  default GtidSet shared(GtidSet position) {
    return position;
  }

  /** Whether the identifier of a commit covers all that its transaction can have read. */
  boolean writeCoversReads();

  /** Whether {@link #barrier} is cheaper than the bounds of all nodes that the session has read. */
  boolean prefersBarrier(boolean primary);

  /** Whether a node of this role has a {@link #barrier}. */
  boolean hasBarrier(boolean primary);

  /** Waits until reads of the server show a position. */
  Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException;

  /** An upper bound of what reads that have ended saw; empty if the server cannot tell. */
  Optional<GtidSet> bound(Connection connection) throws SQLException;

  /**
   * Waits until reads of the server show all that any node of the cluster has shown before the
   * call. The result is that position, or no transactions where the server has no position for it.
   * Empty if the wait was too short.
   */
  Optional<GtidSet> barrier(Connection connection, Wait wait) throws SQLException;

  /** Whether nodes have a {@link #groupBarrier}, which then takes the place of the other one. */
  default boolean hasGroupBarrier() {
    return false;
  }

  /**
   * Does what {@link #barrier} does, in a session that is used for nothing else. Waits as long as
   * the group needs, so that only the connection's own limits end it.
   */
  default Optional<GtidSet> groupBarrier(Connection connection) throws SQLException {
    throw new SQLFeatureNotSupportedException("a server outside a group has no group's barrier");
  }

  /** A high lower bound of what later transactions see; empty if the wait was too short. */
  Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException;

  /**
   * The wait for a position.
   *
   * @param primary whether the node takes writes
   */
  record Wait(boolean primary, long millis) {

    /** The wait in seconds, as SQL functions take it. */
    String seconds() {
      return "%d.%03d".formatted(millis / 1_000, millis % 1_000);
    }
  }
}
