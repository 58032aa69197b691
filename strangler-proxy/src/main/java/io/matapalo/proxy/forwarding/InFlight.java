package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.soap.SoapVersion;
import io.matapalo.proxy.telemetry.RoutingCounters.Tally;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSourceChannel;

/**
 * One request under way: what is known of it so far, its deadline, and what has to be undone if it
 * ends early. It ends exactly once: answered, refused or aborted. Confined to the I/O thread of its
 * connection.
 */
final class InFlight {

  private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

  private final HttpServerExchange exchange;
  private final IpAddress client;
  private final long acceptedAtMillis;
  private final ShortAnswers answers;
  private final OpenRequests open;
  private final ContentType contentType;

  private Runnable undoStep = InFlight::nothing;
  private Runnable givePermitBack = InFlight::nothing;
  private XnioExecutor.@Nullable Key deadline;
  private @Nullable StreamSourceChannel bodyChannel;
  private RetainedBody body = RetainedBody.none();
  private Optional<SoapVersion> version;
  private @Nullable RoutingDecision decision;
  private @Nullable Tally tally;
  private boolean over;

  InFlight(
      HttpServerExchange exchange,
      IpAddress client,
      long acceptedAtMillis,
      ShortAnswers answers,
      OpenRequests open) {
    this.exchange = exchange;
    this.client = client;
    this.acceptedAtMillis = acceptedAtMillis;
    this.answers = answers;
    this.open = open;
    String field = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    this.contentType = field == null ? ContentType.none() : ContentType.parse(field);
    this.version = contentType.usualVersion();
  }

  HttpServerExchange exchange() {
    return exchange;
  }

  XnioIoThread thread() {
    return exchange.getIoThread();
  }

  IpAddress client() {
    return client;
  }

  ContentType contentType() {
    return contentType;
  }

  RetainedBody body() {
    return body;
  }

  RoutingDecision decision() {
    if (decision == null) {
      throw new IllegalStateException("the request is not routed yet");
    }
    return decision;
  }

  Tally tally() {
    if (tally == null) {
      throw new IllegalStateException("the request is not routed yet");
    }
    return tally;
  }

  boolean isOver() {
    return over;
  }

  /** The channel of the request body; the same at each call. */
  StreamSourceChannel bodyChannel() {
    if (bodyChannel == null) {
      bodyChannel = exchange.getRequestChannel();
    }
    return bodyChannel;
  }

  void retain(RetainedBody received) {
    this.body = received;
  }

  /** A version found in the body overrides what the media type suggests. */
  void identified(BodyContent content) {
    version = content.version().or(() -> version);
  }

  void routed(RoutingDecision decided, Tally tallied) {
    this.decision = decided;
    this.tally = tallied;
    tallied.routed();
  }

  /** What has to be undone if the request ends before the step does. */
  void step(Runnable undo) {
    this.undoStep = undo;
  }

  /** Undoes what the present step began. */
  void leaveStep() {
    Runnable undo = undoStep;
    undoStep = InFlight::nothing;
    undo.run();
  }

  /** A permit to be given back at the end, however it comes. */
  void holdsPermit(Runnable giveBack) {
    this.givePermitBack = giveBack;
  }

  /** Gives the permit back before the end, to take another. */
  void givePermitBack() {
    Runnable giveBack = givePermitBack;
    givePermitBack = InFlight::nothing;
    giveBack.run();
  }

  /**
   * Ends the request unless it is over so long after its acceptance; replaces an earlier deadline.
   */
  void deadline(Duration afterAcceptance, long nowMillis, Refusal onExpiry) {
    cancelDeadline();
    long remaining = afterAcceptance.toMillis() - (nowMillis - acceptedAtMillis);
    deadline =
        thread()
            .executeAfter(() -> refuse(onExpiry), Math.max(1, remaining), TimeUnit.MILLISECONDS);
  }

  /** The outermost guard of a listener: a fault of ours ends this request, never the I/O thread. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (RejectedExecutionException e) {
      // Only an I/O thread that ends refuses work: the proxy stops, and the drain time is over.
      LOG.debug("Request is cut off, the I/O threads end. reason={}", e.toString());
      abort();
    } catch (RuntimeException e) {
      LOG.error("Request failed by a fault of the proxy.", e);
      refuse(Refusal.INTERNAL);
    }
  }

  /**
   * To be called before an answer begins: while the proxy stops, the client has to learn that its
   * connection ends, or its next request would be lost.
   */
  void announceStop() {
    if (open.mode() == OpenRequests.Mode.DRAINING) {
      exchange.setPersistent(false);
    }
  }

  /** Ends the request with this answer, or uncleanly if another one has begun. */
  void refuse(Refusal refusal) {
    if (over) {
      return;
    }
    if (exchange.isResponseStarted()) {
      abort();
      return;
    }
    end();
    if (tally != null) {
      tally.answered(refusal.status());
    }
    answers.refuse(this, refusal, version);
  }

  /** Ends the request by closing the client's connection, so that no answer can seem complete. */
  void abort() {
    if (over) {
      return;
    }
    end();
    if (tally != null) {
      tally.aborted();
    }
    answers.reset(exchange);
  }

  /** Ends the request with an answer that the proxy gives by itself. */
  void answerWith(ReservedPaths.Answer answer) {
    if (over) {
      return;
    }
    end();
    answers.send(this, answer);
  }

  /** The answer was sent to its last byte. */
  void answered() {
    if (over) {
      return;
    }
    end();
    answers.lingerIfUnread(this);
  }

  private void end() {
    over = true;
    cancelDeadline();
    leaveStep();
    givePermitBack();
    open.leave();
  }

  private static void nothing() {}

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.remove();
      deadline = null;
    }
  }
}
