package io.matapalo.router.pinning;

import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A held physical connection and its settings. All but {@link #physical} keep to one thread. */
public final class Pin {

  private final Node node;
  private final Connection physical;
  private final Connection opened;
  private @Nullable ClusterView seen;
  private NodeStatus status;
  private int statements;
  private boolean broken;
  private boolean autoCommit = true;
  private boolean readOnly;
  private SessionValues values = SessionValues.NONE;

  /** {@code opened} is what the freshness gate knows it as: what lies below a pool's proxy. */
  Pin(Node node, Connection physical, Connection opened) {
    this.node = node;
    this.physical = physical;
    this.opened = opened;
    this.status = NodeStatus.unknown(node);
  }

  public Node node() {
    return node;
  }

  public Connection physical() {
    return physical;
  }

  Connection opened() {
    return opened;
  }

  // A view is replaced whole; comparing its contents would cost more than looking the node up.
  @SuppressWarnings("ReferenceEquality")
  NodeStatus status(ClusterView view) {
    if (view != seen) {
      seen = view;
      status = view.of(node);
    }
    return status;
  }

  boolean isOf(Node other) {
    return node.name().equals(other.name());
  }

  public boolean isBroken() {
    return broken;
  }

  /** It must not be used again. */
  void breakDown() {
    broken = true;
  }

  boolean hasStatements() {
    return statements > 0;
  }

  public void statementOpened() {
    statements++;
  }

  void statementClosed() {
    statements--;
  }

  boolean autoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean applied) {
    autoCommit = applied;
  }

  boolean readOnly() {
    return readOnly;
  }

  void setReadOnly(boolean applied) {
    readOnly = applied;
  }

  SessionValues values() {
    return values;
  }

  void setValues(SessionValues applied) {
    values = applied;
  }
}
