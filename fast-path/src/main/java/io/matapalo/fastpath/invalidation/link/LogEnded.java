package io.matapalo.fastpath.invalidation.link;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The log comes no more on this connection. */
public final class LogEnded extends IOException {

  private static final long serialVersionUID = 1L;

  private final Why why;

  /** What to do about it. */
  public enum Why {
    /** The link broke, or was never there: try again. */
    CUT,
    /** The server does not have all that was told: another may, or this one soon. */
    BEHIND,
    /** The server cannot go on from where the log was told: what lies between is lost. */
    GAP,
    /** Somebody else reads with the same server id. */
    SAME_SERVER_ID,
    /** The server does not send its log to this user, or not all of it: somebody must see to it. */
    REFUSED,
    /** An event cannot be read. */
    UNREADABLE
  }

  public LogEnded(Why why, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
