package io.matapalo.recorder.counting;

import io.matapalo.jvm.KeyedHash;

/**
 * One statement that a driver ran, or one entry of a batch. Immutable.
 *
 * @param sql its text; only the canonical form of it is kept
 * @param values a {@link KeyedHash} of its parameters; 0 for none
 * @param kind whether it went alone
 * @param rowsWritten as the driver told
 * @param nanos the time it took; of several in one round trip, its share
 */
public record Execution(String sql, long values, Kind kind, long rowsWritten, long nanos) {

  /** How a statement went to the database. */
  public enum Kind {
    ALONE,
    /**
     * An entry of a batch, or one of several statements in a text: one round trip, and never part
     * of an N+1.
     */
    IN_BATCH,
    /** The database refused it. */
    FAILED,
    /** As {@link #IN_BATCH}, and refused. */
    FAILED_IN_BATCH;

    boolean isInBatch() {
      return this == IN_BATCH || this == FAILED_IN_BATCH;
    }

    boolean isFailure() {
      return this == FAILED || this == FAILED_IN_BATCH;
    }
  }
}
