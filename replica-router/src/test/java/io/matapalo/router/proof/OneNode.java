package io.matapalo.router.proof;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A single server as a topology. Thread-safe. */
final class OneNode implements Topology {
  private final MariaDb server;

  OneNode(Path folder) {
    server = MariaDb.start(ProofServers.config(folder));
  }

  private record Only(MariaDb server) implements DatabaseNode {

    @Override
    public String name() {
      return "a";
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public String jdbcUrl(String database) {
      return server.jdbcUrl(database);
    }

    @Override
    public String user() {
      return server.user();
    }

    @Override
    public String password() {
      return server.password();
    }

    @Override
    public String administrator() {
      return server.administrator();
    }

    @Override
    public boolean isAlive() {
      return server.isAlive();
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void pause() {
      server.pause();
    }

    @Override
    public void resume() {
      server.resume();
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
