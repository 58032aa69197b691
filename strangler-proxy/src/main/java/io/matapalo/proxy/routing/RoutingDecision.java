package io.matapalo.proxy.routing;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationClass;
import io.matapalo.proxy.cutover.Side;
import java.util.Optional;

/**
 * Where a request goes, and why. Immutable.
 *
 * @param operation absent for what was not identified
 * @param replayCluster where the request is sent again if the fast path declines it
 * @param snapshotVersion of the cut-over table that decided
 * @param hint whether the client's action named the same operation as the body
 */
public record RoutingDecision(
    Optional<Operation> operation,
    OperationClass operationClass,
    Side side,
    String cluster,
    String replayCluster,
    long snapshotVersion,
    Hint hint) {

  /** What the client's action says about the operation that the body names. */
  public enum Hint {
    CONSISTENT,
    CONTRADICTION
  }

  /** What follows when the fast path declines the request: legacy answers under the same table. */
  public RoutingDecision replayed() {
    return new RoutingDecision(
        operation,
        operationClass,
        Side.LEGACY,
        replayCluster,
        replayCluster,
        snapshotVersion,
        hint);
  }

  /** The operation's name, or the collective name of all that was not identified. */
  public String operationLabel() {
    return operation.isPresent() ? operation.get().name() : UNIDENTIFIED;
  }

  /** Stands for every request that is no known operation. */
  public static final String UNIDENTIFIED = "unidentified";
}
