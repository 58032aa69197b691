package io.matapalo.proxy.exchange;

import io.matapalo.proxy.answer.WholeAnswer;
import io.matapalo.proxy.reading.Flaw;
import io.matapalo.proxy.reading.RequestStream;
import io.matapalo.proxy.soap.SoapVersion;
import io.matapalo.proxy.telemetry.RefusalLog;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Writes the proxy's own answers. Where the request body was not read to its end, the connection is
 * closed after the answer, but not at once: closing with unread bytes would make the kernel reset
 * the connection and could destroy the answer on its way (RFC 9112 §9.6). A request counts as open
 * until then. Thread-safe: immutable.
 */
public final class ShortAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ShortAnswers.class);
  private static final int RETRY_AFTER_SECONDS = 1;

  private final long lingerMillis;
  private final RefusalLog refusals;

  /** Answers after which an unread request is read over for so long; refusals are told here. */
  public ShortAnswers(Duration linger, RefusalLog refusals) {
    this.refusals = refusals;
    this.lingerMillis = linger.toMillis();
  }

  /** Answers a request that is over with a refusal; as a fault if it was SOAP. */
  void refuse(OpenRequest request, Refusal refusal, Optional<SoapVersion> version, int status) {
    note(request.exchange(), refusal);
    HeaderMap fields = request.exchange().getResponseHeaders();
    if (refusal.asksToRetry()) {
      fields.put(Headers.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (refusal == Refusal.METHOD_NOT_ALLOWED) {
      fields.put(Headers.ALLOW, "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH");
    }
    String type = version.map(SoapVersion::contentType).orElse("text/plain; charset=utf-8");
    String text =
        version
            .map(soap -> refusal.fault().toXml(soap))
            .orElseGet(() -> refusal.fault().text() + "\n");
    send(request, new OwnAnswer(status, type, text));
  }

  /** A refusal of the client's making is never silent; the others have their own lines. */
  private void note(HttpServerExchange exchange, Refusal refusal) {
    if (!refusal.isOfClient()) {
      refusals.count(refusal.label());
      return;
    }
    String what =
        RequestStream.of(exchange).flaw().map(Flaw::what).orElseGet(() -> refusal.fault().text());
    String peer = exchange.getSourceAddress().getAddress().getHostAddress();
    refusals.log(refusal.label(), refusal.status(), what, peer);
  }

  /** Sends a whole answer, and closes the connection if the request was not read to its end. */
  void send(OpenRequest request, OwnAnswer answer) {
    HttpServerExchange exchange = request.exchange();
    exchange.setStatusCode(answer.status());
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.contentType());
    send(request, ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends the answer of another request. */
  void send(OpenRequest request, WholeAnswer answer) {
    HttpServerExchange exchange = request.exchange();
    exchange.setStatusCode(answer.status());
    for (HeaderValues values : answer.fields()) {
      exchange.getResponseHeaders().addAll(values.getHeaderName(), values);
    }
    send(request, answer.body());
  }

  private void send(OpenRequest request, ByteBuffer content) {
    HttpServerExchange exchange = request.exchange();
    if (!exchange.isRequestComplete()) {
      exchange.setPersistent(false);
    }
    request.announceStop();
    exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, content.remaining());
    StreamSinkChannel sink = exchange.getResponseChannel();
    if (sink == null) {
      reset(request);
      return;
    }
    XnioExecutor.Key timer =
        request.thread().executeAfter(() -> close(request), lingerMillis, TimeUnit.MILLISECONDS);
    sink.getWriteSetter().set(_ -> guarded(request, () -> write(request, sink, content, timer)));
    write(request, sink, content, timer);
  }

  private void write(
      OpenRequest request, StreamSinkChannel sink, ByteBuffer content, XnioExecutor.Key timer) {
    try {
      while (content.hasRemaining()) {
        if (sink.write(content) == 0) {
          sink.resumeWrites();
          return;
        }
      }
      sink.shutdownWrites();
      if (!sink.flush()) {
        sink.resumeWrites();
        return;
      }
      sink.suspendWrites();
      timer.remove();
      lingerIfUnread(request);
    } catch (IOException e) {
      LOG.debug("Answer could not be sent. reason={}", e.toString());
      timer.remove();
      close(request);
    }
  }

  private static void close(OpenRequest request) {
    IoUtils.safeClose(request.exchange().getConnection());
    request.finish();
  }

  /** Reads over the rest of the request body for a moment, then closes the connection. */
  void lingerIfUnread(OpenRequest request) {
    HttpServerExchange exchange = request.exchange();
    if (exchange.isRequestComplete() || !exchange.getConnection().isOpen()) {
      request.finish();
      return;
    }
    boolean clientWaits = exchange.getRequestHeaders().contains(Headers.EXPECT);
    if (clientWaits) {
      close(request);
      return;
    }
    request.thread().executeAfter(() -> close(request), lingerMillis, TimeUnit.MILLISECONDS);
    StreamSourceChannel source = request.bodyChannel();
    ByteBuffer scratch = ByteBuffer.allocate(8 << 10);
    source.getReadSetter().set(channel -> guarded(request, () -> drain(request, channel, scratch)));
    drain(request, source, scratch);
  }

  /** The request is over when these listeners run, so that its own guard would do nothing. */
  private static void guarded(OpenRequest request, Runnable step) {
    try {
      step.run();
    } catch (RejectedExecutionException e) {
      LOG.debug("Answer is cut off, the I/O threads end. reason={}", e.toString());
      close(request);
    } catch (RuntimeException e) {
      LOG.error("Answer failed by a fault of the proxy.", e);
      close(request);
    }
  }

  private static void drain(OpenRequest request, StreamSourceChannel source, ByteBuffer scratch) {
    try {
      while (true) {
        scratch.clear();
        int count = source.read(scratch);
        if (count < 0) {
          close(request);
          return;
        }
        if (count == 0) {
          source.resumeReads();
          return;
        }
      }
    } catch (IOException e) {
      LOG.debug("Rest of a request could not be read over. reason={}", e.toString());
      close(request);
    }
  }

  /** Closes the client's connection so that it notices: by a reset, never by an orderly end. */
  void reset(OpenRequest request) {
    HttpServerExchange exchange = request.exchange();
    try {
      exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.debug("Connection is closed already. reason={}", e.toString());
    }
    close(request);
  }
}
