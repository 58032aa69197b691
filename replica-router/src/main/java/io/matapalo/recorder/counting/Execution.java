package io.matapalo.recorder.counting;

import io.matapalo.jvm.KeyedHash;

/**
 * One statement that a driver ran, or one entry of a batch. Immutable.
 *
 * @param sql its text; only the canonical form of it is kept
 * @param values a {@link KeyedHash} of its parameters; 0 for none
 * @param kind whether it went alone
 * @param rowsWritten as the driver told
 * @param nanos the time it took; of a batch, this entry's share
 */
public record Execution(String sql, long values, Kind kind, long rowsWritten, long nanos) {

  /** How a statement went to the database. */
  public enum Kind {
    ALONE,
    /** An entry of a batch, which is one round trip: never part of an N+1. */
    IN_BATCH,
    /** The database, or the driver, refused it. */
    FAILED
  }
}
