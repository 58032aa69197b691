package io.matapalo.testkit.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real memcached on loopback. Items may take 64 MB, and the oldest go first. It dies with this
 * JVM. Thread-safe.
 */
public final class Memcached extends LocalServer {
  private static final Logger LOG = LoggerFactory.getLogger(Memcached.class);
  private static final int QUIETING_MILLIS = 5_000;
  private static final ServerStart START =
      new ServerStart(
          "memcached", "server listening", Duration.ofSeconds(20), Duration.ofSeconds(20));

  private Memcached(ServerStart.Running running) {
    super(running);
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be.
   */
  public static Memcached start(ServerConfig config) {
    return start(config, config.cache().memcached(config.source()));
  }

  /** The same, but nothing where no source has the program; the reason is logged. */
  public static Optional<Memcached> startIfOffered(ServerConfig config) {
    ServerProgram program;
    try {
      program = config.cache().memcached(config.source());
    } catch (TestkitException e) {
      LOG.info("no memcached: {}", e.getMessage());
      return Optional.empty();
    }
    return Optional.of(start(config, program));
  }

  private static Memcached start(ServerConfig config, ServerProgram program) {
    Memcached server = new Memcached(START.run(config, program, (present, _) -> words(present)));
    try {
      quieten(server.port());
    } catch (IOException e) {
      server.kill();
      throw new TestkitException("memcached was started, but does not answer: " + e, e);
    }
    return server;
  }

  // Only at -vv does it say that it listens. The user counts for root only, who must name one.
  private static List<String> words(ServerConfig config) {
    String port = String.valueOf(config.port());
    return List.of("-l", "127.0.0.1", "-p", port, "-m", "64", "-u", "nobody", "-vv");
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

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port();
  }
}
