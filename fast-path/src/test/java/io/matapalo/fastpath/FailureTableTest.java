package io.matapalo.fastpath;

import static io.matapalo.router.retry.DriverKind.CONNECTOR_J;
import static io.matapalo.router.retry.DriverKind.MARIADB_CONNECTOR_J;
import static io.matapalo.router.retry.DriverKind.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.ScriptedDatabase.Step;
import io.matapalo.fastpath.orders.BookingFailed;
import io.matapalo.fastpath.orders.BookingResult.Booked;
import io.matapalo.fastpath.orders.BookingResult.RequestIdTaken;
import io.matapalo.fastpath.orders.BookingResult.SoldOut;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.DriverKind;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A booking ends as the router's table of failures says, for every code that the table tells from
 * an ordinary error, in every phase of a transaction.
 */
final class FailureTableTest {

  private static final int MOST_CODES = 5_000;
  private static final int MOST_RUNS = 100;
  private static final List<String> MESSAGES =
      List.of(
          "",
          "Got error 149 \"Lock deadlock; Retry transaction\" during COMMIT",
          "Got error 35 \"Resource deadlock avoided\" during COMMIT",
          "The server is running with the --read-only option");

  private static final List<Told> TABLE = rows();

  private static ScriptedDatabase database;
  private static BookingDesk desk;

  /** An error as a driver tells it. */
  record Told(DriverKind driver, int code, String state, String message) {

    Verdict.Action in(Phase phase) {
      return verdict(phase).action();
    }

    Verdict verdict(Phase phase) {
      return Classification.of(new Failure(driver, code, state, message, phase));
    }

    boolean mayRunAgain(Phase phase) {
      return verdict(phase).mayRunAgain();
    }

    /** Whose it is, is seen by where it was made. */
    SQLException thrown() {
      SQLException thrown = new SQLException(message, state, code);
      String maker =
          switch (driver) {
            case CONNECTOR_J -> "com.mysql.cj.jdbc.ConnectionImpl";
            case MARIADB_CONNECTOR_J -> "org.mariadb.jdbc.Connection";
            case OTHER -> "org.example.Connection";
          };
      thrown.setStackTrace(
          new StackTraceElement[] {new StackTraceElement(maker, "run", "Connection.java", 1)});
      return thrown;
    }
  }

  @BeforeAll
  static void open() throws SQLException {
    database = ScriptedDatabase.open();
    RouterConfig config =
        RouterConfig.ofOneNode(database.url(), new RouterConfig.Credentials("app", ""))
            .withPool(RouterConfig.Pool.ofSize(2))
            .withSettings(
                Map.of(
                    "retry.base", "1ms",
                    "retry.long-base", "1ms",
                    "retry.cap", "1ms",
                    "retry.budget-floor", "10000"));
    desk = new BookingDesk(config);
  }

  @AfterAll
  static void close() throws SQLException {
    desk.close();
    database.close();
  }

  @BeforeEach
  void reset() {
    database.reset(1);
  }

  /** One of each kind: what stands for all others of the same verdicts is an ordinary error. */
  private static List<Told> rows() {
    Told ordinary = new Told(OTHER, 1146, "42S02", "");
    Stream<Told> coded =
        Stream.of(CONNECTOR_J, MARIADB_CONNECTOR_J)
            .flatMap(driver ->
                IntStream.range(1, MOST_CODES)
                    .boxed()
                    .flatMap(code ->
                        MESSAGES.stream().map(text -> new Told(driver, code, "HY000", text)))
                    .filter(told -> differs(told, ordinary))
                    .filter(told ->
                        told.message().isEmpty()
                            || differs(told, new Told(driver, told.code(), "HY000", ""))));
    Stream<Told> lost =
        Stream.of(
            new Told(CONNECTOR_J, 0, "08S01", "Communications link failure"),
            new Told(CONNECTOR_J, 0, "08003", "No operations allowed after connection closed."),
            new Told(MARIADB_CONNECTOR_J, -1, "08000", "Socket error"),
            new Told(MARIADB_CONNECTOR_J, 1220, "08000", "Connection is closed"),
            new Told(MARIADB_CONNECTOR_J, 0, "25S03", "Invalid transaction termination"),
            new Told(OTHER, 0, "08006", "lost"));
    Stream<Told> ordinaries =
        Stream.of(ordinary, new Told(CONNECTOR_J, 3024, "HY000", "maximum execution time"));
    return Stream.of(coded, lost, ordinaries).flatMap(all -> all).toList();
  }

  static List<Told> table() {
    return TABLE;
  }

  private static boolean differs(Told one, Told other) {
    return Arrays.stream(Phase.values())
        .anyMatch(phase -> !one.verdict(phase).equals(other.verdict(phase)));
  }

  @Test
  void tableHasTheCodesOfGroupReplicationAndGalera() {
    assertThat(TABLE).extracting(Told::code).contains(1180, 1213, 1205, 1047, 3100, 3101, 3572);
  }

  @ParameterizedTest
  @MethodSource("table")
  void failedStatementEndsAsTheTableSays(Told told) {
    for (Step step : List.of(Step.INSERT_ORDER, Step.UPDATE_STOCK)) {
      database.reset(1);
      database.fail(step, 1, told::thrown);
      if (told.mayRunAgain(Phase.IN_TRANSACTION)) {
        assertThat(desk.book("request-1")).isInstanceOf(Booked.class);
        assertBookedOnce(2);
      } else {
        assertFailsOnceAndARepeatBooks();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void refusedCommitEndsAsTheTableSays(Told told) {
    database.fail(Step.COMMIT, 1, told::thrown);

    // Where the answer leaves it open, the second run finds that nothing was stored.
    assertThat(told.in(Phase.COMMIT)).isNotEqualTo(Verdict.Action.FAIL);
    assertThat(desk.book("request-1")).isInstanceOf(Booked.class);
    assertBookedOnce(2);
  }

  @ParameterizedTest
  @MethodSource("table")
  void commitThatWasDoneIsFoundByItsRequestId(Told told) {
    if (told.in(Phase.COMMIT) != Verdict.Action.OUTCOME_UNKNOWN) {
      return;
    }
    long resolved = desk.count(EventCounter.COMMIT_RESOLVED);
    database.fail(Step.ANSWER_OF_COMMIT, 1, told::thrown);

    assertThat(desk.book("request-1")).isInstanceOf(RequestIdTaken.class);
    assertBookedOnce(2);
    assertThat(desk.count(EventCounter.COMMIT_RESOLVED)).isEqualTo(resolved + 1);
  }

  @ParameterizedTest
  @MethodSource("table")
  void sessionThatCannotBePreparedBooksNothingTwice(Told told) {
    database.fail(Step.CONNECT, 1, told::thrown);
    if (told.mayRunAgain(Phase.CONNECT)) {
      assertThat(desk.book("request-1")).isInstanceOf(Booked.class);
      assertBookedOnce(1);
      return;
    }
    // An error that says nothing of a transaction says only that this node cannot be had.
    Verdict ordinary = told.verdict(Phase.IN_TRANSACTION);
    if (ordinary.dooms() || ordinary.evicts()) {
      assertThatThrownBy(() -> desk.book("request-1")).isInstanceOf(BookingFailed.class);
      assertThat(database.orders()).isEmpty();
    } else {
      assertThat(desk.book("request-1")).isInstanceOf(Booked.class);
      assertBookedOnce(1);
    }
  }

  /**
   * Of the booking or of the giving back: however a rollback ends, no other run may book with the
   * payment.
   */
  @ParameterizedTest
  @MethodSource("table")
  void rollbackThatFailsLeavesItSoldOut(Told told) {
    database.sellOut();
    database.fail(Step.ROLLBACK, 2, told::thrown);

    assertThat(desk.book("request-1")).isEqualTo(new SoldOut("VIP"));
    assertThat(desk.givenBack()).isEqualTo(1);
    assertThat(database.orders()).isEmpty();
    assertThat(database.reached(Step.INSERT_ORDER)).isEqualTo(2);
  }

  /** A repeat that came between them has booked with the payment, which stays. */
  @Test
  void repeatThatBooksBeforeThePaymentIsGivenBackKeepsIt() {
    database.sellOut();
    database.fail(
        Step.ROLLBACK,
        1,
        () -> {
          database.storeOfAnother("request-1");
          return new SQLException("cut", "08S01");
        });

    assertThat(desk.book("request-1")).isInstanceOf(RequestIdTaken.class);
    assertThat(desk.givenBack()).isZero();
  }

  @Test
  void ticketsThatRunOutBetweenTwoRunsGiveThePaymentBackOnce() {
    database.fail(
        Step.COMMIT,
        1,
        () -> {
          database.sellOut();
          return new Told(CONNECTOR_J, 3101, "40000", "").thrown();
        });

    assertThat(desk.book("request-1")).isEqualTo(new SoldOut("VIP"));
    assertThat(desk.givenBack()).isEqualTo(1);
    assertThat(database.orders()).isEmpty();
  }

  /** The lost commit may yet arrive from another node, with an order that the payment is for. */
  @Test
  void ticketsThatRunOutAfterALostAnswerLeaveThePaymentAlone() {
    database.fail(
        Step.COMMIT,
        1,
        () -> {
          database.sellOut();
          return new Told(CONNECTOR_J, 0, "08S01", "").thrown();
        });

    assertThatThrownBy(() -> desk.book("request-1"))
        .isInstanceOf(BookingFailed.class)
        .hasMessageContaining("answer was lost");
    assertThat(desk.givenBack()).isZero();
  }

  @Test
  void numbersThatCollideAreDrawnAgain() {
    database.fail(Step.INSERT_ORDER, 1, () -> new SQLException("Duplicate", "23000", 1062));
    assertThat(desk.book("request-1")).isInstanceOf(Booked.class);
    assertBookedOnce(2);

    database.reset(1);
    database.fail(Step.INSERT_ORDER, 100, () -> new SQLException("Duplicate", "23000", 1062));
    assertThatThrownBy(() -> desk.book("request-1"))
        .isInstanceOf(BookingFailed.class)
        .hasMessageContaining("collided");
    assertThat(database.reached(Step.INSERT_ORDER)).isLessThan(10);
  }

  @Test
  void conflictsWithoutEndAreGivenUp() {
    database.fail(Step.COMMIT, 1_000, () -> new Told(CONNECTOR_J, 1213, "40001", "").thrown());
    long retries = desk.count(EventCounter.TRANSACTION_RETRY);

    assertThatThrownBy(() -> desk.book("request-1")).isInstanceOf(BookingFailed.class);
    assertThat(database.reached(Step.COMMIT)).isEqualTo(MOST_RUNS);
    assertThat(desk.count(EventCounter.TRANSACTION_RETRY)).isEqualTo(retries + MOST_RUNS - 1);
    assertThat(desk.givenBack()).isZero();
  }

  @Test
  void nothingBeginsAfterTheDeadline() {
    assertThatThrownBy(() -> desk.book("request-1", Duration.ZERO))
        .isInstanceOf(BookingFailed.class)
        .hasMessageContaining("no time");
    assertThat(database.reached(Step.CONNECT)).isZero();
  }

  private static void assertFailsOnceAndARepeatBooks() {
    assertThatThrownBy(() -> desk.book("request-1")).isInstanceOf(BookingFailed.class);
    assertThat(database.reached(Step.INSERT_ORDER)).isEqualTo(1);
    assertThat(database.orders()).isEmpty();
    assertThat(desk.givenBack()).as("the payment stays authorised").isZero();

    assertThat(desk.book("request-1")).isInstanceOf(Booked.class);
    assertBookedOnce(2);
  }

  private static void assertBookedOnce(int inserts) {
    assertThat(database.orders()).containsExactly("request-1");
    assertThat(database.available()).isZero();
    assertThat(database.reached(Step.INSERT_ORDER)).isEqualTo(inserts);
    assertThat(desk.givenBack()).isZero();
  }
}
