package io.matapalo.testkit.topology;

import io.matapalo.testkit.server.DatabaseServer;

/** One server of a topology. Thread-safe. */
public interface DatabaseNode {
  /** Short and unique in its topology: {@code a}, {@code b}, {@code c}. */
  String name();

  /** The server as it runs now; another one after a restart. */
  DatabaseServer server();

  /** Stays the same when the server is started again. */
  default int port() {
    return server().port();
  }

  /** For MySQL Connector/J, past any other node. */
  default String jdbcUrl(String database) {
    return server().jdbcUrl(database);
  }

  /** The application's user; no right to write to a read-only server. */
  default String user() {
    return server().user();
  }

  /** Of the application's user and of the administrator. */
  default String password() {
    return server().password();
  }

  /** May do everything. */
  default String administrator() {
    return DatabaseServer.ADMINISTRATOR;
  }

  default boolean isAlive() {
    return server().isAlive();
  }

  /** As {@code kill -9}: at once, and its clients see a reset. */
  default void kill() {
    server().kill();
  }

  /** As SIGSTOP: it keeps connections and locks, and answers nobody. */
  default void pause() {
    server().pause();
  }

  /** Ends the pause. */
  default void resume() {
    server().resume();
  }
}
