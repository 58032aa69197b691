package io.matapalo.router.failures;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException;
import io.matapalo.router.link.Failures;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict;
import io.matapalo.router.retry.Verdict.Action;
import java.sql.SQLException;

/** An exception as a driver threw it, and what is read out of it. Immutable. */
record Seen(SQLException thrown, Failure failure, Verdict verdict) {

  /** A step that is to fail. */
  @FunctionalInterface
  interface Step {
    void run() throws SQLException;
  }

  /** Runs the step, which must fail. */
  static Seen in(Phase phase, Step step) {
    try {
      step.run();
    } catch (SQLException e) {
      Failure failure = Failures.of(e, phase);
      return new Seen(e, failure, Classification.of(failure));
    }
    throw new AssertionError("nothing failed in phase " + phase);
  }

  /** Code, state and class are these, and the driver is recognised. */
  Seen says(Vendor vendor, int code, String state, Class<? extends SQLException> type) {
    assertThat(thrown.getErrorCode()).as("%s", thrown).isEqualTo(code);
    assertThat(thrown.getSQLState()).as("%s", thrown).isEqualTo(state);
    assertThat((Throwable) thrown).isExactlyInstanceOf(type);
    assertThat(failure.driver()).isEqualTo(vendor.driver());
    return this;
  }

  /** The server has waited as long as it may for a lock. */
  Seen saysLockWait(Vendor vendor) {
    return says(
        vendor,
        1205,
        vendor.says("40001", "HY000"),
        vendor.says(MySQLTransactionRollbackException.class, SQLException.class));
  }

  /** It is judged like this. */
  Seen means(Action action, Cause cause) {
    assertThat(verdict.action()).as("%s", thrown).isEqualTo(action);
    assertThat(verdict.cause()).as("%s", thrown).isEqualTo(cause);
    return this;
  }

  Seen dooms() {
    assertThat(verdict.dooms()).as("dooms: %s", thrown).isTrue();
    return this;
  }

  Seen keepsTheConnection() {
    assertThat(verdict.evicts()).as("evicts: %s", thrown).isFalse();
    return this;
  }

  Seen evicts() {
    assertThat(verdict.evicts()).as("evicts: %s", thrown).isTrue();
    return this;
  }
}
