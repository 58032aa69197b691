package io.matapalo.proxy.http2;

import io.matapalo.proxy.reading.Flaw;
import io.matapalo.proxy.reading.RequestStreams;
import io.matapalo.proxy.telemetry.RefusalLog;
import io.undertow.connector.ByteBufferPool;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/** All connections whose clients chose HTTP/2 in their handshake. Thread-safe. */
public final class Http2Connections implements ChannelListener<SslConnection> {

  private static final Logger LOG = LoggerFactory.getLogger(Http2Connections.class);
  private static final String PROTOCOL = "HTTP/2.0";
  private static final int BAD_REQUEST = 400;

  private final RequestStreams serving;
  private final Settings settings;
  private final ByteBufferPool buffers;
  private final RefusalLog refusals;
  private final AtomicInteger streams = new AtomicInteger();

  /** As many as there are connections, whose number is limited. */
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();

  /** Those that clients may still send requests on. */
  private final Set<ClientConnection> welcoming = ConcurrentHashMap.newKeySet();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private volatile boolean stopping;

  /**
   * What connections are held to.
   *
   * @param maxHeadBytes of the fields of one request
   * @param maxStreams of all connections together, as each costs what a connection costs else
   * @param greeting how long a client may take to begin
   * @param idle how long it may be without a request
   * @param linger how long an end is waited for that the client has been told of
   */
  public record Settings(
      int maxHeadBytes, int maxStreams, Duration greeting, Duration idle, Duration linger) {}

  /** Connections whose requests are served here; what the codec refuses is told there. */
  public Http2Connections(
      RequestStreams serving, Settings settings, ByteBufferPool buffers, RefusalLog refusals) {
    this.serving = serving;
    this.settings = settings;
    this.buffers = buffers;
    this.refusals = refusals;
  }

  @Override
  public void handleEvent(SslConnection connection) {
    ClientConnection client =
        new ClientConnection(connection, this, buffers, InstantSource.system());
    open.add(client);
    welcoming.add(client);
    client.start();
    if (stopping) {
      client.leaveSoon();
    }
  }

  Settings settings() {
    return settings;
  }

  /** Counts and logs what is refused of a client below the pipeline. */
  void refuses(SslConnection client, String kind, String what) {
    InetSocketAddress peer = client.getPeerAddress(InetSocketAddress.class);
    refusals.log(
        kind, BAD_REQUEST, what, peer == null ? "unknown" : peer.getAddress().getHostAddress());
  }

  void counts(String kind) {
    refusals.count(kind);
  }

  /** Serves one request of a client. */
  void serve(StreamConnection connection, TranslatedRequest request) {
    try {
      serving.handleEvent(
          connection,
          switch (request) {
            case TranslatedRequest.Sound sound -> translated(Optional.empty(), sound.contentType());
            case TranslatedRequest.Flawed flawed ->
                translated(Optional.of(flawed.flaw()), flawed.contentType());
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("Request is cut off, the I/O threads end. reason={}", e.toString());
      IoUtils.safeClose(connection);
    }
  }

  private static RequestStreams.Translated translated(Optional<Flaw> flaw, String contentType) {
    return new RequestStreams.Translated(PROTOCOL, flaw, contentType);
  }

  /** Whether one more stream may begin; it counts until {@link #streamIsOver}. */
  boolean admitsStream() {
    if (streams.incrementAndGet() > settings.maxStreams()) {
      streams.decrementAndGet();
      return false;
    }
    return true;
  }

  void streamIsOver() {
    streams.decrementAndGet();
  }

  /** The client knows which of its requests is the last. */
  void hasLeft(ClientConnection client) {
    if (welcoming.remove(client) && welcoming.isEmpty()) {
      lock.lock();
      try {
        left.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  void isOver(ClientConnection client) {
    hasLeft(client);
    open.remove(client);
  }

  /**
   * Asks all clients to go on with other connections, without losing a request: what they have sent
   * is answered. Does not wait.
   */
  public void leave() {
    List.copyOf(welcoming).forEach(ClientConnection::leaveSoon);
  }

  /**
   * Does the same for those that still come, and blocks until each client knows which of its
   * requests is the last, or has not answered in time.
   */
  public void stop() throws InterruptedException {
    stopping = true;
    leave();
    lock.lock();
    try {
      // Those that a client does not answer go on without it after one such time.
      long remaining = 2 * settings.linger().toNanos();
      while (!welcoming.isEmpty() && remaining > 0) {
        remaining = left.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes all connections; to be called while the I/O threads run. */
  public void hangUp() {
    List.copyOf(open).forEach(ClientConnection::closeSoon);
  }
}
