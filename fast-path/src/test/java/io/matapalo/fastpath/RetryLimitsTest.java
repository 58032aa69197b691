package io.matapalo.fastpath;

import static io.matapalo.router.retry.DriverKind.CONNECTOR_J;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.ScriptedDatabase.Step;
import io.matapalo.fastpath.orders.BookingFailed;
import io.matapalo.router.RouterConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A booking that is always refused ends: by the budget of all bookings or by its deadline. */
final class RetryLimitsTest {

  private static final int BOOKINGS = 4;
  private static final int FLOOR = 3;
  private static final int CONFLICTS_A_TOKEN = 50;

  private ScriptedDatabase database;

  @BeforeEach
  void open() throws SQLException {
    database = ScriptedDatabase.open();
    database.reset(1);
  }

  private void refuse(int code, String state) {
    database.fail(
        Step.COMMIT, 1_000, () -> new FailureTableTest.Told(CONNECTOR_J, code, state, "").thrown());
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  /** Of a database that suffers, here from lock waits. */
  @Test
  void bookingsShareABudgetOfRetries() {
    refuse(1205, "HY000");
    bookInVain();
    assertThat(database.reached(Step.COMMIT)).isEqualTo(BOOKINGS + FLOOR);
  }

  /** A conflict tells of a healthy database, and costs a fiftieth of the budget. */
  @Test
  void losersShareTheSameBudgetForLess() {
    refuse(1213, "40001");
    bookInVain();
    assertThat(database.reached(Step.COMMIT)).isEqualTo(BOOKINGS + FLOOR * CONFLICTS_A_TOKEN);
  }

  private void bookInVain() {
    try (BookingDesk desk = desk("1ms")) {
      for (int i = 0; i < BOOKINGS; i++) {
        String requestId = "request-" + i;
        assertThatThrownBy(() -> desk.book(requestId)).isInstanceOf(BookingFailed.class);
      }
    }
  }

  /** A retry whose pause outlasts the request would book for a client that has gone. */
  @Test
  void noRetryBeginsAfterTheRequestsDeadline() {
    refuse(1213, "40001");
    try (BookingDesk desk = desk("4s")) {
      assertThatThrownBy(() -> desk.book("request-1", Duration.ofSeconds(3)))
          .isInstanceOf(BookingFailed.class);
    }
    assertThat(database.reached(Step.COMMIT)).isEqualTo(1);
  }

  private BookingDesk desk(String pause) {
    return new BookingDesk(
        RouterConfig.ofOneNode(database.url(), new RouterConfig.Credentials("app", ""))
            .withPool(RouterConfig.Pool.ofSize(1))
            .withSettings(
                Map.of(
                    "retry.base", pause,
                    "retry.long-base", pause,
                    "retry.cap", pause,
                    "retry.budget-share", "0",
                    "retry.budget-floor", String.valueOf(FLOOR))));
  }
}
