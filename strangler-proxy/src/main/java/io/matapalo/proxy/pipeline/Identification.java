package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.config.Limits;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Received;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.RetainedBody;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.MessageReader;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Step 2, identify: reads the beginning of the body and looks for the operation in it. A document
 * type declaration and a body that is too large are refused here. Thread-safe.
 */
public final class Identification {

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
    BodyReceiver.receive(
        request,
        limits.retainedBodyBytes(),
        bodyIdle,
        body -> request.guarded(() -> look(received, body, next)));
  }

  private void look(Received received, RetainedBody body, Consumer<Identified> next) {
    if (body.length() > limits.maxBodyBytes()) {
      refuse(received.request(), Refusal.TOO_LARGE);
      return;
    }
    BodyContent content =
        received.method().equals("POST")
            ? messages.read(body.bytes(), encodingOf(received), received.contentType())
            : new BodyContent.Unrecognised(Optional.empty());
    // A version found in the body overrides what the media type suggests.
    received.request().refusesIn(content.version().or(() -> received.contentType().usualVersion()));
    if (content instanceof BodyContent.DocumentType) {
      refuse(received.request(), Refusal.DOCUMENT_TYPE);
      return;
    }
    next.accept(new Identified(received, body, content));
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
