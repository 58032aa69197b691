package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.exchange.Admitted;
import io.matapalo.proxy.exchange.Chosen;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.forwarding.Answered;
import io.matapalo.proxy.forwarding.Forwarder;
import io.matapalo.proxy.forwarding.SingleFlight;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.upstream.Cluster;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The way of one request through the proxy. {@link #proceed} lists its steps; each takes what is
 * known so far and hands on what is known next, now or later on the same I/O thread, or ends the
 * request. Thread-safe.
 */
public final class ProxyPipeline implements HttpHandler {

  private final Reception reception;
  private final Identification identification;
  private final RouteFinder routes;
  private final Forwarder forwarder;
  private final SingleFlight flights = new SingleFlight();
  private final Consumer<HttpServerExchange> way;

  /** Made once, so that it costs a request no object. */
  private final BiConsumer<Routed, Consumer<Answered>> replay = this::replay;

  /** Puts the way together. */
  public ProxyPipeline(
      Reception reception, Identification identification, RouteFinder routes, Forwarder forwarder) {
    this.reception = reception;
    this.identification = identification;
    this.routes = routes;
    this.forwarder = forwarder;
    this.way = proceed();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> way.accept(exchange));
  }

  /** The steps of every request. README.md and docs/architecture.md show the same list. */
  private Consumer<HttpServerExchange> proceed() {
    return Way.from(reception::accept)
        .then(identification::identify)
        .then(routes::lookUp)
        .then(routes::decide)
        .then(this::admit)
        .then(this::choose)
        .then(this::forward)
        .to(this::answer);
  }

  private void admit(Routed routed, Consumer<Admitted> next) {
    flights.share(routed, () -> Entrance.admit(routed, next));
  }

  private void choose(Admitted admitted, Consumer<Chosen> next) {
    Routed routed = admitted.routed();
    Cluster cluster = routed.cluster();
    if (cluster.config().hasPaths() && RequestTarget.of(routed.request().exchange()).climbs()) {
      // What lies beside the path of an instance is not the proxy's to give.
      routed.request().refuse(Refusal.BAD_REQUEST);
      return;
    }
    List<Instance> instances =
        cluster.instancesFor(
            routed.identified().received().client(), new RequestFields(routed.identified()));
    if (instances.isEmpty()) {
      routed.request().refuse(Refusal.UNAVAILABLE);
      return;
    }
    Optional<Runnable> count = cluster.affinity().counted(instances.getFirst());
    if (count.isPresent()) {
      routed.request().undoing().withPermit(count.get());
    }
    next.accept(new Chosen(routed, instances));
  }

  private void forward(Chosen chosen, Consumer<Answered> next) {
    forwarder.forward(chosen, next, replay);
  }

  private void answer(Answered answered) {
    if (answered.routed().cluster().affinity().watchesAnswers()) {
      watch(answered);
    }
    forwarder.answer(answered);
  }

  /** Lets the affinity of the cluster see the answer, and adds its cookie to it. */
  private static void watch(Answered answered) {
    Routed routed = answered.routed();
    HeaderValues cookies = answered.head().fields().get(Headers.SET_COOKIE);
    Optional<String> cookie =
        routed
            .cluster()
            .affinity()
            .answered(
                answered.instance(),
                new RequestFields(routed.identified()),
                cookies == null ? List.of() : cookies);
    HeaderMap answer = answered.request().exchange().getResponseHeaders();
    cookie.ifPresent(value -> answer.add(Headers.SET_COOKIE, value));
  }

  /** The fast path did nothing with the request: legacy gets the same bytes, once, from step 5. */
  private void replay(Routed declined, Consumer<Answered> next) {
    declined.request().undoing().givePermitBack();
    Entrance.admit(
        routes.replayOf(declined), admitted -> choose(admitted, chosen -> forward(chosen, next)));
  }
}
