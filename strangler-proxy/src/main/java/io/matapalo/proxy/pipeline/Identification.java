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
import io.matapalo.proxy.soap.SoapReader;
import io.matapalo.proxy.telemetry.RoutingCounters;
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
  private final SoapReader soap = new SoapReader();

  /** Identification within the limits of this configuration. */
  public Identification(ProxyConfig config, RoutingCounters counters) {
    this.limits = config.limits();
    this.bodyIdle = config.timeouts().bodyIdle();
    this.counters = counters;
  }

  void identify(Received received, Consumer<Identified> next) {
    OpenRequest request = received.request();
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
    BodyContent content =
        isReadable(received)
            ? soap.read(body.bytes(), received.contentType())
            : new BodyContent.Unrecognised(Optional.empty());
    // A version found in the body overrides what the media type suggests.
    received.request().refusesIn(content.version().or(() -> received.contentType().usualVersion()));
    if (content instanceof BodyContent.DocumentType) {
      refuse(received.request(), Refusal.DOCUMENT_TYPE);
      return;
    }
    next.accept(new Identified(received, body, content));
  }

  private static boolean isReadable(Received received) {
    return received.method().equals("POST")
        && !received.exchange().getRequestHeaders().contains("Content-Encoding")
        && !received.contentType().isMultipart();
  }

  private void refuse(OpenRequest request, Refusal refusal) {
    counters.refused();
    request.refuse(refusal);
  }
}
