package io.matapalo.testkit.server;

import java.nio.file.Path;

/** A real server on loopback. It dies with this JVM. Thread-safe. */
public abstract class LocalServer implements AutoCloseable {
  private final ServerStart.Running running;

  protected LocalServer(ServerStart.Running running) {
    this.running = running;
  }

  /**
   * What it was started with, with the port it got: starting this again gives the same address and
   * logins.
   */
  public final ServerConfig config() {
    return running.config();
  }

  /** The server's own process. */
  public final SupervisedProcess process() {
    return running.process();
  }

  /** Name, version and source of the server, for reports. */
  public final String origin() {
    return running.origin();
  }

  /** Stays the same when the server is started again with its configuration. */
  public final int port() {
    return config().port();
  }

  public final Path dataFolder() {
    return config().dataFolder();
  }

  public final long pid() {
    return process().pid();
  }

  public final boolean isAlive() {
    return process().isAlive();
  }

  public final Path logFile() {
    return process().logFile();
  }

  /** Kills the server at once, as {@code kill -9} does. */
  public final void kill() {
    process().kill();
  }

  /** Stops the server in its tracks, connections included, as SIGSTOP does; returns once it has. */
  public final void pause() {
    process().pause();
  }

  /** Lets a paused server go on; does nothing to another. */
  public final void resume() {
    process().resume();
  }

  /** Stops the server, a paused one too, and waits until it is gone. Idempotent. */
  @Override
  public final void close() {
    process().close();
  }
}
