package io.matapalo.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.DriverKind;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict.Action;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

/** What is read out of exceptions, of which drivers make chains. */
final class FailuresTest {

  @Test
  void readsCodeStateMessageAndDriver() {
    SQLException thrown = new MySQLTransactionRollbackException("Deadlock found", "40001", 1213);

    assertThat(Failures.of(thrown, Phase.IN_TRANSACTION))
        .isEqualTo(
            new Failure(
                DriverKind.CONNECTOR_J, 1213, "40001", "Deadlock found", Phase.IN_TRANSACTION));
  }

  @Test
  void missingStateAndMessageAreEmpty() {
    Failure failure = Failures.of(new SQLException((String) null), Phase.COMMIT);

    assertThat(failure.sqlState()).isEmpty();
    assertThat(failure.message()).isEmpty();
    assertThat(failure.driver()).isEqualTo(DriverKind.OTHER);
  }

  @Test
  void conflictBehindTheFirstErrorOfABatchCounts() {
    BatchUpdateException batch = new BatchUpdateException("Duplicate", "23000", 1062, new int[0]);
    batch.setNextException(new SQLException("Duplicate", "23000", 1062));
    batch.setNextException(new SQLException("Deadlock", "40001", 1213));

    assertThat(Failures.of(batch, Phase.IN_TRANSACTION).vendorCode()).isEqualTo(1213);
  }

  @Test
  void errorOfABatchAloneIsItself() {
    BatchUpdateException batch = new BatchUpdateException("Duplicate", "23000", 1062, new int[0]);

    assertThat(Failures.of(batch, Phase.IN_TRANSACTION).vendorCode()).isEqualTo(1062);
  }

  /** As a pool reports that it could not open a connection. */
  @Test
  void causeOfAPoolsExceptionCounts() {
    SQLException cause = new SQLException("Too many connections", "08004", 1040);
    SQLException pool = new SQLTransientConnectionException("request timed out", "08004", cause);
    pool.setNextException(cause);

    Failure failure = Failures.of(pool, Phase.CONNECT, DriverKind.CONNECTOR_J);

    assertThat(failure.driver()).isEqualTo(DriverKind.CONNECTOR_J);
    assertThat(failure.vendorCode()).isEqualTo(1040);
    assertThat(Classification.of(failure).action()).isEqualTo(Action.RETRY);
  }

  @Test
  void brokenSocketIsALostLinkWhoeverSays() {
    SQLException thrown = new SQLException("read failed", new SocketTimeoutException("timed out"));

    Failure failure = Failures.of(thrown, Phase.COMMIT);

    assertThat(failure.linkLost()).isTrue();
    assertThat(Classification.of(failure).action()).isEqualTo(Action.OUTCOME_UNKNOWN);
  }

  @Test
  void packetThatWasNotSentIsNoLostLink() {
    SQLException thrown = new PacketTooBigException(5, 4);
    Failure failure = Failures.of(thrown, Phase.AUTOCOMMIT_WRITE);

    assertThat(failure.linkLost()).isFalse();
    assertThat(Classification.of(failure).action()).isEqualTo(Action.FAIL);
  }

  @Test
  void chainThatBitesItsTailEnds() {
    SQLException first = new SQLException("first", "HY000", 1);
    SQLException second = new SQLException("second", "HY000", 2, first);
    first.initCause(second);

    assertThat(Failures.of(first, Phase.IN_TRANSACTION).vendorCode()).isEqualTo(1);
  }

  @Test
  void driverIsKnownByItsConnectionWhereTheExceptionDoesNotTell() {
    SQLException thrown = new SQLException("Got error 149 during COMMIT", "HY000", 1180);

    assertThat(Failures.of(thrown, Phase.COMMIT, DriverKind.CONNECTOR_J).driver())
        .isEqualTo(DriverKind.CONNECTOR_J);
  }

  @Test
  void lostLinkOfConnectorJIsSeen() {
    SQLException thrown = new CommunicationsException("link failure", new java.io.EOFException());

    Failure failure = Failures.of(thrown, Phase.COMMIT);

    assertThat(failure.driver()).isEqualTo(DriverKind.CONNECTOR_J);
    assertThat(failure.linkLost()).isTrue();
  }
}
