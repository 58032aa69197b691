package io.matapalo.testkit.caches;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.matapalo.testkit.binaries.MemcachedBinaries;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerEnvironment;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real memcached on loopback. It dies with this JVM. Thread-safe. */
public final class Memcached implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Memcached.class);
  private static final int QUIETING_MILLIS = 5_000;

  private final MemcachedConfig config;
  private final MemcachedBinaries binaries;
  private final SupervisedProcess process;

  private Memcached(MemcachedConfig config, MemcachedBinaries binaries, SupervisedProcess process) {
    this.config = config;
    this.binaries = binaries;
    this.process = process;
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be.
   */
  public static Memcached start(MemcachedConfig config) {
    return start(config, config.cache().memcached(config.source()));
  }

  /** The same, but nothing where no source has the program; the reason is logged. */
  public static Optional<Memcached> startIfOffered(MemcachedConfig config) {
    MemcachedBinaries binaries;
    try {
      binaries = config.cache().memcached(config.source());
    } catch (TestkitException e) {
      LOG.info("no memcached: {}", e.getMessage());
      return Optional.empty();
    }
    return Optional.of(start(config, binaries));
  }

  private static Memcached start(MemcachedConfig config, MemcachedBinaries binaries) {
    Path data = config.folder().resolve("data");
    Path log = config.folder().resolve("memcached.log");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + data, e);
    }
    ServerAccount account =
        ServerAccount.forServer(binaries.server(), binaries.libraryFolders(), data);
    ServerStart.Running running =
        new ServerStart(
                "memcached",
                config.port(),
                "server listening",
                "Address already in use",
                config.startDeadline())
            .run(log, port -> plan(config, binaries, port), account);
    try {
      quieten(running.port());
    } catch (IOException e) {
      running.process().kill();
      throw new TestkitException("memcached was started, but does not answer: " + e, e);
    }
    return new Memcached(config.withPort(running.port()), binaries, running.process());
  }

  private static ProcessPlan plan(MemcachedConfig config, MemcachedBinaries binaries, int port) {
    // Only at -vv does it say that it listens. The user counts for root only, who must name one.
    List<String> words =
        List.of(
            binaries.server().toString(),
            "-l",
            "127.0.0.1",
            "-p",
            String.valueOf(port),
            "-m",
            String.valueOf(config.megabytes()),
            "-u",
            "nobody",
            "-vv");
    return ServerEnvironment.of(
        ProcessPlan.of(config.folder().resolve("memcached.log"), words), binaries.libraryFolders());
  }

  /** At -vv it would log the key of every request. */
  private static void quieten(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), QUIETING_MILLIS);
      socket.setSoTimeout(QUIETING_MILLIS);
      socket.getOutputStream().write("verbosity 0\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(4), US_ASCII);
      if (!answer.equals("OK\r\n")) {
        throw new IOException("verbosity 0 was answered by " + answer.strip());
      }
    }
  }

  /** What it was started with, with the port it got: starting this again gives the same address. */
  public MemcachedConfig config() {
    return config;
  }

  public int port() {
    return config.port();
  }

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
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
