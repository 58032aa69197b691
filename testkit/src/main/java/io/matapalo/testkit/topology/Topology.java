package io.matapalo.testkit.topology;

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
    return nodes().getFirst().administrator();
  }

  /** Creates a database and returns once each node has it. */
  void createDatabase(String name);

  /**
   * {@code jdbc:mysql://host:port,host:port/database?…} with all nodes and the settings of a single
   * one; for a router below {@code jdbc:matapalo:}.
   */
  String jdbcUrl(String database);

  /** How a router calls this kind of topology: {@code primary-replica}, {@code multi-primary}. */
  String kind();

  /** Ends all servers at once; their data folders are not meant to be used again. Idempotent. */
  @Override
  void close();
}
