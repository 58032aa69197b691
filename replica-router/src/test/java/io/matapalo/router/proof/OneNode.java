package io.matapalo.router.proof;

import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.time.Duration;
import java.util.List;

/** A single server as a topology. Thread-safe. */
record OneNode(DatabaseServer server) implements Topology {

  private record Only(DatabaseServer server) implements DatabaseNode {

    @Override
    public String name() {
      return "a";
    }
  }

  @Override
  public List<DatabaseNode> nodes() {
    return List.of(new Only(server));
  }

  @Override
  public void createDatabase(String name) {
    server.createDatabase(name);
  }

  /** The only node always shows what it has committed. */
  @Override
  public void awaitCaughtUp(DatabaseNode node, Duration within) {}

  @Override
  public String jdbcUrl(String database) {
    return server.jdbcUrl(database);
  }

  @Override
  public String kind() {
    return "single";
  }

  @Override
  public void close() {
    server.close();
  }
}
