package io.matapalo.testkit.server;

import java.nio.file.Path;

/** A real server on loopback. It dies with this JVM. Thread-safe. */
public interface LocalServer extends AutoCloseable {
  /** The server's own process. */
  SupervisedProcess process();

  /** Stays the same when the server is started again with its configuration. */
  int port();

  /** Name, version and source of the server, for reports. */
  String origin();

  default long pid() {
    return process().pid();
  }

  default boolean isAlive() {
    return process().isAlive();
  }

  default Path logFile() {
    return process().logFile();
  }

  /** Kills the server at once, as {@code kill -9} does. */
  default void kill() {
    process().kill();
  }

  /** Stops the server in its tracks, connections included, as SIGSTOP does. */
  default void pause() {
    process().pause();
  }

  /** Lets a paused server go on; does nothing to another. */
  default void resume() {
    process().resume();
  }

  /** Stops the server, a paused one too, and waits until it is gone. Idempotent. */
  @Override
  default void close() {
    process().close();
  }
}
