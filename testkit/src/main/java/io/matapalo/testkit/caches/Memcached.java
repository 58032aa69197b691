package io.matapalo.testkit.caches;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.LocalServer;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real memcached on loopback. It dies with this JVM. Thread-safe. */
public final class Memcached implements LocalServer {
  private static final Logger LOG = LoggerFactory.getLogger(Memcached.class);
  private static final int QUIETING_MILLIS = 5_000;

  private final MemcachedConfig config;
  private final String origin;
  private final SupervisedProcess process;

  private Memcached(MemcachedConfig config, String origin, SupervisedProcess process) {
    this.config = config;
    this.origin = origin;
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
    ServerProgram program;
    try {
      program = config.cache().memcached(config.source());
    } catch (TestkitException e) {
      LOG.info("no memcached: {}", e.getMessage());
      return Optional.empty();
    }
    return Optional.of(start(config, program));
  }

  private static Memcached start(MemcachedConfig config, ServerProgram program) {
    ServerStart.Running running =
        new ServerStart(
                "memcached",
                config.port(),
                "server listening",
                "Address already in use",
                config.startDeadline())
            .run(config.folder(), program, port -> words(config, port));
    try {
      quieten(running.port());
    } catch (IOException e) {
      running.process().kill();
      throw new TestkitException("memcached was started, but does not answer: " + e, e);
    }
    return new Memcached(config.withPort(running.port()), program.origin(), running.process());
  }

  // Only at -vv does it say that it listens. The user counts for root only, who must name one.
  private static List<String> words(MemcachedConfig config, int port) {
    List<String> words = new ArrayList<>(List.of("-l", "127.0.0.1", "-p", String.valueOf(port)));
    words.addAll(List.of("-m", String.valueOf(config.megabytes()), "-u", "nobody", "-vv"));
    return words;
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

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port();
  }
}
