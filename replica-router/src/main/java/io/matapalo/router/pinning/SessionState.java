package io.matapalo.router.pinning;

import io.matapalo.router.topology.Intent;
import java.sql.SQLException;

/** The session as the application sees it on any node. Confined to the connection's thread. */
public final class SessionState {

  private boolean autoCommit = true;
  private boolean readOnly;
  private SessionValues values = SessionValues.NONE;

  public boolean autoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean wanted) {
    autoCommit = wanted;
  }

  public boolean readOnly() {
    return readOnly;
  }

  void setReadOnly(boolean wanted) {
    readOnly = wanted;
  }

  public SessionValues values() {
    return values;
  }

  public void setValues(SessionValues wanted) {
    values = wanted;
  }

  /**
   * Makes {@code pin} so. The server is told that a transaction only reads, because no look at a
   * text finds every write: a function or a view may write too.
   */
  void applyTo(Pin pin, Intent intent) throws SQLException {
    boolean reads = intent == Intent.READ;
    if (pin.readOnly() != reads) {
      ServerTransactions.setReadOnly(pin.opened(), reads);
      pin.setReadOnly(reads);
    }
    applyValuesTo(pin);
    if (pin.autoCommit() != autoCommit) {
      pin.physical().setAutoCommit(autoCommit);
      pin.setAutoCommit(autoCommit);
    }
  }

  void applyValuesTo(Pin pin) throws SQLException {
    if (!pin.values().equals(values)) {
      values.applyTo(pin.physical(), pin.values());
      pin.setValues(values);
    }
  }
}
