package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How one kind of server is asked for positions. Stateless but for what was found out of the server
 * when it was first met. Each question is one round trip unless it says otherwise.
 */
public interface Positions {

  /** What came of waiting. */
  enum Reach {
    /** Every transaction of the position can be read. */
    REACHED,
    /** Not within the wait. */
    NOT_YET,
    /** It takes writes and has not got it: nobody will bring it. */
    NEVER
  }

  Dialect dialect();

  /** The part of a learnt or asked position that is the same at all nodes of the cluster. */
  GtidSet shared(GtidSet position);

  /** Whether the identifier of a commit stands for all that its transaction can have read. */
  boolean writeCoversReads();

  /** Whether {@link #barrier} is cheaper than asking the nodes that a session has left. */
  boolean prefersBarrier(boolean primary);

  /** Whether {@link #barrier} is of use at a node of this role. */
  boolean hasBarrier(boolean primary);

  /** Waits until the server has a position. */
  Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException;

  /**
   * An upper bound of what any read that has ended by now was shown by this server; empty if the
   * server cannot tell.
   */
  Optional<GtidSet> bound(Connection connection) throws SQLException;

  /**
   * Waits until the server shows all that any node of the cluster has shown before the call; what
   * that is at most. Empty: not within the wait.
   */
  Optional<Seen> barrier(Connection connection, Wait wait) throws SQLException;

  /**
   * A lower bound, as late as possible, of what each transaction that begins after this answer is
   * shown by this server; empty: none within the wait.
   */
  Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException;

  /**
   * What a barrier found.
   *
   * @param position all that was shown anywhere; empty if the server has no words for it
   */
  record Seen(GtidSet position) {}

  /**
   * Whom one waits at, and how long.
   *
   * @param primary does the node take writes?
   */
  record Wait(boolean primary, long millis) {

    /** As SQL functions take it. */
    String seconds() {
      return "%d.%03d".formatted(millis / 1_000, millis % 1_000);
    }
  }
}
