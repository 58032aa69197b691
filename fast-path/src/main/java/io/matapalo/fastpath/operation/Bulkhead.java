package io.matapalo.fastpath.operation;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * A bounded number of places for the requests of some operations together. The next request is
 * refused before its work begins, so that these operations never take the places of all others,
 * however long they wait for somebody. Never blocks. Thread-safe.
 */
public final class Bulkhead {

  private final Semaphore places;

  /** So many places, at least one. */
  public Bulkhead(int most) {
    this.places = new Semaphore(Math.max(1, most));
  }

  /** The same operation, whose requests each need a place here. */
  public <Q, A> Operation<Q, A> around(Operation<Q, A> operation) {
    return new Operation<>(
        operation.name(),
        operation.reader(),
        (request, deadline) -> within(operation.handler(), request, deadline),
        operation.writer());
  }

  private <Q, A> A within(Operation.Handler<Q, A> handler, Q request, Deadline deadline)
      throws SQLException {
    if (!places.tryAcquire()) {
      throw new Overloaded();
    }
    try {
      return handler.answer(request, deadline);
    } finally {
      places.release();
    }
  }
}
