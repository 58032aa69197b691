package io.matapalo.router.jdbc;

import io.matapalo.router.topology.Intent;
import java.sql.SQLException;

/**
 * The session as the application sees it, whatever node it is on. Confined to the connection's
 * thread.
 */
final class SessionState {

  private boolean autoCommit = true;
  private boolean readOnly;
  private SessionValues values = SessionValues.NONE;

  boolean autoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean wanted) {
    autoCommit = wanted;
  }

  boolean readOnly() {
    return readOnly;
  }

  void setReadOnly(boolean wanted) {
    readOnly = wanted;
  }

  SessionValues values() {
    return values;
  }

  void setValues(SessionValues wanted) {
    values = wanted;
  }

  /**
   * Makes {@code pin} so. A transaction that declares to read is read-only on the server too: its
   * user may have the right to write to a replica all the same.
   */
  void applyTo(Pin pin, Intent intent) throws SQLException {
    boolean reads = intent == Intent.READ;
    if (pin.readOnly() != reads) {
      pin.physical().setReadOnly(reads);
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
