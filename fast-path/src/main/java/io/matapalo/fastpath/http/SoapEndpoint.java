package io.matapalo.fastpath.http;

import io.matapalo.fastpath.operation.Overloaded;
import io.matapalo.fastpath.operation.SoapAnswer;
import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.soap.Declined;
import io.matapalo.fastpath.soap.SoapWriter;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services' addresses. Thread-safe. Bodies are read without a thread; then a thread works the
 * request off, of which a bounded number is allowed for all services together.
 */
public final class SoapEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(SoapEndpoint.class);
  private static final HttpString COUNTS = new HttpString("X-Matapalo-Sql");
  private static final HttpString DECLINE = new HttpString("X-Matapalo-Decline");
  private static final int MISDIRECTED_REQUEST = 421;
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final Executor threads;
  private final Semaphore permits;
  private final int maxBodyBytes;
  private final Counters counters;
  private final Meters meters;
  private final StatementLabels labels;
  private final ClientMarks marks;

  /** An endpoint that works requests off on {@code threads}. */
  public SoapEndpoint(
      Executor threads,
      ListenerSettings limits,
      Counters counters,
      Meters meters,
      StatementLabels labels,
      ClientMarks marks) {
    this.threads = threads;
    this.permits = new Semaphore(limits.maxConcurrent());
    this.maxBodyBytes = limits.maxBodyBytes();
    this.counters = counters;
    this.meters = meters;
    this.labels = labels;
    this.marks = marks;
  }

  /** What answers at the address of {@code service}. */
  HttpHandler of(SoapService service) {
    return exchange -> receive(exchange, service);
  }

  private void receive(HttpServerExchange exchange, SoapService service) {
    Optional<String> reason = RequestHead.of(exchange).whyNotServed();
    if (reason.isPresent()) {
      decline(exchange, reason.get());
      return;
    }
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(maxBodyBytes);
    receiver.receiveFullBytes((whole, body) -> onBody(whole, service, body), this::onNoBody);
  }

  /** Declines a request to anywhere else. */
  void declineUnknownPath(HttpServerExchange exchange) {
    decline(exchange, "unknown-path");
  }

  private void onBody(HttpServerExchange exchange, SoapService service, byte[] body) {
    if (!permits.tryAcquire()) {
      shed(exchange);
      return;
    }
    boolean dispatched = false;
    try {
      exchange.dispatch(work -> start(work, exchange), working -> work(working, service, body));
      dispatched = true;
    } finally {
      if (!dispatched) {
        permits.release();
      }
    }
  }

  /** Without a thread the request's permit is another's. */
  private void start(Runnable work, HttpServerExchange exchange) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      permits.release();
      shed(exchange);
    }
  }

  /** The permit is back before the answer goes out: who has the answer may ask again at once. */
  private void work(HttpServerExchange exchange, SoapService service, byte[] body) {
    Runnable sending;
    try {
      sending = TraceContext.during(exchange, () -> answer(exchange, service, body));
    } finally {
      permits.release();
    }
    sending.run();
  }

  private Runnable answer(HttpServerExchange exchange, SoapService service, byte[] body) {
    try {
      SoapAnswer answer = marks.during(exchange, () -> service.answer(body));
      tellCounts(exchange);
      boolean fault = answer.kind() == SoapAnswer.Kind.FAULT;
      return () -> send(exchange, fault ? INTERNAL_SERVER_ERROR : 200, answer.body());
    } catch (Declined e) {
      return () -> decline(exchange, e.reason());
    } catch (Overloaded _) {
      return () -> shed(exchange);
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
      return () -> send(exchange, INTERNAL_SERVER_ERROR, SoapAnswer.internalError().body());
    }
  }

  private void shed(HttpServerExchange exchange) {
    counters.count(EventCounter.OVERLOADED);
    send(
        exchange,
        SERVICE_UNAVAILABLE,
        fault(SoapWriter.FaultSide.SERVER, "the service is overloaded, try again later"));
  }

  private void tellCounts(HttpServerExchange exchange) {
    boolean asked = "please".equals(exchange.getRequestHeaders().getFirst(COUNTS));
    if (asked && Peer.of(exchange).mayReadCounts() && !labels.counts().isBlank()) {
      exchange.getResponseHeaders().put(COUNTS, labels.counts());
    }
  }

  private void onNoBody(HttpServerExchange exchange, java.io.IOException e) {
    if (e instanceof Receiver.RequestToLargeException) {
      decline(exchange, "too-large");
      return;
    }
    LOG.debug("a request's body did not come reason={}", e.getMessage());
    exchange.endExchange();
  }

  private void decline(HttpServerExchange exchange, String reason) {
    meters.declined(reason);
    exchange.getResponseHeaders().put(DECLINE, reason);
    send(
        exchange,
        MISDIRECTED_REQUEST,
        fault(SoapWriter.FaultSide.CLIENT, "not served here: " + reason));
  }

  private static ByteBuffer fault(SoapWriter.FaultSide side, String message) {
    return ByteBuffer.wrap(SoapWriter.fault(side, message));
  }

  private static void send(HttpServerExchange exchange, int status, ByteBuffer body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/xml;charset=utf-8");
    exchange.getResponseSender().send(body);
  }
}
