package io.matapalo.router.pinning;

import io.matapalo.router.retry.DriverKind;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
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
   * Makes {@code pin} so. A transaction that declares to read cannot write: Connector/J refuses
   * that itself; by other drivers it is a statement more, which a replica's own read-only spares.
   */
  void applyTo(Pin pin, Intent intent, ClusterView view) throws SQLException {
    boolean reads = intent == Intent.READ && !isRefusedAnyway(pin, view);
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

  private static boolean isRefusedAnyway(Pin pin, ClusterView view) {
    return view.kind() == TopologyKind.PRIMARY_REPLICA
        && pin.status(view).role() == Role.REPLICA
        && Reasons.driverOf(pin.node()) != DriverKind.CONNECTOR_J;
  }

  void applyValuesTo(Pin pin) throws SQLException {
    if (!pin.values().equals(values)) {
      values.applyTo(pin.physical(), pin.values());
      pin.setValues(values);
    }
  }
}
