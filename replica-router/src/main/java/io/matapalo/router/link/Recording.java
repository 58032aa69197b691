package io.matapalo.router.link;

import java.sql.Connection;
import java.util.function.Supplier;

/**
 * What the router uses of a recorder of statements, so that it knows none. As thread-safe as the
 * functions that whoever composes it hands in.
 *
 * @param opened told of each physical connection for the application; not of the router's own
 * @param operation the operation that the current thread works on; empty outside any
 */
public record Recording(Opened opened, Supplier<String> operation) {

  /** Hears of a connection that was opened. */
  public interface Opened {

    /** Nothing is recorded. */
    Opened UNRECORDED = (physical, nanos) -> physical;

    /** The connection to use instead; {@code nanos} is how long opening it took. */
    Connection opened(Connection physical, long nanos);
  }
}
