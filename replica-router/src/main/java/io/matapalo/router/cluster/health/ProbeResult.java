package io.matapalo.router.cluster.health;

import io.matapalo.router.topology.Engine;

/**
 * The result of one probe of a node. Immutable.
 *
 * @param obstacle why no transaction may begin on the node; empty if transactions may
 * @param loss what the obstacle means for transactions that run on the node
 * @param engine the engine that replicates; without meaning if the node did not answer
 * @param readOnly whether the node refuses writes
 * @param replication how the node follows its primary
 * @param position the position of its data, as the engine writes it; empty if unknown
 * @param server the identity of the server; empty if the node did not answer
 */
public record ProbeResult(
    String obstacle,
    Loss loss,
    Engine engine,
    boolean readOnly,
    Replication replication,
    String position,
    String server) {

  /** What becomes of the transactions that run on a node with an obstacle. */
  public enum Loss {
    /** They may go on. */
    NONE,
    /** The node was silent for one probe. They go on, because it may only have stalled. */
    SILENT,
    /** They are lost with the node. */
    GONE
  }

  /**
   * How a node follows its primary.
   *
   * @param seconds how far the node is behind
   * @param trouble why replication does not run; empty if it runs
   */
  public record Replication(State state, long seconds, String trouble) {

    /** The state of replication. */
    public enum State {
      /** The node follows no primary, or was not asked. */
      NONE,
      RUNNING,
      /** The node is set up to follow a primary, and does not. */
      STOPPED,
      /** The monitoring account lacks the right to ask. */
      FORBIDDEN
    }

    public static final Replication NONE = new Replication(State.NONE, 0, "");
  }

  /** The result of a probe that got no valid answer. */
  public static ProbeResult failed(String reason, Loss loss) {
    return new ProbeResult(reason, loss, Engine.MARIADB, true, Replication.NONE, "", "");
  }

  /** The same with an obstacle that transactions on the node do not survive. */
  public ProbeResult withObstacle(String reason) {
    return new ProbeResult(reason, Loss.GONE, engine, readOnly, replication, position, server);
  }

  /** The same with another loss. */
  ProbeResult withLoss(Loss changed) {
    return new ProbeResult(obstacle, changed, engine, readOnly, replication, position, server);
  }

  public boolean answered() {
    return !server.isEmpty();
  }

  public boolean follows() {
    return replication.state() == Replication.State.RUNNING;
  }
}
