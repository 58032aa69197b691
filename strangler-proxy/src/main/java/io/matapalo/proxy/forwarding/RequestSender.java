package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.RetainedBody;
import io.matapalo.proxy.patience.BodyPace;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Sends one request upstream: head, retained bytes, then whatever else the client sends, as fast as
 * the slower of the two allows. Confined to one I/O thread.
 */
final class RequestSender {

  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);
  private static final ByteBuffer[] NOTHING = {};
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OpenRequest request;
  private final UpstreamConnection connection;
  private final RequestHead.Framing framing;
  private final BodyLimits limits;
  private final Upgrades upgrades;
  private final BodyPace pace;
  private final PooledByteBuffer room;
  private ByteBuffer[] pending;
  private long bodyBytes;
  private boolean anyWritten;
  private boolean clientRead;
  private boolean bodyEnded;
  private boolean sent;
  private boolean stopped;
  private long waitsSinceMillis;
  private XnioExecutor.@Nullable Key idleTimer;

  /** How much of a body is taken, and how long its pauses may be. */
  record BodyLimits(long maxBytes, long idleMillis, int minRate) {}

  RequestSender(
      Identified identified,
      UpstreamConnection connection,
      RequestHead head,
      RequestHead.Framing framing,
      BodyLimits limits,
      Upgrades upgrades) {
    this.upgrades = upgrades;
    this.request = identified.request();
    this.connection = connection;
    this.framing = framing;
    this.limits = limits;
    this.pace = new BodyPace(limits.idleMillis(), limits.minRate());
    this.bodyEnded = identified.body().isWhole();
    this.bodyBytes = identified.body().length();
    this.room = request.exchange().getConnection().getByteBufferPool().allocate();
    this.pending = firstBytes(head, identified.body());
  }

  /** Head and body in one buffer where they fit, so that one write sends them. */
  private ByteBuffer[] firstBytes(RequestHead head, RetainedBody body) {
    ByteBuffer first = room.getBuffer().clear();
    if (!(framing instanceof RequestHead.Chunks)
        && head.length() + body.length() <= first.remaining()) {
      head.putInto(first);
      return new ByteBuffer[] {first.put(body.bytes()).flip()};
    }
    ByteBuffer copy = ByteBuffer.allocate(head.length());
    head.putInto(copy);
    copy.flip();
    if (framing instanceof RequestHead.Chunks) {
      return new ByteBuffer[] {copy, sizeLine(body.length()), body.toSend(), ByteBuffer.wrap(CRLF)};
    }
    return new ByteBuffer[] {copy, body.toSend()};
  }

  /**
   * Sends once everything that is ready on this I/O thread has been read, so that one wake-up of a
   * server serves several requests (decision 31).
   */
  void start() {
    request.thread().execute(() -> request.guarded(this, RequestSender::pump));
  }

  /** Whether the upstream may have seen any of it. */
  boolean hasWritten() {
    return anyWritten;
  }

  /**
   * Whether the client's body was read beyond what is retained, so that it cannot be sent again.
   */
  boolean hasReadOn() {
    return clientRead;
  }

  boolean isSent() {
    return sent;
  }

  /**
   * The protocol that this answer changes the connection to, as was asked; empty for all others.
   */
  Optional<String> upgradeTo(AnswerHead head) {
    if (!sent || head.status() != SWITCHING_PROTOCOLS) {
      return Optional.empty();
    }
    String named = head.fields().getFirst(Headers.UPGRADE);
    return upgrades.wantedBy(request.exchange()).filter(name -> name.equalsIgnoreCase(named));
  }

  /** How long the connection may be silent after the change. */
  Duration tunnelSilence() {
    return upgrades.idle();
  }

  /** Stops moving bytes; nothing is called from here on. */
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    stopTimer();
    connection.sink().suspendWrites();
    if (clientRead && !request.exchange().isRequestComplete()) {
      request.bodyChannel().suspendReads();
    }
    room.close();
  }

  private void pump() {
    stopTimer();
    if (stopped) {
      return;
    }
    while (!sent) {
      if (!writePending()) {
        return;
      }
      if (bodyEnded) {
        sent = true;
        stop();
        return;
      }
      if (!readMore()) {
        return;
      }
    }
  }

  /** True once nothing is left to write. */
  private boolean writePending() {
    ConduitStreamSinkChannel sink = connection.sink();
    try {
      while (hasRemaining(pending)) {
        long count = sink.write(pending, 0, pending.length);
        if (count == 0) {
          sink.setWriteListener(_ -> request.guarded(this::pump));
          sink.resumeWrites();
          return false;
        }
        anyWritten = true;
        request.moved();
      }
      // What TLS has taken may wait for room in the socket.
      if (!sink.flush()) {
        sink.resumeWrites();
        return false;
      }
      sink.suspendWrites();
      // Its buffer is about to be filled again and would seem unsent.
      pending = NOTHING;
      return true;
    } catch (IOException e) {
      // The upstream may have answered before it hung up: that answer, or its absence, decides.
      LOG.debug("Request could not be sent to its end. reason={}", e.toString());
      stop();
      return false;
    }
  }

  /** True if there is something to write, or the body has ended. */
  private boolean readMore() {
    StreamSourceChannel client = request.bodyChannel();
    if (!clientRead) {
      clientRead = true;
      client.getReadSetter().set(_ -> request.guarded(this::pump));
    }
    ByteBuffer data = room.getBuffer().clear();
    try {
      int count = client.read(data);
      if (count == 0) {
        startTimer();
        client.resumeReads();
        return false;
      }
      client.suspendReads();
      if (count < 0) {
        bodyEnded = true;
        request.watchClient();
        pending = end();
        return true;
      }
      data.flip();
      return accept(data, count);
    } catch (IOException e) {
      LOG.debug("Request body cannot be read. reason={}", e.toString());
      request.refuse(Refusal.BAD_REQUEST);
      return false;
    }
  }

  private boolean accept(ByteBuffer data, int count) {
    bodyBytes += count;
    pace.received(count);
    request.moved();
    if (bodyBytes > limits.maxBytes()) {
      request.refuse(Refusal.TOO_LARGE);
      return false;
    }
    pending =
        framing instanceof RequestHead.Chunks
            ? new ByteBuffer[] {sizeLine(count), data, ByteBuffer.wrap(CRLF)}
            : new ByteBuffer[] {data};
    return true;
  }

  private ByteBuffer[] end() {
    return framing instanceof RequestHead.Chunks
        ? new ByteBuffer[] {ByteBuffer.wrap(LAST_CHUNK)}
        : NOTHING;
  }

  private static ByteBuffer sizeLine(int size) {
    return ByteBuffer.wrap(
        (Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    for (ByteBuffer candidate : buffers) {
      if (candidate.hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  private void startTimer() {
    waitsSinceMillis = request.time().millis();
    idleTimer =
        request
            .thread()
            .executeAfter(
                () -> request.refuse(Refusal.REQUEST_TIMEOUT),
                pace.mayWaitMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (idleTimer != null) {
      idleTimer.remove();
      idleTimer = null;
      pace.waited(request.time().millis() - waitsSinceMillis);
    }
  }
}
