package io.matapalo.router.proof;

import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;

/** Three nodes that all take writes, and what befalls them in a run. Single-threaded. */
interface Writers extends AutoCloseable {

  static Writers start(Path folder) {
    Topology nodes = ProofServers.multiPrimary(folder);
    return nodes instanceof GroupReplication group
        ? new GroupWriters(group)
        : new GaleraWriters((Galera) nodes);
  }

  /** The nodes. */
  Topology nodes();

  /** What they are, for a page. */
  String title();

  /** A plan of 100 seconds in which each node is lost at least once. */
  Faults faults(Runnable look);

  /** Waits until each node is part of the whole again. */
  void awaitWhole();

  /**
   * Query: a row for each kind of conflict that a node counts, {@code certification} or {@code
   * lock}.
   */
  String conflicts();

  @Override
  default void close() {
    nodes().close();
  }
}
