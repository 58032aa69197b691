package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.admin.Caller;
import io.matapalo.proxy.admin.ProxyPaths;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.OpenRequests;
import io.matapalo.proxy.exchange.Received;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.ShortAnswers;
import io.matapalo.proxy.reading.ChunkedRequestBody;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.telemetry.RefusalLog;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Step 1, accept: begins the life of a request, refuses a head that two servers might read
 * differently, and answers the paths of the proxy itself. Thread-safe.
 */
public final class Reception {

  private static final AttachmentKey<IpAddress> PEER = AttachmentKey.create(IpAddress.class);

  private final OpenRequests open;
  private final ProxyPaths paths;
  private final RoutingCounters counters;
  private final InstantSource clock;
  private final ShortAnswers answers;
  private final RequestCheck check;
  private final RequestIds ids;
  private final TrustedProxies trustedProxies;
  private final Duration firstDeadline;

  /** The reception of a proxy with these settings. */
  public Reception(
      ProxyConfig config,
      OpenRequests open,
      ProxyPaths paths,
      RoutingCounters counters,
      InstantSource clock) {
    this.open = open;
    this.paths = paths;
    this.counters = counters;
    this.clock = clock;
    this.answers = new ShortAnswers(config.timeouts().linger(), new RefusalLog(counters, clock));
    this.check =
        new RequestCheck(
            config.limits().maxBodyBytes(), config.listener().requests().refusesUnusualTargets());
    this.ids = new RequestIds(clock.millis());
    this.trustedProxies = config.listener().trusted();
    this.firstDeadline = config.cluster(config.defaultCluster()).patience().timeout();
  }

  void accept(HttpServerExchange exchange, Consumer<Received> next) {
    ChunkedRequestBody.install(exchange);
    OpenRequest request = OpenRequest.begin(exchange, open, answers, clock);
    request.guarded(() -> {
      request.deadline(firstDeadline, Refusal.REQUEST_TIMEOUT);
      Received received = received(request);
      request.told().isFrom(received.client());
      request.refusesIn(received.contentType().usualVersion());
      if (open.mode() == OpenRequests.Mode.ENDING) {
        request.refuse(Refusal.UNAVAILABLE);
        return;
      }
      Optional<Refusal> refusal = check.refusalOf(exchange);
      if (refusal.isPresent()) {
        counters.refused();
        exchange.setPersistent(false);
        request.refuse(refusal.get());
        return;
      }
      if (paths.cover(received.path())) {
        request.answerWith(paths.answer(received.method(), received.path(), callerOf(received)));
        return;
      }
      next.accept(received);
    });
  }

  private Received received(OpenRequest request) {
    HttpServerExchange exchange = request.exchange();
    HeaderMap fields = exchange.getRequestHeaders();
    request.told().hasId(ids.idOf(fields));
    IpAddress peer = peerOf(exchange);
    IpAddress client =
        trustedProxies.clientOf(
            peer, valuesOf(fields, Headers.X_FORWARDED_FOR), valuesOf(fields, Headers.FORWARDED));
    String type = fields.getFirst(Headers.CONTENT_TYPE);
    return new Received(
        request, peer, client, type == null ? ContentType.none() : ContentType.parse(type));
  }

  private static IpAddress peerOf(HttpServerExchange exchange) {
    ServerConnection connection = exchange.getConnection();
    IpAddress known = connection.getAttachment(PEER);
    if (known == null) {
      known = IpAddress.of(exchange.getSourceAddress().getAddress().getAddress());
      connection.putAttachment(PEER, known);
    }
    return known;
  }

  private static List<String> valuesOf(HeaderMap fields, HttpString name) {
    HeaderValues values = fields.get(name);
    return values == null ? List.of() : values;
  }

  private static Caller callerOf(Received received) {
    HeaderMap fields = received.exchange().getRequestHeaders();
    boolean forwarded = fields.contains(Headers.X_FORWARDED_FOR) || fields.contains("Forwarded");
    return new Caller(received.peer(), forwarded ? Caller.Voice.FORWARDED : Caller.Voice.DIRECT);
  }
}
