package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.exchange.LookedUp;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.fields.DecisionFields;
import io.matapalo.proxy.routing.ClientRequest;
import io.matapalo.proxy.routing.RequestFacts;
import io.matapalo.proxy.routing.Router;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.upstream.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 3 and 4, look up and decide: gives the router its facts, and a request its cluster, its
 * deadline and the tally that it counts in. Thread-safe.
 */
public final class RouteFinder {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFinder.class);

  private final Router router;
  private final CutoverSwitch cutover;
  private final Map<String, Cluster> clusters;
  private final RoutingCounters counters;
  private final boolean decisionIsShown;

  /** Finds routes under the table that is in force when a request is decided. */
  public RouteFinder(
      ProxyConfig config,
      CutoverSwitch cutover,
      Map<String, Cluster> clusters,
      RoutingCounters counters) {
    this.router = new Router(config.catalogue(), config.defaultCluster());
    this.cutover = cutover;
    this.clusters = Map.copyOf(clusters);
    this.counters = counters;
    this.decisionIsShown = config.listener().exposeDecision();
  }

  void lookUp(Identified identified, Consumer<LookedUp> next) {
    ClientRequest request = new RequestFields(identified);
    RequestFacts facts = request.facts();
    next.accept(new LookedUp(identified, facts, operation(request, facts)));
  }

  /** What a server makes of an unusual target is its own affair: the request is legacy's. */
  private Optional<Operation> operation(ClientRequest request, RequestFacts facts) {
    if (request.isUnusual()) {
      counters.unusualTarget();
      return Optional.empty();
    }
    return router.lookUp(facts);
  }

  /** Reads the table in force once; the request follows it to its end. */
  void decide(LookedUp lookedUp, Consumer<Routed> next) {
    RoutingDecision decision =
        router.decide(lookedUp.operation(), lookedUp.facts(), cutover.table());
    RoutingCounters.Tally tally = counters.of(decision.operationLabel(), decision.side());
    tally.routed();
    lookedUp.request().countedIn(tally);
    decision
        .operation()
        .ifPresent(known -> lookedUp.request().faultsWith(known.handling().faultStatus()));
    if (decision.hint() == RoutingDecision.Hint.CONTRADICTION) {
      counters.contradiction();
      LOG.debug("Action contradicts the body. operation={}", decision.operationLabel());
    }
    Cluster cluster = cluster(decision);
    limitTime(lookedUp.request(), decision, cluster);
    next.accept(shown(new Routed(lookedUp.identified(), decision, tally, cluster)));
  }

  /** A known operation has a deadline as a whole; of anything else only the silence is limited. */
  private static void limitTime(OpenRequest request, RoutingDecision decision, Cluster cluster) {
    Optional<Operation> known = decision.operation();
    Duration timeout =
        known.map(Operation::timeout).orElseGet(() -> cluster.config().patience().timeout());
    if (known.isPresent() && !known.get().handling().isStream()) {
      request.deadline(timeout, Refusal.TIMEOUT);
    } else {
      request.silence(timeout, Refusal.TIMEOUT);
    }
  }

  /**
   * The way to legacy of a request that the fast path declined. It stays counted on the side that
   * was decided first.
   */
  Routed replayOf(Routed declined) {
    RoutingDecision decision = declined.decision().replayed();
    return shown(new Routed(declined.identified(), decision, declined.tally(), cluster(decision)));
  }

  private Routed shown(Routed routed) {
    routed.request().told().isRouted(routed);
    if (decisionIsShown) {
      DecisionFields.put(routed);
    }
    return routed;
  }

  private Cluster cluster(RoutingDecision decision) {
    Cluster cluster = clusters.get(decision.cluster());
    if (cluster == null) {
      throw new IllegalStateException("no cluster has the name " + decision.cluster());
    }
    return cluster;
  }
}
