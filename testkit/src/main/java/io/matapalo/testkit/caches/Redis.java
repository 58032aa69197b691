package io.matapalo.testkit.caches;

import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.server.LocalServer;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Redis on loopback, with a data folder of its own. It dies with this JVM. Thread-safe. */
public final class Redis implements LocalServer {
  private final RedisConfig config;
  private final String origin;
  private final SupervisedProcess process;

  private Redis(RedisConfig config, String origin, SupervisedProcess process) {
    this.config = config;
    this.origin = origin;
    this.process = process;
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be.
   */
  public static Redis start(RedisConfig config) {
    ServerProgram program = config.cache().redis(config.source());
    ServerStart.Running running =
        new ServerStart(
                "Redis",
                config.port(),
                "Ready to accept connections",
                "Address already in use",
                config.startDeadline())
            .run(config.folder(), program, port -> words(config, port));
    return new Redis(config.withPort(running.port()), program.origin(), running.process());
  }

  private static List<String> words(RedisConfig config, int port) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
    words.addAll(List.of("--dir", config.folder().resolve("data").toString()));
    words.addAll(List.of("--daemonize", "no", "--save", "", "--appendonly", "no"));
    words.addAll(config.options());
    return words;
  }

  /** What it was started with, with the port it got: starting this again gives the same address. */
  public RedisConfig config() {
    return config;
  }

  @Override
  public SupervisedProcess process() {
    return process;
  }

  @Override
  public int port() {
    return config.port();
  }

  @Override
  public String origin() {
    return origin;
  }

  /** {@code redis://127.0.0.1:PORT}. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  public Path dataFolder() {
    return config.folder().resolve("data");
  }
}
