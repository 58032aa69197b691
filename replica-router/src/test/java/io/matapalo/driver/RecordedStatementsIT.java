package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.OrderBook;
import com.mysql.cj.jdbc.MysqlDataSource;
import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.counting.UnitReport.RecordedStatement;
import io.matapalo.recorder.jdbc.RecordingDataSource;
import io.matapalo.recorder.trace.SqlTrace;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recorder tells of plain JDBC code over real connections, with both drivers. */
final class RecordedStatementsIT {

  private static final String CARD = "4111111111111111";

  @TempDir static Path folder;
  private static MariaDb server;

  @BeforeAll
  static void start() throws SQLException {
    server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("shop");
    run(
        "CREATE TABLE book (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40)) ENGINE=InnoDB",
        "CREATE PROCEDURE twice(IN n INT, OUT m INT) SET m = 2 * n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    run("TRUNCATE book", "INSERT INTO book (name) VALUES ('a'), ('b'), ('c')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void namesTheNPlusOneOfPlainJdbc(String vendor) throws Exception {
    try (Connection connection = connect(vendor)) {
      OrderBook book = new OrderBook(connection);
      SqlTrace trace = SqlTrace.of(() -> assertThat(book.names(1, 2, 3, 3)).hasSize(4));

      trace.expectStatements(4).expectSelects(4);
      assertThat(trace.report().totals().nPlusOne()).isEqualTo(4);
      assertThat(trace.report().totals().duplicates()).isEqualTo(1);
      assertThat(trace.report().totals().rowsRead()).isEqualTo(4);
      assertThat(trace.report().totals().databaseNanos())
          .isPositive()
          .isLessThan(trace.report().totals().elapsedNanos());
      assertThatThrownBy(trace::noNPlusOne)
          .hasMessageContaining("select name from book where id = ?")
          .hasMessageContaining("at OrderBook.name:35 < OrderBook.names:26");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void countsEntriesOfRewrittenBatchesSingly(String vendor) throws Exception {
    try (Connection connection = connect(vendor)) {
      OrderBook book = new OrderBook(connection);
      long before = serverInserts(connection);
      SqlTrace trace = SqlTrace.of(() -> book.addAll("x", "y", "z", "z"));
      long sent = serverInserts(connection) - before;

      trace.expectInserts(4).expectStatements(4).noNPlusOne();
      assertThat(sent).as("inserts that reached the server").isLessThan(4);
      assertThat(trace.report().totals().rowsWritten()).isEqualTo(4);
      assertThat(trace.report().totals().rowsRead()).isZero();
      assertThat(trace.report().totals().duplicates()).isEqualTo(1);
      assertThat(trace.report().statements()).allMatch(RecordedStatement::inBatch);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void countsRowsHoweverTheyAreAskedFor(String vendor) throws Exception {
    try (Connection connection = connect(vendor)) {
      OrderBook book = new OrderBook(connection);
      UnitReport read = SqlTrace.of(() -> assertThat(book.countByHand()).isEqualTo(3)).report();
      assertThat(read.totals().rowsRead()).isEqualTo(3);
      assertThat(read.statements().getFirst().rows()).isEqualTo(3);

      SqlTrace write =
          SqlTrace.of(() -> {
            assertThat(book.add("d")).isEqualTo(1);
            assertThat(book.rename("d", "a")).isEqualTo(1);
            assertThat(book.rename("a", "e")).isEqualTo(2);
          });
      write.expectInserts(1).expectUpdates(2);
      assertThat(write.report().totals().rowsWritten()).isEqualTo(4);
      assertThat(write.report().totals().rowsRead()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void countsCallsAndFailuresAndRollbacks(String vendor) throws Exception {
    String operation = "RecordedIT.calls." + vendor;
    try (Connection connection = connect(vendor);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      OrderBook book = new OrderBook(connection);
      SqlRecorder.record(
          operation,
          () -> {
            assertThat(book.twice(4)).isEqualTo(8);
            assertThat(book.twice(4)).isEqualTo(8);
            assertThat(book.twice(5)).isEqualTo(10);
            assertThatThrownBy(() -> statement.executeQuery("SELECT nothing FROM nowhere"))
                .isInstanceOf(SQLException.class);
            connection.rollback();
            return "";
          });
    }
    assertThat(jsonOf(operation))
        .contains("\"select\":1,\"insert\":0,\"update\":0,\"delete\":0,\"other\":3},\"commits\":0")
        .contains("\"rollbacks\":1,\"failed\":1")
        .contains("\"sql\":\"{ call twice(?, ?) }\",\"executions\":3,\"duplicates\":1,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void countsWhatSeveralThreadsOfOneRequestRun(String vendor) throws Exception {
    SqlTrace trace =
        SqlTrace.of(() -> {
          try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              all.add(
                  pool.submit(() -> {
                    try (Connection connection = connect(vendor)) {
                      return new OrderBook(connection).names(1, 2);
                    }
                  }));
            }
            for (Future<?> one : all) {
              one.get(60, TimeUnit.SECONDS);
            }
          }
        });
    trace.expectSelects(24);
    assertThat(trace.report().totals().duplicates()).isEqualTo(22);
    assertThat(trace.report().totals().rowsRead()).isEqualTo(24);
    assertThat(trace.report().statements().stream().map(RecordedStatement::thread).distinct())
        .hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void keepsNoValueInClear(String vendor) throws Exception {
    String operation = "RecordedIT.values." + vendor;
    SqlTrace trace =
        SqlTrace.of(
            operation,
            () ->
                SqlRecorder.record(
                    operation,
                    () -> {
                      try (Connection connection = connect(vendor);
                          Statement statement = connection.createStatement()) {
                        new OrderBook(connection).add(CARD);
                        statement.executeUpdate(
                            "INSERT INTO book (name) VALUES ('" + CARD + "') /* " + CARD + " */");
                      }
                      return "";
                    }));
    assertThat(SqlRecorder.snapshotJson()).contains(operation).doesNotContain(CARD);
    assertThat(SqlRecorder.statementsJson(operation))
        .contains("insert into book(name) values (?)")
        .doesNotContain(CARD);
    assertThat(SqlRecorder.prometheusText()).doesNotContain(CARD);
    assertThat(trace.text()).doesNotContain(CARD);
  }

  @Test
  void recordsOverAWrappedDataSource() throws Exception {
    MysqlDataSource plain = new MysqlDataSource();
    plain.setUrl(server.jdbcUrl("shop"));
    plain.setUser(server.user());
    plain.setPassword(server.password());
    DataSource recording = RecordingDataSource.around(plain);
    assertThat(recording.unwrap(MysqlDataSource.class)).isSameAs(plain);
    String operation = "RecordedIT.wrapped";
    SqlRecorder.record(
        operation,
        () -> {
          try (Connection connection = recording.getConnection()) {
            return new OrderBook(connection).names(1);
          }
        });
    assertThat(jsonOf(operation))
        .contains(
            "\"statements\":{\"select\":1,", "\"connections\":0,", "\"connectionsBorrowed\":1,")
        .doesNotContain("\"connectionWaitNanos\":0,");
  }

  @Test
  void countsConnectionsThatTheDriverOpens() throws Exception {
    String operation = "RecordedIT.opened";
    SqlRecorder.record(
        operation,
        () -> {
          try (Connection one = connect("mysql");
              Connection other = connect("mariadb")) {
            return one.isValid(30) && other.isValid(30);
          }
        });
    assertThat(jsonOf(operation))
        .contains("\"connections\":2,")
        .doesNotContain("\"connectNanos\":0,");
  }

  private static String jsonOf(String operation) {
    String json = SqlRecorder.snapshotJson();
    int from = json.indexOf("{\"operation\":\"" + operation + "\"");
    assertThat(from).as(operation).isNotNegative();
    return json.substring(from, json.indexOf("\"digestsDropped\":", from));
  }

  private static long serverInserts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW SESSION STATUS LIKE 'Com_insert'")) {
      assertThat(row.next()).isTrue();
      return row.getLong(2);
    }
  }

  private static void run(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl("shop"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(String vendor) throws SQLException {
    String url = server.jdbcUrl("shop").replace("jdbc:mysql:", "jdbc:matapalo:" + vendor + ":");
    String more = vendor.equals("mariadb") ? "&sslMode=disable" : "";
    return DriverManager.getConnection(url + more, server.user(), server.password());
  }
}
