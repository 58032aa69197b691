package io.matapalo.router.pinning;

import io.matapalo.jvm.LogNames;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.topology.Intent;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the freshness gate of the ends of transactions. Confined to the connection's thread. */
final class SessionMarks {

  private static final Logger LOG = Logger.getLogger(LogNames.ROUTER);

  private final Routing routing;
  private final boolean on;

  SessionMarks(Routing routing) {
    this.routing = routing;
    this.on = !routing.gate().equals(FreshnessGate.OFF);
  }

  /** A commit, or a statement under autocommit, went well. */
  void ended(Pin pin, Intent intent) {
    if (!on) {
      return;
    }
    if (intent == Intent.READ) {
      seen(pin);
      return;
    }
    try {
      routing.gate().written(pin.opened(), pin.status(routing.routes().view()));
    } catch (SQLException e) {
      // The work is stored; an error here would say that it is not.
      LOG.log(
          Level.WARNING,
          "the position of a commit could not be learnt node=" + pin.node().name(),
          e);
      pin.breakDown();
    }
  }

  /** A transaction was rolled back: what it read was seen all the same. */
  void seen(Pin pin) {
    if (on) {
      routing.gate().read(pin.opened(), pin.status(routing.routes().view()));
    }
  }
}
