package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purchases on a group of MySQL servers, each of which takes writes. */
@Tag("deep")
final class LostCertificationIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static GroupReplication group;
  private static TurnstileStack stack;

  @BeforeAll
  static void start() {
    Optional<String> reason = MySql.whyNotHere();
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    group =
        GroupReplication.start(
            ServerConfig.inFolder(TestFolders.fresh("purchases-on-a-group"))
                .withOptions(
                    // Liquibase's own tables have none, and a group takes no such table.
                    "--sql-generate-invisible-primary-key=ON",
                    // The rows of the baseline are numbered one by one.
                    "--loose-group-replication-auto-increment-increment=1"));
    group.createDatabase("turnstile");
    String all = group.jdbcUrl("turnstile").replaceFirst("^jdbc:", "jdbc:matapalo:");
    String routed =
        all
            + "&matapalo.topology=multi-primary&matapalo.instance=it&matapalo.node=node-1"
            // Long enough for the other node's change to arrive between two runs.
            + "&matapalo.retry.base=1s&matapalo.retry.long-base=1s&matapalo.retry.cap=1s";
    stack =
        TurnstileStack.on(
            new TurnstileDatabase(
                group.server(0).jdbcUrl("turnstile"), routed, group.user(), group.password()),
            group,
            folder);
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  /**
   * The other node's change of the stock is certified and cannot be applied here while a table of
   * the same transaction is locked. So the purchase works on the row as it was, and the group
   * refuses its commit with 3101.
   */
  @Test
  void purchaseThatLosesCertificationIsSoldByAnotherRun() throws Exception {
    MySql here = group.server(0);
    MySql there = group.server(1);
    execute(
        there, "CREATE TABLE gate (id INT PRIMARY KEY, n INT)", "INSERT INTO gate VALUES (1, 0)");
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> number(here, "SELECT COUNT(*) FROM turnstile.gate") == 1);
    long payments = stack.payments.payments();
    long captures = stack.payments.captures();
    long refused = refusedCommits(here);
    SoapClient.Answer answer;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection locking = here.connect("turnstile");
        Statement lock = locking.createStatement()) {
      lock.execute("LOCK TABLES gate READ");
      changeStockAndGate(there);
      Future<SoapClient.Answer> purchase =
          threads.submit(
              () -> stack.client().purchase("it-certification-1", "EV-0040", "VIP", "1"));
      await().atMost(SOON).until(() -> refusedCommits(here) > refused);
      lock.execute("UNLOCK TABLES");
      answer = purchase.get(60, TimeUnit.SECONDS);
    }

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("PAID");
    assertThat(stack.server.counters().valueOf(EventCounter.TRANSACTION_RETRY)).isPositive();
    assertThat(stack.payments.payments()).as("authorised once").isEqualTo(payments + 1);
    assertThat(stack.payments.captures()).isEqualTo(captures + 1);
    assertThat(stack.payments.voids()).isZero();
    assertThat(stack.rows("SELECT status FROM orders WHERE request_id = 'it-certification-1'"))
        .containsExactly("PAID");
    assertThat(
            stack.rows("SELECT available, version FROM stock WHERE ticket_type_id = ?", vipOf(40)))
        .as("both changes are kept")
        .containsExactly("999999|2");
  }

  private static void changeStockAndGate(MySql there) throws SQLException {
    try (Connection connection = there.connect("turnstile");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate("UPDATE gate SET n = n + 1");
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id = " + vipOf(40));
      connection.commit();
    }
  }

  private static void execute(MySql member, String... statements) throws SQLException {
    try (Connection connection = member.connect("turnstile");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static long refusedCommits(MySql member) throws SQLException {
    return number(
        member,
        "SELECT count_conflicts_detected FROM performance_schema.replication_group_member_stats"
            + " WHERE member_id = @@server_uuid");
  }

  private static long number(MySql member, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                member.jdbcUrl(""), member.administrator(), member.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
