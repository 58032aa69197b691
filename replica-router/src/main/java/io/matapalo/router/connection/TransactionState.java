package io.matapalo.router.connection;

import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.topology.Node;
import java.sql.SQLException;
import java.util.Optional;

/** The state of a connection's transaction: {@code connection.unwrap(TransactionState.class)}. */
public interface TransactionState {

  /** The node of the running transaction; empty before its first statement and after its end. */
  Optional<Node> node();

  /** How far it is. */
  Phase phase();

  /** What a driver's exception that this connection has thrown means, with the phase it was in. */
  Optional<Failure> failureOf(SQLException thrown);

  /** Why the transaction can only be rolled back or closed; empty while it may go on. */
  Optional<Failure> doomedBy();
}
