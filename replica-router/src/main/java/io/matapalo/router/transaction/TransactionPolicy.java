package io.matapalo.router.transaction;

import io.matapalo.router.topology.Intent;
import java.time.Duration;
import java.util.Optional;

/**
 * How a unit of work is to be run. Immutable; a constant of the application, but for the key.
 *
 * @param operation its name in metrics, budgets and errors, and the realm of its idempotency keys;
 *     not blank, at most 100 characters
 * @param intent does it write? Reads keep no outcome row
 * @param isolation one of {@link java.sql.Connection}'s; {@link #ISOLATION_AS_IS}: what the data
 *     source gives
 * @param attempts how often it may run in all, 1 to 100; default 100
 * @param deadline from the call: no attempt, wait or COMMIT begins after it; above 0; default 15 s,
 *     which is longer than a group of servers needs to go on without a lost member
 * @param outcomeRow is a row kept that proves the commit? Default: for writes
 * @param key what it works on, for the report of the hottest keys; empty (default): not reported
 */
public record TransactionPolicy(
    String operation,
    Intent intent,
    int isolation,
    int attempts,
    Duration deadline,
    boolean outcomeRow,
    Optional<String> key) {

  /** The data source's isolation. */
  public static final int ISOLATION_AS_IS = -1;

  private static final int LONGEST_OPERATION = 100;
  private static final int MOST_ATTEMPTS = 100;
  private static final int DEFAULT_ATTEMPTS = 100;
  private static final Duration LEAST_LEFT = Duration.ofMillis(1);
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

  public TransactionPolicy {
    if (operation.isBlank() || operation.length() > LONGEST_OPERATION) {
      throw new IllegalArgumentException(
          "operation must have 1 to " + LONGEST_OPERATION + " characters, was '" + operation + "'");
    }
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts must be 1 to " + MOST_ATTEMPTS + ", was " + attempts);
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be above 0, was " + deadline);
    }
    if (outcomeRow && intent == Intent.READ) {
      throw new IllegalArgumentException(
          "a read keeps no outcome row; declare " + operation + " as writing");
    }
    if (!isIsolation(isolation)) {
      throw new IllegalArgumentException(
          "isolation must be one of Connection.TRANSACTION_… or ISOLATION_AS_IS, was " + isolation);
    }
  }

  /** Work that writes, with an outcome row. */
  public static TransactionPolicy writing(String operation) {
    return of(operation, Intent.WRITE);
  }

  /** Work that only reads: may run on a replica. */
  public static TransactionPolicy reading(String operation) {
    return of(operation, Intent.READ);
  }

  /** The same at another isolation level. */
  public TransactionPolicy withIsolation(int changed) {
    return new TransactionPolicy(operation, intent, changed, attempts, deadline, outcomeRow, key);
  }

  /** The same, run at most {@code changed} times. */
  public TransactionPolicy withAttempts(int changed) {
    return new TransactionPolicy(operation, intent, isolation, changed, deadline, outcomeRow, key);
  }

  /** The same with another deadline. */
  public TransactionPolicy withDeadline(Duration changed) {
    return new TransactionPolicy(operation, intent, isolation, attempts, changed, outcomeRow, key);
  }

  /** The same without an outcome row: a lost answer stays unknown for ever. */
  public TransactionPolicy withoutOutcomeRow() {
    return new TransactionPolicy(operation, intent, isolation, attempts, deadline, false, key);
  }

  /** The same for this key, such as {@code seat:17}. */
  public TransactionPolicy on(String changed) {
    return new TransactionPolicy(
        operation, intent, isolation, attempts, deadline, outcomeRow, Optional.of(changed));
  }

  /** To look at the outcome table, as often and as long as the work may run. */
  TransactionPolicy looking() {
    return reading("matapalo.outcomeTable").withAttempts(attempts).withDeadline(deadline);
  }

  /** With what is left of the deadline; work that is just in time still has its first attempt. */
  TransactionPolicy after(Duration spent) {
    Duration left = deadline.minus(spent);
    return withDeadline(left.compareTo(LEAST_LEFT) > 0 ? left : LEAST_LEFT);
  }

  private static TransactionPolicy of(String operation, Intent intent) {
    return new TransactionPolicy(
        operation,
        intent,
        ISOLATION_AS_IS,
        DEFAULT_ATTEMPTS,
        DEFAULT_DEADLINE,
        intent == Intent.WRITE,
        Optional.empty());
  }

  private static boolean isIsolation(int level) {
    return switch (level) {
      case ISOLATION_AS_IS,
          java.sql.Connection.TRANSACTION_READ_UNCOMMITTED,
          java.sql.Connection.TRANSACTION_READ_COMMITTED,
          java.sql.Connection.TRANSACTION_REPEATABLE_READ,
          java.sql.Connection.TRANSACTION_SERIALIZABLE ->
          true;
      default -> false;
    };
  }
}
