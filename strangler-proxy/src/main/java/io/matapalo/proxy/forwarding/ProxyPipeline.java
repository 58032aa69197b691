package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.resilience.Admission;
import io.matapalo.proxy.routing.RequestFacts;
import io.matapalo.proxy.routing.Router;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.SoapAction;
import io.matapalo.proxy.soap.SoapReader;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.upstream.Cluster;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;

/**
 * The way of one request through the proxy. {@link #proceed} lists the steps; each either goes on
 * to the next, now or later on the same I/O thread, or ends the request. Thread-safe.
 */
public final class ProxyPipeline implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyPipeline.class);
  static final HttpString SIDE = HttpString.tryFromString("X-Matapalo-Side");
  private static final HttpString SNAPSHOT = HttpString.tryFromString("X-Matapalo-Snapshot");

  private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

  private final ProxyConfig config;
  private final Collaborators collaborators;
  private final RequestCheck check;
  private final Router router;
  private final Forwarder.Settings settings;
  private final SoapReader soap = new SoapReader();
  private final ShortAnswers answers = new ShortAnswers();
  private final OpenRequests open;
  private final RequestIds requestIds;

  /** What the steps work with; made by the front door. */
  public record Collaborators(
      CutoverSwitch cutover,
      Map<String, Cluster> clusters,
      RoutingCounters counters,
      ReservedPaths reserved,
      InstantSource clock) {}

  public ProxyPipeline(ProxyConfig config, Collaborators collaborators, OpenRequests open) {
    this.open = open;
    this.config = config;
    this.collaborators = collaborators;
    this.check = new RequestCheck(config.limits().maxBodyBytes());
    this.router = new Router(config.catalogue(), config.defaultCluster());
    this.settings =
        new Forwarder.Settings(
            new TrustedProxies(config.listener().trustedProxies()),
            new RequestSender.BodyLimits(
                config.limits().maxBodyBytes(), config.timeouts().bodyIdle().toMillis()),
            new LogBudget(LOG_INTERVAL, collaborators.clock()),
            config.listener().countsSql() ? SqlField.Wanted.YES : SqlField.Wanted.NO);
    this.requestIds = new RequestIds(collaborators.clock().millis());
  }

  /** The requests under way, to wait for at stop. */
  public OpenRequests openRequests() {
    return open;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> proceed(exchange));
  }

  private void proceed(HttpServerExchange exchange) {
    InFlight request = accept(exchange);
    request.guarded(() -> {
      request.deadline(
          timeoutOf(config.defaultCluster()),
          collaborators.clock().millis(),
          Refusal.REQUEST_TIMEOUT);
      if (refusedByCheck(request) || answeredAsReserved(request)) {
        return;
      }
      receive(
          request,
          content -> {
            RoutingDecision decision = decide(request, content);
            admit(
                request, decision.cluster(), cluster -> forward(request, cluster, decision.side()));
          });
    });
  }

  private InFlight accept(HttpServerExchange exchange) {
    open.enter();
    long now = collaborators.clock().millis();
    HeaderMap fields = exchange.getRequestHeaders();
    requestIds.settle(fields);
    var chain = fields.get(RequestHead.FORWARDED_FOR);
    IpAddress client =
        settings
            .trustedProxies()
            .clientOf(Peer.of(exchange), chain == null ? List.of() : List.copyOf(chain));
    return new InFlight(exchange, client, now, answers, open);
  }

  private boolean refusedByCheck(InFlight request) {
    Optional<Refusal> refusal = check.refusalOf(request.exchange());
    refusal.ifPresent(found -> {
      collaborators.counters().refused();
      request.exchange().setPersistent(false);
      request.refuse(found);
    });
    return refusal.isPresent();
  }

  private boolean answeredAsReserved(InFlight request) {
    HttpServerExchange exchange = request.exchange();
    String path = RequestTarget.path(exchange);
    if (!collaborators.reserved().covers(path)) {
      return false;
    }
    HeaderMap fields = exchange.getRequestHeaders();
    boolean forwarded = fields.contains(RequestHead.FORWARDED_FOR) || fields.contains("Forwarded");
    request.answerWith(
        collaborators
            .reserved()
            .answer(
                exchange.getRequestMethod().toString(),
                path,
                Peer.of(exchange),
                forwarded ? ReservedPaths.Caller.FORWARDED : ReservedPaths.Caller.DIRECT));
    return true;
  }

  /** Reads the beginning of the body and goes on with what it is. */
  private void receive(InFlight request, Consumer<BodyContent> next) {
    BodyReceiver.receive(
        request,
        config.limits().retainedBodyBytes(),
        config.timeouts().bodyIdle(),
        body ->
            request.guarded(() -> {
              request.retain(body);
              if (body.length() > config.limits().maxBodyBytes()) {
                collaborators.counters().refused();
                request.refuse(Refusal.TOO_LARGE);
                return;
              }
              BodyContent content = identify(request);
              if (content instanceof BodyContent.DocumentType) {
                collaborators.counters().refused();
                request.refuse(Refusal.DOCUMENT_TYPE);
                return;
              }
              next.accept(content);
            }));
  }

  private BodyContent identify(InFlight request) {
    HttpServerExchange exchange = request.exchange();
    boolean readable =
        exchange.getRequestMethod().toString().equals("POST")
            && !exchange.getRequestHeaders().contains("Content-Encoding")
            && !request.contentType().isMultipart();
    BodyContent content =
        readable
            ? soap.read(request.body().bytes(), request.contentType())
            : new BodyContent.Unrecognised(Optional.empty());
    request.identified(content);
    return content;
  }

  /** Reads the table in force once; the request follows it to its end. */
  private RoutingDecision decide(InFlight request, BodyContent content) {
    HttpServerExchange exchange = request.exchange();
    RequestFacts facts =
        new RequestFacts(
            exchange.getRequestMethod().toString(),
            RequestTarget.path(exchange),
            content,
            SoapAction.of(
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("SOAPAction")),
                request.contentType()));
    RoutingDecision decision = router.route(facts, collaborators.cutover().table());
    RoutingCounters counters = collaborators.counters();
    request.routed(decision, counters.of(decision.operationLabel(), decision.side()));
    if (decision.hint() == RoutingDecision.Hint.CONTRADICTION) {
      counters.contradiction();
      LOG.debug("Action contradicts the body. operation={}", decision.operationLabel());
    }
    Duration timeout =
        decision
            .operation()
            .map(found -> found.timeout())
            .orElseGet(() -> timeoutOf(decision.cluster()));
    request.deadline(timeout, collaborators.clock().millis(), Refusal.TIMEOUT);
    expose(exchange, decision.side(), decision.snapshotVersion());
    return decision;
  }

  private void expose(HttpServerExchange exchange, Side side, long snapshotVersion) {
    if (config.listener().exposeDecision()) {
      exchange.getResponseHeaders().put(SIDE, side.label());
      exchange.getResponseHeaders().put(SNAPSHOT, snapshotVersion);
    }
  }

  /** Goes on with a permit of the cluster, which is given back when the request is over. */
  private void admit(InFlight request, String name, Consumer<Cluster> next) {
    Cluster cluster = cluster(name);
    Admission admission = cluster.admission();
    Admission.Entry entry =
        admission.enter(() -> request.thread().execute(() -> admitted(request, cluster, next)));
    switch (entry) {
      case Admission.Admitted _ -> admitted(request, cluster, next);
      case Admission.Refused _ -> request.refuse(Refusal.OVERLOADED);
      case Admission.Waiting waiting -> {
        XnioExecutor.Key timer =
            request
                .thread()
                .executeAfter(
                    () -> request.refuse(Refusal.OVERLOADED),
                    cluster.config().connections().queueTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        request.step(() -> {
          timer.remove();
          admission.leave(waiting);
        });
      }
    }
  }

  private void admitted(InFlight request, Cluster cluster, Consumer<Cluster> next) {
    if (request.isOver()) {
      cluster.admission().release();
      return;
    }
    request.leaveStep();
    request.holdsPermit(cluster.admission()::release);
    request.guarded(() -> next.accept(cluster));
  }

  private void forward(InFlight request, Cluster cluster, Side side) {
    new Forwarder(request, cluster, side, settings, this::replayToLegacy).start();
  }

  /** The fast path did nothing with it: legacy gets the same bytes, once. */
  private void replayToLegacy(InFlight request) {
    RoutingDecision decision = request.decision();
    request.givePermitBack();
    expose(request.exchange(), Side.LEGACY, decision.snapshotVersion());
    admit(request, decision.replayCluster(), cluster -> forward(request, cluster, Side.LEGACY));
  }

  private Duration timeoutOf(String cluster) {
    return cluster(cluster).config().timeout();
  }

  private Cluster cluster(String name) {
    Cluster cluster = collaborators.clusters().get(name);
    if (cluster == null) {
      throw new IllegalStateException("no cluster has the name " + name);
    }
    return cluster;
  }
}
