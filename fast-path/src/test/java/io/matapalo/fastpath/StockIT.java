package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.stock.StockCount;
import io.matapalo.fastpath.stock.StockRows;
import io.matapalo.fastpath.stock.StockStatements;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.router.ReplicaRouter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Stock of several ticket types by one statement: its locks, its plan, and who ran out. */
final class StockIT extends StartedTurnstile {

  /** The server shows the statement that waits, with its values. */
  @Test
  void theTakingStatementIsARangeOverThePrimaryKey() throws Exception {
    String taking =
        whileItWaits("it-plan-3", "EV-0050", "VIP", "1", "SEATED", "2", "STANDING", "2");

    assertThat(taking).contains("IN (197,198,200)");
    assertThat(plan(taking)).containsExactly("stock|range|PRIMARY|3");
    assertThat(plan(whileItWaits("it-plan-1", "EV-0050", "VIP", "1")))
        .containsExactly("stock|range|PRIMARY|1");
  }

  /** A table of four rows, where the server would else rather scan and lock it whole. */
  @Test
  void itIsARangeInTheSmallestTableToo() throws Exception {
    String taking =
        whileItWaits("it-plan-small", "EV-0051", "VIP", "1", "SEATED", "2", "STANDING", "2");
    stack.update("CREATE TABLE small_stock LIKE stock");
    stack.update(
        "INSERT INTO small_stock SELECT * FROM stock WHERE ticket_type_id BETWEEN 201 AND 204");
    stack.rows("ANALYZE TABLE small_stock");

    String small = taking.replace("UPDATE stock", "UPDATE small_stock");
    assertThat(plan(small)).containsExactly("small_stock|range|PRIMARY|3");
  }

  private static String whileItWaits(String requestId, String event, String... lines)
      throws Exception {
    long vip = vipOf(Long.parseLong(event.substring(3)));
    try (Rival rival = Rival.holding(stack, vip);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> purchase =
          threads.submit(() -> client.purchase(requestId, event, lines));
      awaitLockWait();
      String waiting =
          stack
              .rows(
                  "SELECT info FROM information_schema.processlist WHERE info LIKE 'UPDATE stock%'")
              .getFirst();
      rival.letGo();
      assertThat(purchase.get().status()).isEqualTo(200);
      return waiting;
    }
  }

  private static List<String> plan(String statement) throws SQLException {
    return stack.rows("EXPLAIN " + statement).stream()
        .map(row -> row.split("\\|", -1))
        .map(column -> column[2] + "|" + column[3] + "|" + column[5] + "|" + column[8])
        .toList();
  }

  /** Ids decide, not the lines: a writer that waits holds no row behind the one it waits for. */
  @Test
  void rowsAreLockedInTheOrderOfTheirIds() throws Exception {
    long standing = vipOf(52) - 3;
    try (Rival rival = Rival.holding(stack, standing + 1);
        Rival other = Rival.of(stack);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> purchase =
          threads.submit(() ->
              client.purchase("it-order-1", "EV-0052", "VIP", "1", "SEATED", "1", "STANDING", "1"));
      awaitLockWait();

      other.execute(lockNow(vipOf(52)));
      other.letGo();
      assertThatThrownBy(() -> other.execute(lockNow(standing))).isInstanceOf(SQLException.class);
      other.letGo();
      rival.letGo();
      assertThat(purchase.get().status()).isEqualTo(200);
    }
  }

  private static String lockNow(long ticketTypeId) {
    return "SELECT * FROM stock WHERE ticket_type_id = " + ticketTypeId + " FOR UPDATE NOWAIT";
  }

  /** The first in the order of the request, though another one has the lower id. */
  @Test
  void whoRanOutIsSaidInTheOrderOfTheRequest() throws Exception {
    long vip = vipOf(53);
    long voids = stack.payments.voids();
    SoapClient.Answer answer;
    try (Rival rival = Rival.holding(stack, vip - 3);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> purchase =
          threads.submit(() ->
              client.purchase(
                  "it-culprit-1", "EV-0053", "BALCONY", "1", "VIP", "2", "STANDING", "1"));
      awaitLockWait();
      rival.execute("UPDATE stock SET available = 0 WHERE ticket_type_id = " + (vip - 3));
      rival.execute("UPDATE stock SET available = 1 WHERE ticket_type_id = " + vip);
      rival.commit();
      answer = purchase.get();
    }

    assertThat(answer.text("message")).isEqualTo("not enough tickets of type VIP");
    assertThat(stack.payments.voids()).isEqualTo(voids + 1);
    assertThat(left(vip - 3, vip))
        .as("nothing is taken")
        .containsExactly("0|0", "1000000|0", "1000000|0", "1|0");
  }

  @Test
  void whereNobodyLacksAnyLongerItIsTheOneWithTheLeast() throws Exception {
    stack.update("UPDATE stock SET available = 5 WHERE ticket_type_id = ?", vipOf(54));
    stack.update("UPDATE stock SET available = 3 WHERE ticket_type_id = ?", vipOf(54) - 1);
    try (ReplicaRouter router = ReplicaRouter.create(RouterSettings.of(stack.config()))) {
      Meters meters = new Meters(new SimpleMeterRegistry(), new Counters());
      StockRows stock = new StockRows(new Database(router.dataSource(), meters));
      StockCount vip = new StockCount(vipOf(54), 2);
      StockCount balcony = new StockCount(vipOf(54) - 1, 2);
      StockCount seated = new StockCount(vipOf(54) - 2, 2);

      assertThat(stock.ranOut(List.of(vip, balcony, seated))).isEqualTo(balcony);
      assertThat(stock.ranOut(List.of(seated, new StockCount(-1, 1))))
          .extracting(StockCount::ticketTypeId)
          .isEqualTo(-1L);
    }
  }

  @Test
  void givesBackWhatWasTakenAndNothingWhereThereIsNoStock() throws SQLException {
    long vip = vipOf(55);
    try (Connection connection = stack.connect()) {
      StockStatements statements = new StockStatements(connection);
      assertThat(statements.take(List.of(new StockCount(vip, 3), new StockCount(vip - 1, 2))))
          .isTrue();
      statements.giveBack(List.of(new StockCount(vip, 1), new StockCount(vip, 1)));
      assertThat(left(vip - 1, vip)).containsExactly("999998|1", "999999|2");
      assertThat(statements.take(List.of(new StockCount(vip, 1_000_000)))).isFalse();
      assertThatThrownBy(() -> statements.giveBack(List.of(new StockCount(900_000, 1))))
          .hasMessageContaining("900000");
    }
  }

  private static List<String> left(long from, long to) throws SQLException {
    return stack.rows(
        "SELECT available, version FROM stock WHERE ticket_type_id BETWEEN ? AND ? ORDER BY"
            + " ticket_type_id",
        from,
        to);
  }
}
