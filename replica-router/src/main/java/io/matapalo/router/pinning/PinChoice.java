package io.matapalo.router.pinning;

import io.matapalo.router.connection.DataLossException;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node of a transaction before its first statement: the first candidate that can be
 * reached, takes the session's settings and has what the session has seen. Confined to the
 * connection's thread.
 */
final class PinChoice {

  /** Below the time after which drivers' own limits usually break a connection off. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  private final Routing routing;
  private final SessionState session;
  private final HeldPins held;
  private final BooleanSupplier aborted;
  private final boolean checking;

  /** {@code aborted}: whether the connection was aborted, by any thread. */
  PinChoice(Routing routing, SessionState session, HeldPins held, BooleanSupplier aborted) {
    this.routing = routing;
    this.session = session;
    this.held = held;
    this.aborted = aborted;
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

  /** The steps "choose", "reach", "apply the session" and "be fresh" of a transaction's way. */
  private Pin choose(Intent intent, boolean checked) throws SQLException {
    List<Node> candidates = routing.routes().candidates(intent);
    // Nearly always the first node is the one: no list of reasons, no clock, no iterator for it.
    PassedOver passedOver = null;
    for (int i = 0; i < candidates.size(); i++) {
      Node node = candidates.get(i);
      if (passedOver != null && passedOver.isTooLate()) {
        passedOver.note(node, "not tried, the deadline has passed");
        continue;
      }
      try {
        Pin pin = reachAndApply(node, intent);
        if (!checked || isFresh(pin, intent, null)) {
          requireNotAborted();
          return pin;
        }
        passedOver = passedOver == null ? new PassedOver() : passedOver;
        passedOver.noteStale(node);
      } catch (DataLossException e) {
        throw e;
      } catch (SQLException e) {
        requireNotAborted();
        passedOver = passedOver == null ? new PassedOver() : passedOver;
        passedOver.note(node, e);
      }
    }
    if (passedOver == null) {
      throw refusal(intent, Map.of(), null);
    }
    Pin pin = waitLonger(passedOver, intent);
    if (pin == null) {
      throw passedOver.refusal(intent);
    }
    return pin;
  }

  /**
   * The step "be fresh" once more, where no node was: a healthy node that a busy disk holds up for
   * longer than the usual wait is no reason to fail. The primary lacks nothing, so it is the best.
   */
  private @Nullable Pin waitLonger(PassedOver passedOver, Intent intent) throws SQLException {
    Node node = passedOver.mostComplete();
    if (node == null || passedOver.isTooLate()) {
      return null;
    }
    try {
      Pin pin = reachAndApply(node, intent);
      if (isFresh(pin, intent, passedOver.atMost(LAST_WAIT))) {
        requireNotAborted();
        return pin;
      }
    } catch (DataLossException e) {
      throw e;
    } catch (SQLException e) {
      requireNotAborted();
      passedOver.note(node, e);
    }
    return null;
  }

  /** An abort does not reach a connection that is just being opened. */
  private void requireNotAborted() throws SQLException {
    if (aborted.getAsBoolean()) {
      held.discardAll();
      throw new SQLNonTransientConnectionException(
          "the connection was aborted while a node was looked for", "08003");
    }
  }

  /** Nodes that were passed over; the first one starts the deadline. Confined to one choice. */
  private final class PassedOver {

    private final long since = routing.deadline().begin();
    private final Map<String, String> reasons = new HashMap<>();
    private final List<Node> stale = new ArrayList<>();
    private @Nullable SQLException last;

    boolean isTooLate() {
      return routing.deadline().hasPassedSince(since);
    }

    Duration atMost(Duration limit) {
      return routing.deadline().atMost(limit, since);
    }

    void noteStale(Node node) {
      stale.add(node);
      note(node, "has not yet what this session has seen");
    }

    /** The primary if it was stale, else the first one that was; null if none was. */
    @Nullable Node mostComplete() {
      ClusterView view = routing.routes().view();
      for (Node node : stale) {
        if (view.of(node).role() == Role.PRIMARY) {
          return node;
        }
      }
      return stale.isEmpty() ? null : stale.get(0);
    }

    void note(Node node, String reason) {
      reasons.put(node.name(), reason);
    }

    void note(Node node, SQLException thrown) {
      String reason = Reasons.of(thrown);
      routing.routes().suspect(node, reason);
      note(node, reason);
      last = thrown;
    }

    SQLException refusal(Intent intent) {
      return PinChoice.this.refusal(intent, reasons, last);
    }
  }

  private Pin reachAndApply(Node node, Intent intent) throws SQLException {
    Pin pin = held.of(node);
    if (pin != null && !pin.isBroken()) {
      try {
        session.applyTo(pin, intent);
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
      session.applyTo(pin, intent);
      return pin;
    } catch (SQLException e) {
      held.drop(pin);
      throw e;
    }
  }

  /** {@code longest} is the wait; null is the usual one. */
  private boolean isFresh(Pin pin, Intent intent, @Nullable Duration longest) throws SQLException {
    NodeStatus status = pin.status(routing.routes().view());
    Freshness freshness;
    try {
      freshness =
          longest == null
              ? routing.gate().ensure(pin.opened(), status, intent)
              : routing.gate().ensureWithin(longest, pin.opened(), status, intent);
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
    if (last != null && NoNode.isOfTheApplication(last)) {
      return last;
    }
    return new NoNode(routing.routes(), intent, tried).because(last);
  }
}
