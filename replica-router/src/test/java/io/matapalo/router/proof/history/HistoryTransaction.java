package io.matapalo.router.proof.history;

import java.util.List;

/**
 * One transaction of a history. Immutable.
 *
 * @param name unique in its history
 * @param begunNanos before its first statement was sent, on a clock that all processes share
 * @param endedNanos after its end was answered, on the same clock
 * @param operations those that were answered, and an append that may have been done
 */
public record HistoryTransaction(
    String name, Outcome outcome, long begunNanos, long endedNanos, List<Operation> operations) {

  /** What the database said about the commit. */
  public enum Outcome {
    /** It was answered: committed. */
    OK,
    /** Not committed, for certain. */
    FAIL,
    /** Nobody knows. */
    INFO
  }

  public HistoryTransaction {
    operations = List.copyOf(operations);
    if (endedNanos < begunNanos) {
      throw new IllegalArgumentException(
          "transaction %s ended %d ns before it began".formatted(name, begunNanos - endedNanos));
    }
  }

  boolean readsOnly() {
    return operations.stream().allMatch(Operation.Read.class::isInstance);
  }
}
