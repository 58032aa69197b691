package io.matapalo.router.pinning;

import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node of a transaction before its first statement: the first candidate that can be
 * reached, takes the session's settings and has what the session has seen. Confined to the
 * connection's thread.
 */
final class PinChoice {

  private static final String NO_CONNECTION = "08001";

  /** Access denied to the user, to the database, no such database: alike on every node. */
  private static final Set<Integer> OF_THE_APPLICATION = Set.of(1044, 1045, 1049, 1698);

  private final Routing routing;
  private final SessionState session;
  private final HeldPins held;
  private final boolean checking;

  PinChoice(Routing routing, SessionState session, HeldPins held) {
    this.routing = routing;
    this.session = session;
    this.held = held;
    this.checking = !routing.gate().equals(FreshnessGate.OFF);
  }

  /** For a transaction. */
  Pin choose(Intent intent) throws SQLException {
    return choose(intent, checking);
  }

  /** For what is no transaction: asking the driver something. */
  Pin any(Intent intent) throws SQLException {
    return choose(intent, false);
  }

  private Pin choose(Intent intent, boolean fresh) throws SQLException {
    List<Node> candidates = routing.routes().candidates(intent);
    if (!candidates.isEmpty()) {
      // No list of reasons, no clock: nearly always the first is the one.
      Node first = candidates.get(0);
      try {
        Pin pin = reached(first, intent);
        if (!fresh || isFresh(pin, intent)) {
          return pin;
        }
      } catch (DataLossException e) {
        throw e;
      } catch (SQLException e) {
        routing.routes().suspect(first, Reasons.of(e));
        return chooseAmong(candidates, intent, fresh, e);
      }
      return chooseAmong(candidates, intent, fresh, null);
    }
    throw refusal(intent, Map.of(), null);
  }

  private Pin chooseAmong(
      List<Node> candidates, Intent intent, boolean fresh, @Nullable SQLException ofFirst)
      throws SQLException {
    long since = routing.nanoTime().getAsLong();
    long deadlineNanos = routing.deadline().toNanos();
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(candidates.get(0).name(), ofFirst == null ? STALE : Reasons.of(ofFirst));
    SQLException last = ofFirst;
    for (Node node : candidates.subList(1, candidates.size())) {
      if (routing.nanoTime().getAsLong() - since > deadlineNanos) {
        reasons.put(node.name(), "not tried, the deadline has passed");
        continue;
      }
      try {
        Pin pin = reached(node, intent);
        if (!fresh || isFresh(pin, intent)) {
          return pin;
        }
        reasons.put(node.name(), STALE);
      } catch (DataLossException e) {
        throw e;
      } catch (SQLException e) {
        routing.routes().suspect(node, Reasons.of(e));
        reasons.put(node.name(), Reasons.of(e));
        last = e;
      }
    }
    throw refusal(intent, reasons, last);
  }

  private static final String STALE = "has not yet what this session has seen";

  private Pin reached(Node node, Intent intent) throws SQLException {
    Pin pin = held.of(node);
    if (pin != null && !pin.isBroken()) {
      try {
        session.applyTo(pin, intent, routing.routes().view());
        return pin;
      } catch (SQLException e) {
        // It may have been closed while it was idle; that says nothing of its node.
        pin.breakDown();
      }
    }
    if (pin != null) {
      held.drop(pin);
    }
    return openedFor(node, intent);
  }

  private Pin openedFor(Node node, Intent intent) throws SQLException {
    Pin pin = held.open(node);
    try {
      session.applyTo(pin, intent, routing.routes().view());
      return pin;
    } catch (SQLException e) {
      held.drop(pin);
      throw e;
    }
  }

  private boolean isFresh(Pin pin, Intent intent) throws SQLException {
    NodeStatus status = pin.status(routing.routes().view());
    Freshness freshness;
    try {
      freshness = routing.gate().ensure(pin.opened(), status, intent);
    } catch (SQLException e) {
      held.drop(pin);
      throw e;
    }
    if (freshness == Freshness.FRESH) {
      return true;
    }
    held.leave(pin);
    if (freshness == Freshness.LOST) {
      throw new DataLossException(pin.node().name());
    }
    return false;
  }

  private SQLException refusal(
      Intent intent, Map<String, String> tried, @Nullable SQLException last) {
    if (last != null && OF_THE_APPLICATION.contains(last.getErrorCode())) {
      return last;
    }
    StringBuilder text = new StringBuilder("no node can take this ");
    text.append(intent).append(" transaction now");
    for (NodeStatus status : routing.routes().view().nodes()) {
      String name = status.node().name();
      String known = status.reason().isEmpty() ? "is a " + status.role() : status.reason();
      text.append("; ").append(name).append(": ").append(tried.getOrDefault(name, known));
    }
    return new SQLTransientConnectionException(text.toString(), NO_CONNECTION, last);
  }
}
