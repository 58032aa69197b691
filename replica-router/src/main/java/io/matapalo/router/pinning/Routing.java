package io.matapalo.router.pinning;

import io.matapalo.jvm.NanoTime;
import io.matapalo.router.cluster.Routes;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.link.ClusterLink;
import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.link.ReadOnlyOperations;

/**
 * The way of the routed connections of one cluster to its nodes. Thread-safe.
 *
 * @param routes the nodes on which transactions may begin
 * @param connections gives physical connections to them
 * @param gate whether a node has what the session has seen
 * @param declared the operations that only read, beside {@code setReadOnly}
 * @param deadline ends the search for a node
 */
public record Routing(
    Routes routes,
    NodeConnections connections,
    FreshnessGate gate,
    ReadOnlyOperations declared,
    Deadline deadline) {

  /** For transactions on the cluster of {@code link}, over {@code connections}. */
  public static Routing over(ClusterLink link, NodeConnections connections) {
    Deadline deadline = new Deadline(link.deadline(), NanoTime::now);
    return new Routing(link.routes(), connections, link.marks().gate(), link.declared(), deadline);
  }
}
