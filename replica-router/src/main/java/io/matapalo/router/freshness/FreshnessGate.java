package io.matapalo.router.freshness;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Keeps sessions fresh: routed connections ask it before a transaction and report to it afterwards,
 * so that a session sees its own writes and never goes back in time. Thread-safe; a connection
 * given to it is used on the calling thread only.
 */
public interface FreshnessGate {

  /** Whether a node may serve the running session. */
  enum Freshness {
    /** The node has all that the session has seen. */
    FRESH,
    /** The node does not reach that within the wait, so another node must serve. */
    STALE,
    /** No node will have that, because the cluster has lost data that the session had seen. */
    LOST
  }

  /** A physical connection was opened. From now on the positions of its commits are learnt. */
  void opened(Connection physical, NodeStatus node) throws SQLException;

  /**
   * Makes sure, before the first statement of a transaction, that the node has what the session has
   * seen. No round trip if that is known; otherwise a wait of at most the setting {@code
   * marks.wait}.
   */
  Freshness ensure(Connection physical, NodeStatus node, Intent intent) throws SQLException;

  /**
   * The same once more, for the node that is waited for last because none was fresh: with a wait of
   * at most {@code longest}.
   */
  Freshness ensureWithin(Duration longest, Connection physical, NodeStatus node, Intent intent)
      throws SQLException;

  /** A commit or an autocommit statement succeeded: its position joins what the session saw. */
  void written(Connection physical, NodeStatus node) throws SQLException;

  /** A read-only transaction has ended. The session has seen the node's data as of now. */
  void read(Connection physical, NodeStatus node);

  /** A physical connection was closed. */
  void closed(Connection physical);

  /** The gate where marks are off: every node is fresh. */
  FreshnessGate OFF =
      new FreshnessGate() {
        @Override
        public void opened(Connection physical, NodeStatus node) {}

        @Override
        public Freshness ensure(Connection physical, NodeStatus node, Intent intent) {
          return Freshness.FRESH;
        }

        @Override
        public Freshness ensureWithin(
            Duration longest, Connection physical, NodeStatus node, Intent intent) {
          return Freshness.FRESH;
        }

        @Override
        public void written(Connection physical, NodeStatus node) {}

        @Override
        public void read(Connection physical, NodeStatus node) {}

        @Override
        public void closed(Connection physical) {}
      };
}
