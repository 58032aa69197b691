package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.reading.RequestStream;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A connection that has changed to another protocol (RFC 9110 §15.2.2): the bytes of both sides go
 * on as they come, as fast as the slower side takes them. The request that asked for it stays open,
 * with its permit, until both sides have ended, one has failed, or nothing moved for too long.
 * Confined to one I/O thread.
 */
final class Tunnel implements HttpUpgradeListener {

  private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

  private final OpenRequest request;
  private final Attempt attempt;
  private @Nullable PooledByteBuffer pooled;
  private int directionsEnded;

  private Tunnel(Answered answered) {
    this.request = answered.request();
    this.attempt = answered.attempt();
  }

  /**
   * Answers the client with the upstream's 101, and relays from then on.
   *
   * @param silence after which the tunnel is cut
   */
  static void open(Answered answered, String protocol, Duration silence) {
    Tunnel tunnel = new Tunnel(answered);
    OpenRequest request = answered.request();
    request.undoing().step(tunnel::stop);
    request.becomesTunnel(silence);
    HttpServerExchange exchange = request.exchange();
    RequestStream.of(exchange).becomeTunnel();
    copy(answered.head(), exchange.getResponseHeaders());
    exchange.upgradeChannel(protocol, tunnel);
    answered.routed().tally().answered(exchange.getStatusCode());
    exchange.endExchange();
  }

  private static void copy(AnswerHead head, HeaderMap answer) {
    HopByHop hopByHop = HopByHop.in(head.fields());
    for (HeaderValues values : head.fields()) {
      boolean framing = values.getHeaderName().equals(Headers.CONTENT_LENGTH);
      if (!hopByHop.contains(values.getHeaderName()) && !framing) {
        answer.addAll(values.getHeaderName(), values);
      }
    }
  }

  /** The 101 was sent. */
  @Override
  public void handleUpgrade(StreamConnection client, HttpServerExchange exchange) {
    request.thread().execute(() -> request.guarded(() -> relay(client)));
  }

  private void relay(StreamConnection client) {
    if (request.isOver()) {
      IoUtils.safeClose(client);
      return;
    }
    PooledByteBuffer own = request.exchange().getConnection().getByteBufferPool().allocate();
    pooled = own;
    own.getBuffer().flip();
    Direction up =
        new Direction(
            client.getSourceChannel(), attempt.connection().sink(), own.getBuffer(), client);
    Direction down =
        new Direction(
            attempt.connection().source(), client.getSinkChannel(), attempt.buffer(), client);
    up.start();
    down.start();
  }

  private void stop() {
    attempt.cancel();
    if (pooled != null) {
      pooled.close();
      pooled = null;
    }
  }

  /** The bytes of one side. Confined to the same I/O thread. */
  private final class Direction {

    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final ByteBuffer buffer;
    private final StreamConnection client;
    private boolean sourceEnded;
    private boolean ended;

    Direction(
        ConduitStreamSourceChannel source,
        ConduitStreamSinkChannel sink,
        ByteBuffer buffer,
        StreamConnection client) {
      this.source = source;
      this.sink = sink;
      this.buffer = buffer;
      this.client = client;
    }

    void start() {
      source.getReadSetter().set(_ -> request.guarded(this::pump));
      sink.getWriteSetter().set(_ -> request.guarded(this::pump));
      pump();
    }

    private void pump() {
      if (request.isOver() || ended) {
        return;
      }
      try {
        move();
      } catch (IOException e) {
        LOG.debug("Tunnel broke off. reason={}", e.toString());
        request.abort();
      }
    }

    private void move() throws IOException {
      while (writeAll()) {
        if (sourceEnded) {
          end();
          return;
        }
        buffer.clear();
        int count = source.read(buffer);
        buffer.flip();
        if (count == 0) {
          sink.suspendWrites();
          source.resumeReads();
          return;
        }
        sourceEnded = count < 0;
        if (sourceEnded) {
          source.suspendReads();
          sink.shutdownWrites();
        } else {
          request.moved();
        }
      }
    }

    /** True if nothing is left; otherwise a listener goes on, and nothing is read until then. */
    private boolean writeAll() throws IOException {
      while (buffer.hasRemaining()) {
        if (sink.write(buffer) == 0) {
          return later();
        }
        request.moved();
      }
      return sink.flush() || later();
    }

    private boolean later() {
      source.suspendReads();
      sink.resumeWrites();
      return false;
    }

    private void end() {
      ended = true;
      sink.suspendWrites();
      directionsEnded++;
      if (directionsEnded == 2) {
        request.answered();
        IoUtils.safeClose(client);
      }
    }
  }

  /**
   * The protocols that a connection may change to (RFC 9110 §7.8), and how long it may then be
   * silent. Immutable.
   *
   * @param allowed names in small letters
   */
  record Upgrades(Set<String> allowed, Duration idle) {

    Upgrades {
      allowed = Set.copyOf(allowed);
    }

    /** The protocol that a request asks for and may have; empty for all others. */
    Optional<String> wantedBy(HttpServerExchange exchange) {
      HeaderMap fields = exchange.getRequestHeaders();
      HeaderValues wanted = fields.get(Headers.UPGRADE);
      if (wanted == null || wanted.size() != 1 || allowed.isEmpty()) {
        return Optional.empty();
      }
      boolean possible =
          exchange.isHttp11()
              && exchange.isPersistent()
              && exchange.isRequestComplete()
              && exchange.getRequestMethod().toString().equals("GET")
              && isNominated(fields.get(Headers.CONNECTION));
      String name = wanted.getFirst().strip().toLowerCase(Locale.ROOT);
      return possible && allowed.contains(name) ? Optional.of(name) : Optional.empty();
    }

    private static boolean isNominated(@Nullable HeaderValues connection) {
      return connection != null
          && connection.stream()
              .flatMap(value -> Arrays.stream(value.split(",", -1)))
              .anyMatch(name -> name.strip().equalsIgnoreCase("upgrade"));
    }
  }
}
