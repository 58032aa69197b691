package io.matapalo.fastpath.orders;

import java.sql.SQLException;

/**
 * What a failed statement or commit means for its transaction, by the server's own code: drivers do
 * not agree on SQLStates.
 */
enum Conflict {
  /** It is rolled back, or will be by us, and may be repeated as a whole. */
  REPEATABLE,
  /** A unique key is there already. */
  DUPLICATE_KEY,
  /** Anything else: another try would fail the same, or nothing is known. */
  OTHER;

  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int RECORD_CHANGED = 1020;
  private static final int ERROR_DURING_COMMIT = 1180;
  private static final int DUPLICATE = 1062;

  static Conflict of(SQLException e) {
    return switch (e.getErrorCode()) {
      case DEADLOCK, LOCK_WAIT_TIMEOUT, RECORD_CHANGED -> REPEATABLE;
      case DUPLICATE -> DUPLICATE_KEY;
      // Certification failure of Group Replication or Galera; only the message has its number.
      case ERROR_DURING_COMMIT ->
          String.valueOf(e.getMessage()).contains("149") ? REPEATABLE : OTHER;
      default -> OTHER;
    };
  }

  /** Whether the connection to the server is gone. */
  static boolean isLinkLoss(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.equals("25S03"));
  }
}
