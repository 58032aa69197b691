package io.matapalo.router.pinning;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The pin of the running transaction. All but {@link #abort} keep to one thread. */
final class Pinning {

  private final Routing routing;
  private final SessionState session;
  private final HeldPins held;
  private final PinChoice choice;
  private @Nullable Pin pin;
  private Intent intent = Intent.WRITE;
  private boolean decided;
  private boolean sent;
  private int epoch;
  private volatile boolean aborted;

  Pinning(Routing routing, SessionState session) {
    this.routing = routing;
    this.session = session;
    this.held = new HeldPins(routing.connections());
    this.choice = new PinChoice(routing, session, held, () -> aborted);
  }

  /** Grows with each end of a transaction; a statement sees by it that it may have to move. */
  int epoch() {
    return epoch;
  }

  /** The decided pin; null while it is open which one it will be. */
  @Nullable Pin decided() {
    return decided ? pin : null;
  }

  /** The decided pin, or the one of the transaction before. */
  @Nullable Pin latest() {
    return pin;
  }

  Intent intent() {
    return intent;
  }

  Pin decide() throws SQLException {
    intent = session.readOnly() || routing.declared().isRunning() ? Intent.READ : Intent.WRITE;
    Pin chosen = choice.choose(intent);
    use(chosen);
    decided = true;
    return chosen;
  }

  /** Any that is whole, for what is no statement. */
  Pin any() throws SQLException {
    Pin now = pin;
    if (now != null && !now.isBroken()) {
      return now;
    }
    Pin chosen = writerOrReader();
    use(chosen);
    return chosen;
  }

  /** Without a primary a connection can still read, so it is not refused before a write. */
  private Pin writerOrReader() throws SQLException {
    try {
      return choice.any(Intent.WRITE);
    } catch (SQLTransientConnectionException e) {
      try {
        return choice.any(Intent.READ);
      } catch (SQLException noReader) {
        e.addSuppressed(noReader);
        throw e;
      }
    }
  }

  private void use(Pin chosen) {
    Pin left = pin;
    pin = chosen;
    if (left != null && left != chosen) {
      held.leave(left);
    }
  }

  /** The next statement's transaction decides anew. */
  void undecide() {
    decided = false;
    epoch++;
  }

  /** Was anything of the running transaction sent? Never under autocommit. */
  boolean isSent() {
    return sent;
  }

  void send() {
    sent = true;
  }

  /** The transaction is over. */
  void end() {
    sent = false;
    undecide();
  }

  void drop(Pin broken) {
    held.drop(broken);
    if (pin == broken) {
      pin = null;
    }
  }

  void statementClosed(Pin on) {
    on.statementClosed();
    if (on != pin) {
      held.leave(on);
    }
  }

  /** Outside a transaction: can the next one begin somewhere, as far as is known? */
  boolean isUsable(int seconds) throws SQLException {
    Pin now = pin;
    if (now != null && !answers(now, seconds)) {
      drop(now);
      undecide();
    }
    return pin != null || !routing.routes().candidates(Intent.READ).isEmpty();
  }

  private boolean answers(Pin now, int seconds) throws SQLException {
    return !now.isBroken()
        && now.status(routing.routes().view()).usable()
        && now.physical().isValid(seconds);
  }

  void closeAll() {
    decided = false;
    pin = null;
    held.closeAll();
  }

  /** Those that an abort has left behind. */
  void discardAll() {
    decided = false;
    pin = null;
    held.discardAll();
  }

  void abort(Executor executor) throws SQLException {
    aborted = true;
    held.abort(executor);
  }

  Optional<Node> node() {
    Pin now = decided();
    return now == null ? Optional.empty() : Optional.of(now.node());
  }
}
