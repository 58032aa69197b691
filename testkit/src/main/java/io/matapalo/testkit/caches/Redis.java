package io.matapalo.testkit.caches;

import io.matapalo.testkit.binaries.RedisBinaries;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerEnvironment;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Redis on loopback, with a data folder of its own. It dies with this JVM. Thread-safe. */
public final class Redis implements AutoCloseable {
  private final RedisConfig config;
  private final RedisBinaries binaries;
  private final SupervisedProcess process;

  private Redis(RedisConfig config, RedisBinaries binaries, SupervisedProcess process) {
    this.config = config;
    this.binaries = binaries;
    this.process = process;
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be.
   */
  public static Redis start(RedisConfig config) {
    RedisBinaries binaries = config.cache().redis(config.source());
    Path data = config.folder().resolve("data");
    Path log = config.folder().resolve("redis.log");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + data, e);
    }
    ServerAccount account =
        ServerAccount.forServer(binaries.server(), binaries.libraryFolders(), data);
    ServerStart.Running running =
        new ServerStart(
                "Redis",
                config.port(),
                "Ready to accept connections",
                "Address already in use",
                config.startDeadline())
            .run(log, port -> plan(config, binaries, port), account);
    return new Redis(config.withPort(running.port()), binaries, running.process());
  }

  private static ProcessPlan plan(RedisConfig config, RedisBinaries binaries, int port) {
    List<String> words = new ArrayList<>(List.of(binaries.server().toString()));
    words.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
    words.addAll(List.of("--dir", config.folder().resolve("data").toString()));
    words.addAll(List.of("--daemonize", "no", "--save", "", "--appendonly", "no"));
    words.addAll(config.options());
    return ServerEnvironment.of(
        ProcessPlan.of(config.folder().resolve("redis.log"), words), binaries.libraryFolders());
  }

  /** What it was started with, with the port it got: starting this again gives the same address. */
  public RedisConfig config() {
    return config;
  }

  public int port() {
    return config.port();
  }

  /** {@code redis://127.0.0.1:PORT}. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path dataFolder() {
    return config.folder().resolve("data");
  }

  public Path logFile() {
    return process.logFile();
  }

  /** Name, version and source of the server, for reports. */
  public String origin() {
    return binaries.origin();
  }

  /** Kills the server at once, as {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  /** Stops the server and waits until it is gone. Idempotent. */
  @Override
  public void close() {
    process.close();
  }
}
