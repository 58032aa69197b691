package io.matapalo.router.freshness;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a routed connection asks and tells so that a session sees its own writes and never goes back
 * in time. Thread-safe; a connection given to it is used on the calling thread only.
 */
public interface FreshnessGate {

  /** Whether a node may serve the running session. */
  enum Freshness {
    /** It has all that the session has seen. */
    FRESH,
    /** It has not, within the wait: another node must serve. */
    STALE,
    /** It never will: the session has seen what the cluster has lost. */
    LOST
  }

  /** A physical connection was opened: positions of its writes are to be learnt from now on. */
  void opened(Connection physical, NodeStatus node) throws SQLException;

  /**
   * Before the first statement of a transaction: has the node what the session has seen? No round
   * trip when that is known, at most one otherwise, waiting at most the setting {@code marks.wait}.
   */
  Freshness ensure(Connection physical, NodeStatus node, Intent intent) throws SQLException;

  /** A commit, or a statement under autocommit, went well: its position is part of the session. */
  void written(Connection physical, NodeStatus node) throws SQLException;

  /** A transaction that only read has ended: the session has seen this node as it is now. */
  void read(Connection physical, NodeStatus node);

  /** A physical connection is gone. */
  void closed(Connection physical);

  /** Marks switched off, or a single node. */
  FreshnessGate OFF = new FreshnessOff();
}
