package io.matapalo.testkit.topology;

/** One server of a topology. Thread-safe. */
public interface DatabaseNode {
  /** Short and unique in its topology: {@code a}, {@code b}, {@code c}. */
  String name();

  /** Stays the same when the server is started again. */
  int port();

  /** For MySQL Connector/J, past any other node. */
  String jdbcUrl(String database);

  /** The application's user; no right to write to a read-only server. */
  String user();

  /** Of the application's user and of the administrator. */
  String password();

  /** May do everything. */
  String administrator();

  boolean isAlive();

  /** As {@code kill -9}: at once, and its clients see a reset. */
  void kill();

  /** As SIGSTOP: it keeps connections and locks, and answers nobody. */
  void pause();

  /** Ends the pause. */
  void resume();
}
