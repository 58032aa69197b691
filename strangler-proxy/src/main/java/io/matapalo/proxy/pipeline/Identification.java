package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.config.Limits;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Received;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.RetainedBody;
import io.matapalo.proxy.patience.BodyPace;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.MessageReader;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;

/**
 * Step 2, identify: reads the beginning of the body and looks for the operation in it, in a bounded
 * first piece at once, in more than that on a worker. A document type declaration and a body that
 * is too large are refused here. Thread-safe.
 */
public final class Identification {

  private static final Logger LOG = LoggerFactory.getLogger(Identification.class);
  private static final BodyContent NO_MESSAGE = new BodyContent.Unrecognised(Optional.empty());

  private final Limits limits;
  private final Duration bodyIdle;
  private final RoutingCounters counters;
  private final MessageReader messages;

  /** Identification within the limits of this configuration. */
  public Identification(ProxyConfig config, RoutingCounters counters) {
    this.limits = config.limits();
    this.bodyIdle = config.timeouts().bodyIdle();
    this.counters = counters;
    this.messages = new MessageReader(config.limits().retainedBodyBytes());
  }

  void identify(Received received, Consumer<Identified> next) {
    OpenRequest request = received.request();
    if (request.exchange().isRequestComplete()) {
      look(received, RetainedBody.none(), next);
      return;
    }
    BodyReceiver.receive(
        request,
        limits.retainedBodyBytes(),
        new BodyPace(bodyIdle.toMillis(), limits.minBodyRate()),
        body -> request.guarded(() -> look(received, body, next)));
  }

  private void look(Received received, RetainedBody body, Consumer<Identified> next) {
    if (body.length() > limits.maxBodyBytes()) {
      refuse(received.request(), Refusal.TOO_LARGE);
      return;
    }
    if (!received.method().equals("POST")) {
      found(new Identified(received, body, NO_MESSAGE), next);
      return;
    }
    Optional<String> encoding = encodingOf(received);
    Optional<BodyContent> content =
        messages.readAtOnce(body.bytes(), encoding, received.contentType());
    if (content.isPresent()) {
      found(new Identified(received, body, content.get()), next);
      return;
    }
    lookOnWorker(received, body, encoding, next);
  }

  /**
   * A long header, or a compressed body, is read by a worker: the I/O thread serves other clients
   * meanwhile. Its queue is bounded by the number of client connections.
   */
  private void lookOnWorker(
      Received received, RetainedBody body, Optional<String> encoding, Consumer<Identified> next) {
    OpenRequest request = received.request();
    XnioIoThread thread = request.thread();
    received
        .exchange()
        .getConnection()
        .getWorker()
        .execute(() -> {
          BodyContent content = messages.read(body.bytes(), encoding, received.contentType());
          try {
            thread.execute(
                () -> request.guarded(() -> found(new Identified(received, body, content), next)));
          } catch (RejectedExecutionException e) {
            LOG.debug("Message is dropped, the I/O threads end. reason={}", e.toString());
          }
        });
  }

  private void found(Identified identified, Consumer<Identified> next) {
    OpenRequest request = identified.request();
    if (request.isOver()) {
      return;
    }
    BodyContent content = identified.content();
    // A version found in the body overrides what the media type suggests.
    request.refusesIn(content.version().or(identified.received().contentType()::usualVersion));
    if (content instanceof BodyContent.DocumentType) {
      refuse(request, Refusal.DOCUMENT_TYPE);
      return;
    }
    next.accept(identified);
  }

  /** Several fields are one list (RFC 9110 §5.3), and more than one coding is not unpacked. */
  private static Optional<String> encodingOf(Received received) {
    HeaderValues values = received.exchange().getRequestHeaders().get(Headers.CONTENT_ENCODING);
    return values == null ? Optional.empty() : Optional.of(String.join(",", values));
  }

  private void refuse(OpenRequest request, Refusal refusal) {
    counters.refused();
    request.refuse(refusal);
  }
}
