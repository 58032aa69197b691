package io.matapalo.testkit.topology;

import io.matapalo.testkit.server.DatabaseServer;
import java.time.Duration;
import java.util.List;

/** Several servers that hold the same data. Thread-safe. */
public interface Topology extends AutoCloseable {
  /** In a fixed order; that of a URL with all of them. */
  List<? extends DatabaseNode> nodes();

  /** The application's user, on each node: no right to write to a read-only one. */
  default String user() {
    return nodes().getFirst().user();
  }

  /** Of the application's user and of the administrator. */
  default String password() {
    return nodes().getFirst().password();
  }

  /** May do everything, on each node. */
  default String administrator() {
    return DatabaseServer.ADMINISTRATOR;
  }

  /** Creates a database and returns once each node has it. */
  void createDatabase(String name);

  /**
   * Waits until a live node shows whoever asks it all that the topology has committed by now. What
   * is read of a node other than the writer's before that may be older.
   *
   * @throws io.matapalo.testkit.binaries.TestkitException if it takes longer
   */
  void awaitCaughtUp(DatabaseNode node, Duration within);

  /** The same of all live nodes, one after another. */
  default void awaitCaughtUp(Duration within) {
    nodes().stream().filter(DatabaseNode::isAlive).forEach(node -> awaitCaughtUp(node, within));
  }

  /**
   * {@code jdbc:mysql://host:port,host:port/database?…} with all nodes and the settings of a single
   * one; for a router below {@code jdbc:matapalo:}.
   */
  default String jdbcUrl(String database) {
    return DatabaseServer.jdbcUrl(database, nodes().stream().map(DatabaseNode::port).toList());
  }

  /** How a router calls this kind of topology: {@code primary-replica}, {@code multi-primary}. */
  String kind();

  /** Ends all servers at once; their data folders are not meant to be used again. Idempotent. */
  @Override
  void close();
}
