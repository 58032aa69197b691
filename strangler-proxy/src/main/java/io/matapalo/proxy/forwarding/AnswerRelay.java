package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerBody;
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
 * Step 8, answer: sends an upstream's answer to the client, as fast as the slower of the two
 * allows. An answer that breaks off is never ended properly: the client's connection is reset.
 * Confined to one I/O thread.
 */
public final class AnswerRelay {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerRelay.class);
  private static final int NOT_MODIFIED = 304;
  private static final int NO_CONTENT = 204;

  private final OpenRequest request;
  private final Routed routed;
  private final Attempt attempt;
  private final AnswerHead head;
  private final AnswerBody body;
  private @Nullable StreamSinkChannel sink;
  private boolean ended;

  private AnswerRelay(Answered answered) {
    this.request = answered.request();
    this.routed = answered.routed();
    this.attempt = answered.attempt();
    this.head = answered.head();
    this.body = answered.body();
  }

  /** Relays the answer and counts it; ends the request in one way or the other. */
  public static void answer(Answered answered) {
    Optional<String> upgrade = answered.attempt().sender().upgradeTo(answered.head());
    if (upgrade.isPresent()) {
      Tunnel.open(answered, upgrade.get(), answered.attempt().sender().tunnelSilence());
      return;
    }
    AnswerRelay relay = new AnswerRelay(answered);
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
    answer.remove(Delivery.Decline.FIELD);
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
      if (ended || moveBody(channel)) {
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

  /** True once the whole body was moved; otherwise a listener goes on. */
  private boolean moveBody(StreamSinkChannel channel) throws IOException {
    ConduitStreamSourceChannel source = attempt.connection().source();
    ByteBuffer buffer = attempt.buffer();
    while (true) {
      int available = body.available(buffer);
      if (available > 0) {
        if (!write(channel, buffer, available)) {
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
        channel.suspendWrites();
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
      attempt.connection().source().suspendReads();
      attempt.end(head, body);
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
    if (sink != null) {
      sink.suspendWrites();
    }
  }
}
