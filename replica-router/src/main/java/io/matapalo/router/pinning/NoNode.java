package io.matapalo.router.pinning;

import io.matapalo.jvm.Causes;
import io.matapalo.router.cluster.Routes;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a transaction that no node can take: what is known of each node, with the driver's
 * own text, code and cause where a node could not be connected to. It is transient, and a pool may
 * try again, unless every node fails by what only its owner can mend: an unknown host name, a wrong
 * user or password, a missing database or driver. Immutable.
 *
 * @param tried what this search found, by the names of the nodes
 */
record NoNode(Routes routes, Intent intent, Map<String, String> tried) {

  private static final String NO_CONNECTION = "08001";

  /** Access denied to the user, to the database, no such database: alike on every node. */
  private static final Set<Integer> OF_THE_APPLICATION = Set.of(1044, 1045, 1049, 1698);

  static boolean isOfTheApplication(SQLException failure) {
    return OF_THE_APPLICATION.contains(failure.getErrorCode());
  }

  /** {@code last}: what this search met last, null if it met nothing. */
  SQLException because(@Nullable SQLException last) {
    List<NodeStatus> nodes = routes.view().nodes();
    StringBuilder text = new StringBuilder("no node can take this ");
    text.append(intent).append(" transaction now");
    List<SQLException> failures = new ArrayList<>();
    for (NodeStatus status : nodes) {
      text.append("; ").append(status.node().name()).append(": ").append(reason(status));
      routes.failure(status.node()).ifPresent(failures::add);
    }
    SQLException cause = last == null && !failures.isEmpty() ? failures.get(0) : last;
    boolean isSetUp =
        failures.size() == nodes.size() && failures.stream().allMatch(NoNode::isSetUp);
    // The code of a transient one would say of the transaction what holds for a node alone.
    return cause != null && isSetUp
        ? new SQLNonTransientConnectionException(
            text.toString(), NO_CONNECTION, cause.getErrorCode(), cause)
        : new SQLTransientConnectionException(text.toString(), NO_CONNECTION, cause);
  }

  private String reason(NodeStatus status) {
    String found = tried.get(status.node().name());
    if (found != null) {
      return found;
    }
    String known = status.reason().isEmpty() ? "is a " + status.role() : status.reason();
    Optional<SQLException> failure = routes.failure(status.node());
    return failure.map(thrown -> known + ", " + Reasons.of(thrown)).orElse(known);
  }

  private static boolean isSetUp(SQLException failure) {
    return isOfTheApplication(failure)
        || (failure instanceof SQLNonTransientException
            && !(failure instanceof SQLNonTransientConnectionException))
        || Causes.of(failure).stream().anyMatch(UnknownHostException.class::isInstance);
  }
}
