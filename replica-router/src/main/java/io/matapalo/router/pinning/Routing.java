package io.matapalo.router.pinning;

import io.matapalo.jvm.NanoTime;
import io.matapalo.router.cluster.Routes;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.link.ClusterLink;
import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.link.ReadOnlyOperations;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Verdict;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What the routed connections of one cluster share. Thread-safe.
 *
 * @param routes where transactions may begin
 * @param connections where physical connections come from
 * @param gate whether a node has what the session has seen
 * @param declared what says that a transaction only reads, beside {@code setReadOnly}
 * @param classification what a failure means
 * @param deadline how long, after a node has failed, others are tried for a transaction
 * @param nanoTime a clock
 */
public record Routing(
    Routes routes,
    NodeConnections connections,
    FreshnessGate gate,
    ReadOnlyOperations declared,
    Function<Failure, Verdict> classification,
    Duration deadline,
    LongSupplier nanoTime) {

  /** For transactions on the cluster of {@code link}, over {@code connections}. */
  public static Routing over(ClusterLink link, NodeConnections connections) {
    return new Routing(
        link.routes(),
        connections,
        link.marks().gate(),
        link.declared(),
        Classification::of,
        link.deadline(),
        NanoTime::now);
  }
}
