package io.matapalo.proxy.warmup;

import io.matapalo.proxy.config.ProxyConfig;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the way of a request before clients come. A JVM interprets what it has not run before and
 * compiles what it runs often, so that the first 20,000 requests of a process cost several times as
 * much as later ones. The warm-up pays for that before the port opens.
 *
 * <p>A second proxy with a configuration of its own serves on loopback, before a server of the
 * warm-up, and is gone when the warm-up ends. The code is the same, all objects are others.
 * Thread-safe, to be run once.
 */
public final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final int LIVES = 3;
  private static final int VISITS = 8;
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 120;
  private static final int ALL = LIVES * VISITS * CLIENTS * REQUESTS;
  private static final long MOST_MILLIS_FOR_THE_END = 5_000;

  private final Function<ProxyConfig, Serving> starter;
  private final ThreadFactory threads;
  private final AtomicInteger answered = new AtomicInteger();

  /** A proxy that serves until it is closed. */
  public interface Serving extends AutoCloseable {

    /** Where it listens, on loopback. */
    int port();

    @Override
    void close();
  }

  /**
   * A warm-up.
   *
   * @param starter starts a proxy with this configuration, whose operations are on the fast path
   */
  public WarmUp(Function<ProxyConfig, Serving> starter, ThreadFactory threads) {
    this.starter = starter;
    this.threads = threads;
  }

  /**
   * Sends all requests, or as many as there is time for. Never fails: a proxy that could not warm
   * up serves as well, only slower at first.
   */
  public void run(Duration atMost) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread rehearsal =
        threads.newThread(() -> {
          rehearse();
          ended.countDown();
        });
    rehearsal.start();
    try {
      if (!ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        // An interrupt ends whatever is read or written.
        rehearsal.interrupt();
        boolean _ = ended.await(MOST_MILLIS_FOR_THE_END, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      rehearsal.interrupt();
      Thread.currentThread().interrupt();
    }
    // What the warm-up leaves behind would stay until clients have filled the memory up.
    System.gc();
    LOG.info("Warmed up. requests={} of={}", answered.get(), ALL);
  }

  /**
   * Several proxies one after the other, because the first requests of each go their own way. The
   * outermost guard of its thread.
   */
  private void rehearse() {
    try (OwnServer server = OwnServer.start(threads)) {
      ProxyConfig config = config(server.port());
      for (int life = 0; life < LIVES; life++) {
        try (Serving proxy = starter.apply(config)) {
          for (int visit = 0; visit < VISITS; visit++) {
            visit(proxy.port());
          }
        }
      }
    } catch (ClosedByInterruptException e) {
      LOG.debug("The time for the warm-up is over.", e);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Warm-up broke off, the first requests take longer. reason={}", e.toString());
    }
  }

  /** Connections of clients that send some requests and go. */
  private void visit(int port) throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.allocateDirect(Exchange.MOST_BYTES);
    int asked = answered.get();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
      }
      for (int i = 0; i < REQUESTS; i++) {
        for (SocketChannel client : clients) {
          Exchange.at(i).ask(bytes, asked++);
          while (bytes.hasRemaining()) {
            client.write(bytes);
          }
        }
        for (SocketChannel client : clients) {
          awaitAnswer(client, bytes);
          answered.incrementAndGet();
        }
      }
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  private static void awaitAnswer(SocketChannel client, ByteBuffer answer) throws IOException {
    answer.clear();
    while (!Message.endsAnswer(answer)) {
      if (client.read(answer) < 0) {
        throw new EOFException("the proxy ended a connection of its warm-up");
      }
    }
  }

  /** Two clusters of two instances, all of which are the warm-up's own server. */
  private static ProxyConfig config(int serverPort) {
    String yaml =
        """
        listen-port: 0
        io-threads: 1
        cutover-file: warm-up
        clusters:
          legacy:
            instances:
              - {name: a, url: "http://127.0.0.1:%1$d"}
              - {name: b, url: "http://127.0.0.1:%1$d"}
          fast:
            instances:
              - {name: a, url: "http://127.0.0.1:%1$d"}
              - {name: b, url: "http://127.0.0.1:%1$d"}
        operations:
          - {name: warm-up, path: %2$s, element: "{%3$s}%4$s", class: read, fast: fast}
        """
            .formatted(serverPort, Message.PATH, Message.NAMESPACE, Message.ELEMENT);
    return ProxyConfig.parse(yaml);
  }
}
