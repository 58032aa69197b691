package io.matapalo.proxy.catalogue;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What clients and servers of one operation need of the way that the proxy treats it.
 *
 * @param faultStatus the status of faults that the proxy makes for the server's side; absent: the
 *     status that says what happened
 * @param isConnectionBound whether the operation belongs to its connection, as a login does, so
 *     that no other client may use that connection afterwards
 * @param isStream whether the operation's time-out limits the silence before its answer, and the
 *     cluster's idle time-out that within it, instead of a limit on the whole
 * @param repeatableFault a text in faults with status 500 after which the operation has changed
 *     nothing, such as that of a lost conflict, so that it may be sent again
 * @param priority when the cluster is full
 * @param isSingleFlight whether identical requests at the same time are sent once
 */
public record Handling(
    OptionalInt faultStatus,
    boolean isConnectionBound,
    boolean isStream,
    Optional<String> repeatableFault,
    Priority priority,
    boolean isSingleFlight) {

  public Handling {
    if (repeatableFault.isPresent() && repeatableFault.get().isBlank()) {
      throw new IllegalArgumentException("repeatable fault must be a text, was blank");
    }
  }

  /** The status of every SOAP 1.1 fault. */
  public static final int FAULT_STATUS = 500;

  /** Of an operation that needs nothing in particular. */
  public static Handling usual() {
    return new Handling(
        OptionalInt.empty(), false, false, Optional.empty(), Priority.NORMAL, false);
  }
}
