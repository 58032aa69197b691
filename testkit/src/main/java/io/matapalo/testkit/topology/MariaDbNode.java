package io.matapalo.testkit.topology;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.mariadb.MariaDbConfig;
import java.util.concurrent.atomic.AtomicReference;

/** A MariaDB server of a topology, in its present incarnation. Thread-safe. */
public final class MariaDbNode implements DatabaseNode, AutoCloseable {
  private final String name;
  private final AtomicReference<MariaDbConfig> config;
  private final AtomicReference<MariaDb> server;
  private final AtomicReference<AdministratorSession> session;

  /** With the configuration of its restarts; only the port is taken over from the first start. */
  MariaDbNode(String name, MariaDbConfig config, MariaDb server) {
    this.name = name;
    this.config = new AtomicReference<>(config.withPort(server.port()));
    this.server = new AtomicReference<>(server);
    this.session = new AtomicReference<>(new AdministratorSession(server));
  }

  /** The server as it runs now; another one after a restart. */
  public MariaDb server() {
    return server.get();
  }

  /** For what only the administrator may do. */
  AdministratorSession session() {
    return session.get();
  }

  MariaDbConfig config() {
    return config.get();
  }

  /** Starts the server again, with the configuration that it had. */
  void restart() {
    session().close();
    server().kill();
    MariaDb again = MariaDb.start(config());
    server.set(again);
    session.set(new AdministratorSession(again));
  }

  /** From its next start on. */
  void withOption(String option) {
    config.updateAndGet(present -> present.withOption(option));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return server().port();
  }

  @Override
  public String jdbcUrl(String database) {
    return server().jdbcUrl(database);
  }

  @Override
  public String user() {
    return server().user();
  }

  @Override
  public String password() {
    return server().password();
  }

  @Override
  public String administrator() {
    return server().administrator();
  }

  @Override
  public boolean isAlive() {
    return server().isAlive();
  }

  @Override
  public void kill() {
    server().kill();
  }

  @Override
  public void pause() {
    server().pause();
  }

  @Override
  public void resume() {
    server().resume();
  }

  @Override
  public void close() {
    session().close();
    server().kill();
  }

  @Override
  public String toString() {
    return "%s:%d".formatted(name, port());
  }
}
