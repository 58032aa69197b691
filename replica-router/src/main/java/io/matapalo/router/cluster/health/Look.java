package io.matapalo.router.cluster.health;

import io.matapalo.router.topology.Engine;

/**
 * What one look at a node has found. Immutable.
 *
 * @param obstacle why no transaction may begin on it; empty if any may
 * @param loss what the obstacle means for what is under way on it
 * @param engine what it replicates with; means nothing if it did not answer
 * @param readOnly does it refuse writes?
 * @param replication how it follows another server
 * @param position what its data hold, as the engine writes it; empty if unknown
 * @param server identity of its data; empty if it did not answer
 */
public record Look(
    String obstacle,
    Loss loss,
    Engine engine,
    boolean readOnly,
    Replication replication,
    String position,
    String server) {

  /** What is lost with a node. */
  public enum Loss {
    NONE,
    /** It was silent for once: it may only have stalled. */
    SILENT,
    /** What is under way on it is lost too. */
    GONE
  }

  /** How a node follows another one. {@code seconds}: how far it is behind. */
  public record Replication(State state, long seconds, String trouble) {

    /** Whether it follows. */
    public enum State {
      /** It follows nobody, or nobody has asked. */
      NONE,
      RUNNING,
      /** It is set up to follow, and does not. */
      STOPPED,
      /** The account may not ask. */
      FORBIDDEN
    }

    public static final Replication NONE = new Replication(State.NONE, 0, "");
  }

  /** It did not answer as it should. */
  public static Look failed(String reason, Loss loss) {
    return new Look(reason, loss, Engine.MARIADB, true, Replication.NONE, "", "");
  }

  /** The same with something in the way that also breaks what is under way. */
  public Look hinderedBy(String reason) {
    return new Look(reason, Loss.GONE, engine, readOnly, replication, position, server);
  }

  /** The same, meaning that for what is under way. */
  Look with(Loss changed) {
    return new Look(obstacle, changed, engine, readOnly, replication, position, server);
  }

  public boolean answered() {
    return !server.isEmpty();
  }

  public boolean follows() {
    return replication.state() == Replication.State.RUNNING;
  }
}
