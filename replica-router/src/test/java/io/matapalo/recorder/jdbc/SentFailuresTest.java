package io.matapalo.recorder.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As Connector/J 9.7 and MariaDB Connector/J 3.5 throw them. */
final class SentFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "42S02, 1146, true", // no such table, both drivers
    "08S01, 0, true", // the link was lost, Connector/J
    "08000, -1, true", // the link was lost, MariaDB
    "HY000, -1, true", // executeUpdate of a query that ran, MariaDB
    ", 0, true", // cancelled, Connector/J
    "07001, 0, false", // a value is missing, Connector/J
    "07004, -1, false", // the same, MariaDB
    "S1009, 0, false", // closed statement, Connector/J
    "42000, -1, false", // the same, MariaDB
    "08003, 0, false", // closed connection, Connector/J
    "08000, 1220, false", // the same, MariaDB
    "01S03, 0, false" // executeUpdate of a query that was not sent, Connector/J
  })
  void tellsWhatTheServerWasAskedFromWhatItWasNot(String state, int code, boolean sent) {
    assertThat(SentFailures.wasSent(new SQLException("no", state, code))).isEqualTo(sent);
  }

  @Test
  void aTimeOutWasSent() {
    assertThat(SentFailures.wasSent(new SQLTimeoutException("late", "S1000", 0))).isTrue();
  }
}
