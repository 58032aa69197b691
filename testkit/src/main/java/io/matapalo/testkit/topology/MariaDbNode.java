package io.matapalo.testkit.topology;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.relay.GreetingRelay;
import io.matapalo.testkit.server.ServerConfig;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A MariaDB server of a topology, in its present incarnation. Thread-safe. */
public final class MariaDbNode implements DatabaseNode, AutoCloseable {
  private final String name;
  private final AtomicReference<ServerConfig> config;
  private final AtomicReference<MariaDb> server;
  private final AtomicReference<AdministratorSession> session;
  private @Nullable GreetingRelay forReplicas;

  /** With the configuration of its restarts; only the port is taken over from the first start. */
  MariaDbNode(String name, ServerConfig config, MariaDb server) {
    this.name = name;
    this.config = new AtomicReference<>(config.withPort(server.port()));
    this.server = new AtomicReference<>(server);
    this.session = new AtomicReference<>(new AdministratorSession(server));
  }

  @Override
  public MariaDb server() {
    return server.get();
  }

  /**
   * Where replicas reach this node. A server that greets by a version below 10.0.2 is taken for one
   * without GTIDs, and the replica silently follows by file and offset. So a relay greets replicas
   * by the true version where clients are greeted by another.
   */
  synchronized int portForReplicas() {
    if (forReplicas == null) {
      forReplicas =
          server()
              .hiddenVersion()
              .map(version -> GreetingRelay.toPort(port(), version.toString()))
              .orElse(null);
    }
    return forReplicas == null ? port() : forReplicas.port();
  }

  /** For what only the administrator may do. */
  AdministratorSession session() {
    return session.get();
  }

  ServerConfig config() {
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
    config.updateAndGet(present -> present.withOptions(option));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void close() {
    session().close();
    server().kill();
    if (forReplicas != null) {
      forReplicas.close();
    }
  }

  @Override
  public String toString() {
    return "%s:%d".formatted(name, port());
  }
}
