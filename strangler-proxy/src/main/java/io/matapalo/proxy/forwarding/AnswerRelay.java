package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerBuffer;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.telemetry.SqlCounts;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Step 8, answer: sends an upstream's answer to the client. What a slow client has not taken yet is
 * kept, up to a bound, so that upstream connection and permit are given back as soon as the
 * upstream has answered. An answer that breaks off is never ended properly: the client's connection
 * is reset. Confined to one I/O thread.
 */
final class AnswerRelay {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerRelay.class);
  private static final int NOT_MODIFIED = 304;
  private static final int NO_CONTENT = 204;

  private final OpenRequest request;
  private final Routed routed;
  private final Attempt attempt;
  private final AnswerHead head;
  private final AnswerBody body;
  private final AnswerBuffer kept;
  private @Nullable StreamSinkChannel sink;

  /** Whether the upstream has sent all of it, and its connection was given back. */
  private boolean received;

  private boolean ended;

  private AnswerRelay(Answered answered, AnswerBuffer.Budget budget) {
    this.request = answered.request();
    this.routed = answered.routed();
    this.attempt = answered.attempt();
    this.head = answered.head();
    this.body = answered.body();
    this.kept = new AnswerBuffer(request.exchange().getConnection().getByteBufferPool(), budget);
  }

  /** Relays the answer and counts it; ends the request in one way or the other. */
  static void answer(Answered answered, AnswerBuffer.Budget budget) {
    AnswerRelay relay = new AnswerRelay(answered, budget);
    answered.request().undoing().step(relay::stop);
    relay.start();
  }

  private void start() {
    HttpServerExchange exchange = request.exchange();
    if (!exchange.isRequestComplete()) {
      // The upstream answered without reading all: what the client still sends cannot be skipped.
      attempt.sender().stop();
      exchange.setPersistent(false);
    }
    request.announceStop();
    exchange.setStatusCode(head.status());
    fields(exchange);
    StreamSinkChannel channel = exchange.getResponseChannel();
    if (channel == null) {
      request.abort();
      return;
    }
    sink = channel;
    channel.getWriteSetter().set(_ -> request.guarded(() -> pump(channel)));
    attempt.connection().source().getReadSetter().set(_ -> request.guarded(() -> pump(channel)));
    routed.tally().answered(head.status());
    share();
    pump(channel);
    request.answerGoesOn(routed.cluster().config().patience().idleTimeout());
  }

  /** An answer that is malformed is found so again, and ended, when its body is moved. */
  private void share() {
    try {
      Flight.share(request, head, body, attempt.buffer());
    } catch (MalformedAnswerException e) {
      LOG.debug("Answer is not shared. reason={}", e.toString());
    }
  }

  private void fields(HttpServerExchange exchange) {
    HeaderMap answer = exchange.getResponseHeaders();
    boolean decisionIsShown = DecisionFields.areIn(exchange);
    HopByHop hopByHop = HopByHop.in(head.fields());
    for (HeaderValues values : head.fields()) {
      HttpString name = values.getHeaderName();
      if (!hopByHop.contains(name) && !name.equals(Headers.CONTENT_LENGTH)) {
        answer.addAll(name, values);
      }
    }
    answer.remove(Decline.FIELD);
    answer.remove(SqlField.NAME);
    Optional<SqlCounts> counts = SqlCounts.parse(head.fields().getFirst(SqlField.NAME));
    counts.ifPresent(this::count);
    if (decisionIsShown && counts.isPresent()) {
      answer.put(SqlField.NAME, counts.get().toString());
    }
    framing(exchange, answer);
  }

  private void count(SqlCounts counts) {
    routed.tally().counted(counts);
    LOG.debug(
        "Answered. operation={} side={} sql={}",
        routed.operationLabel(),
        routed.decision().side().label(),
        counts);
  }

  private void framing(HttpServerExchange exchange, HeaderMap answer) {
    if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
      return;
    }
    if (exchange.getRequestMethod().toString().equals("HEAD")) {
      String length = head.fields().getFirst(Headers.CONTENT_LENGTH);
      if (length != null) {
        answer.put(Headers.CONTENT_LENGTH, length);
      }
      return;
    }
    if (body.knownLength() >= 0) {
      answer.put(Headers.CONTENT_LENGTH, body.knownLength());
    } else if (exchange.isHttp11()) {
      answer.put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
    }
  }

  private void pump(StreamSinkChannel channel) {
    if (request.isOver()) {
      return;
    }
    try {
      if (kept.writeTo(channel) > 0) {
        request.moved();
      }
      if (!received && receive(channel)) {
        received = true;
        giveBack();
      }
      if (!kept.isEmpty()) {
        channel.resumeWrites();
      } else if (received) {
        flush(channel);
      }
    } catch (IOException e) {
      LOG.debug(
          "Answer broke off. instance={} reason={}",
          attempt.connection().instance().name(),
          e.toString());
      request.abort();
    }
  }

  /** The upstream's part is done: others may use its connection and the permit. */
  private void giveBack() {
    attempt.connection().source().suspendReads();
    attempt.end(head, body);
    request.undoing().givePermitBack();
  }

  /** True once the whole body came; otherwise a listener goes on. */
  private boolean receive(StreamSinkChannel channel) throws IOException {
    ConduitStreamSourceChannel source = attempt.connection().source();
    ByteBuffer buffer = attempt.buffer();
    while (true) {
      int available = body.available(buffer);
      if (available > 0) {
        if (!move(channel, buffer, available)) {
          source.suspendReads();
          channel.resumeWrites();
          return false;
        }
        continue;
      }
      if (body.isComplete()) {
        return true;
      }
      buffer.clear();
      int count = source.read(buffer);
      buffer.flip();
      if (count > 0) {
        request.moved();
      }
      if (count == 0) {
        if (kept.isEmpty()) {
          channel.suspendWrites();
        }
        source.resumeReads();
        return false;
      }
      if (count < 0) {
        return endOfConnection();
      }
    }
  }

  private boolean endOfConnection() throws IOException {
    if (body.endsWithConnection()) {
      return true;
    }
    throw new IOException("connection ended within the body of the answer");
  }

  /** True if at least one byte was written or kept. */
  private boolean move(StreamSinkChannel channel, ByteBuffer buffer, int available)
      throws IOException {
    if (kept.isEmpty() && write(channel, buffer, available)) {
      return true;
    }
    int count = kept.take(buffer, available);
    body.moved(count);
    return count > 0;
  }

  /** True if at least one byte was written. */
  private boolean write(StreamSinkChannel channel, ByteBuffer buffer, int available)
      throws IOException {
    int limit = buffer.limit();
    buffer.limit(buffer.position() + available);
    try {
      int count = channel.write(buffer);
      body.moved(count);
      if (count > 0) {
        request.moved();
      }
      return count > 0;
    } finally {
      buffer.limit(limit);
    }
  }

  private void flush(StreamSinkChannel channel) throws IOException {
    if (!ended) {
      ended = true;
      channel.shutdownWrites();
    }
    if (!channel.flush()) {
      channel.resumeWrites();
      return;
    }
    channel.suspendWrites();
    request.answered();
  }

  private void stop() {
    attempt.cancel();
    kept.close();
    if (sink != null) {
      sink.suspendWrites();
    }
  }
}
