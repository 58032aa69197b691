package io.matapalo.proxy.exchange;

import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.telemetry.AccessEntry;
import io.matapalo.proxy.telemetry.RoutingCounters.Tally;
import io.matapalo.proxy.upstream.Cluster;

/**
 * After step 4: the request has a side and a cluster, and is counted there.
 *
 * @param tally of the operation on the side decided first, also when legacy answers in its place
 */
public record Routed(Identified identified, RoutingDecision decision, Tally tally, Cluster cluster)
    implements RequestState {

  @Override
  public OpenRequest request() {
    return identified.request();
  }

  /** The name of the operation, or the collective name of all that was not identified. */
  public String operationLabel() {
    return decision.operationLabel();
  }

  AccessEntry.Way way(String instance) {
    return new AccessEntry.Way(
        operationLabel(), decision.side().label(), cluster.config().name(), instance);
  }
}
