package io.matapalo.testkit.server;

import java.time.Duration;
import java.util.List;

/**
 * A real Redis on loopback, with a data folder of its own. Nothing is saved to disk unless an
 * option asks for it. It dies with this JVM. Thread-safe.
 */
public final class Redis extends LocalServer {
  private static final ServerStart START =
      new ServerStart(
          "Redis", "Ready to accept connections", Duration.ofSeconds(20), Duration.ofSeconds(20));

  private Redis(ServerStart.Running running) {
    super(running);
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be.
   */
  public static Redis start(ServerConfig config) {
    return new Redis(
        START.run(config, config.cache().redis(config.source()), (present, _) -> words(present)));
  }

  private static List<String> words(ServerConfig config) {
    String data = config.dataFolder().toString();
    return List.of(
        "--bind",
        "127.0.0.1",
        "--port",
        String.valueOf(config.port()),
        "--dir",
        data,
        "--daemonize",
        "no",
        "--save",
        "",
        "--appendonly",
        "no");
  }

  /** {@code redis://127.0.0.1:PORT}. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }
}
