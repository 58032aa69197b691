package io.matapalo.recorder.doors;

import io.matapalo.recorder.doors.Door.Served;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The doors of JDBC, each with the statements that go through it. Stateless. */
final class Doors {

  private static final String MULTI = "&allowMultiQueries=true";
  private static final String SELECT = "select name from book where id = ?";
  private static final String INSERT = "insert into book (name) values (?)";
  private static final String UPDATE = "update book set name = ? where id = ?";

  private Doors() {}

  static List<Door> all() {
    return Stream.of(
            single(),
            preparedByServer(),
            callsAndSavepoints(),
            batches(),
            unlikeBatches(),
            several(),
            severalInOtherWays(),
            results(),
            children(),
            failures(),
            driverRefusals())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Door> single() {
    return List.of(
        Door.of(
            "executeQuery",
            "select=1",
            on -> {
              try (Statement statement = on.createStatement()) {
                read(statement.executeQuery("select id from book"));
              }
            }),
        Door.of(
            "executeUpdate, executeLargeUpdate",
            "insert=1 update=1",
            on -> {
              try (Statement statement = on.createStatement()) {
                statement.executeUpdate("insert into book (name) values ('x')");
                statement.executeLargeUpdate("update book set name = 'y' where id = 1");
              }
            }),
        Door.of("prepared, all kinds of execute", "select=3 insert=2", Doors::prepared));
  }

  private static List<Door> preparedByServer() {
    return List.of(
        Door.of(
                "prepared by the server, run three times",
                "select=3",
                on -> {
                  try (PreparedStatement select = on.prepareStatement(SELECT)) {
                    for (int id = 1; id <= 3; id++) {
                      select.setInt(1, id);
                      read(select.executeQuery());
                    }
                  }
                })
            .with("&useServerPrepStmts=true"),
        Door.of(
                "cursor, one row a fetch",
                "select=1",
                on -> {
                  on.setAutoCommit(false);
                  try (PreparedStatement select = on.prepareStatement("select id from book")) {
                    select.setFetchSize(1);
                    read(select.executeQuery());
                  }
                  on.rollback();
                })
            .with("&useCursorFetch=true&useServerPrepStmts=true"));
  }

  private static List<Door> callsAndSavepoints() {
    return List.of(
        Door.of(
                "CALL of a procedure",
                "other=1",
                on -> {
                  try (CallableStatement call = on.prepareCall("{call nothing(?)}")) {
                    call.setInt(1, 1);
                    call.execute();
                  }
                })
            .served(Served.MORE),
        Door.of(
            "savepoint, rollback to it, release",
            "other=3",
            on -> {
              on.setAutoCommit(false);
              Savepoint one = on.setSavepoint("one");
              on.rollback(one);
              on.releaseSavepoint(one);
              on.rollback();
            }));
  }

  private static void prepared(Connection on) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(SELECT);
        PreparedStatement insert = on.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
      select.setInt(1, 1);
      read(select.executeQuery());
      read(select.executeQuery());
      insert.setString(1, "a");
      insert.executeUpdate();
      read(insert.getGeneratedKeys());
      insert.executeLargeUpdate();
      select.execute();
      read(select.getResultSet());
    }
  }

  private static List<Door> batches() {
    return List.of(
        Door.of("batch of 3", "insert=3", Doors::batch),
        Door.of(
            "large batch of 3",
            "insert=3",
            on -> {
              try (PreparedStatement insert = threeInserts(on)) {
                insert.executeLargeBatch();
              }
            }),
        Door.of("batch of 3, rewritten", "insert=3", Doors::batch)
            .with("&rewriteBatchedStatements=true")
            .served(Served.FEWER),
        Door.of("batch of 3, in bulk", "insert=3", Doors::batch)
            .with("&useBulkStmts=true&useServerPrepStmts=true")
            .served(Served.FEWER));
  }

  private static List<Door> unlikeBatches() {
    return List.of(
        Door.of(
            "batch of texts",
            "insert=1 update=1 delete=1",
            on -> {
              try (Statement statement = on.createStatement()) {
                statement.addBatch("insert into book (name) values ('x')");
                statement.addBatch("update book set name = 'y' where id = 1");
                statement.addBatch("delete from book where id = 2");
                statement.executeBatch();
              }
            }),
        Door.of(
            "empty batch, cleared batch",
            "",
            on -> {
              try (PreparedStatement insert = threeInserts(on);
                  Statement statement = on.createStatement()) {
                insert.clearBatch();
                insert.executeBatch();
                statement.executeBatch();
              }
            }),
        Door.of(
            "batch of 3 whose second fails",
            "insert=3",
            on -> {
              try (PreparedStatement insert =
                  on.prepareStatement("insert into book (id, name) values (?, 'x')")) {
                for (int id : new int[] {11, 1, 12}) {
                  insert.setInt(1, id);
                  insert.addBatch();
                }
                refused(insert::executeBatch);
              }
            }));
  }

  private static void batch(Connection on) throws SQLException {
    try (PreparedStatement insert = threeInserts(on)) {
      insert.executeBatch();
    }
  }

  private static PreparedStatement threeInserts(Connection on) throws SQLException {
    PreparedStatement insert = on.prepareStatement(INSERT);
    for (String name : List.of("a", "b", "c")) {
      insert.setString(1, name);
      insert.addBatch();
    }
    return insert;
  }

  private static List<Door> several() {
    return List.of(
        Door.of(
                "four statements in a text",
                "insert=1 update=1 delete=1 select=1",
                on ->
                    execute(
                        on,
                        "insert into book (name) values ('a;b'); update book set name = 'c';"
                            + " delete from book where id = 3; select count(*) from book"))
            .with(MULTI),
        Door.of(
                "four updates in a prepared text",
                "update=4",
                on -> {
                  String four = String.join("; ", List.of(UPDATE, UPDATE, UPDATE, UPDATE));
                  try (PreparedStatement update = on.prepareStatement(four)) {
                    for (int i = 0; i < 4; i++) {
                      update.setString(2 * i + 1, "n" + i);
                      update.setInt(2 * i + 2, i);
                    }
                    update.executeUpdate();
                  }
                })
            .with(MULTI));
  }

  private static List<Door> severalInOtherWays() {
    return List.of(
        Door.of(
                "batch of 2 texts of 2 statements",
                "update=2 delete=2",
                on -> {
                  try (Statement statement = on.createStatement()) {
                    statement.addBatch(
                        "delete from book where id = 1; delete from book where id = 2");
                    statement.addBatch("update book set name = 'x'; update book set name = 'y'");
                    statement.executeBatch();
                  }
                })
            .with(MULTI),
        Door.of(
                "two statements in a text, the first fails",
                "delete=1",
                on -> refused(() -> execute(on, "delete from nowhere; delete from book")))
            .with(MULTI));
  }

  private static List<Door> results() {
    return List.of(
        updatable(
            "updatable result, row updated",
            "select=1 update=1",
            rows -> {
              rows.updateString(2, "changed");
              rows.updateRow();
            }),
        updatable(
            "updatable result, row inserted",
            "select=1 insert=1",
            rows -> {
              rows.moveToInsertRow();
              rows.updateInt(1, 77);
              rows.updateString(2, "new");
              rows.insertRow();
            }),
        updatable("updatable result, row deleted", "select=1 delete=1", ResultSet::deleteRow),
        updatable("updatable result, row refreshed", "select=2", ResultSet::refreshRow));
  }

  private interface Change {
    void of(ResultSet rows) throws SQLException;
  }

  private static Door updatable(String title, String told, Change change) {
    return Door.of(
            title,
            told,
            on -> {
              try (Statement statement =
                      on.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                  ResultSet rows = statement.executeQuery("select id, name from book")) {
                rows.next();
                change.of(rows);
              }
            })
        .served(Served.MORE);
  }

  private static List<Door> children() {
    return List.of(
        Door.of(
            "taken back from a result",
            "select=2 update=1",
            on -> {
              try (Statement statement = on.createStatement();
                  ResultSet rows = statement.executeQuery("select id from book")) {
                Statement again = Objects.requireNonNull(rows.getStatement());
                read(again.executeQuery("select 1"));
                execute(again.getConnection(), "update book set name = 'z' where id = 1");
              }
            }),
        Door.of(
            "taken back from a prepared statement",
            "insert=1 delete=1",
            on -> {
              try (PreparedStatement insert = on.prepareStatement(INSERT)) {
                insert.setString(1, "k");
                insert.executeUpdate();
                execute(insert.getConnection(), "delete from book where id = 1");
              }
            }),
        Door.of(
            "taken back from metadata",
            "delete=1",
            on -> execute(on.getMetaData().getConnection(), "delete from book where id = 1")),
        Door.of(
            "unwrapped to the interfaces of JDBC",
            "select=2",
            on -> {
              try (Statement statement = on.unwrap(Connection.class).createStatement()) {
                Statement same = statement.unwrap(Statement.class);
                ResultSet rows = same.executeQuery("select id from book").unwrap(ResultSet.class);
                read(Objects.requireNonNull(rows.getStatement()).executeQuery("select 2"));
              }
            }));
  }

  private static List<Door> failures() {
    return List.of(
        Door.of(
            "refused by the server: no such table",
            "delete=1",
            on -> refused(() -> execute(on, "delete from nowhere"))),
        Door.of(
            "refused by the server: key twice",
            "insert=1",
            on -> refused(() -> execute(on, "insert into book (id) values (1)"))));
  }

  private static List<Door> driverRefusals() {
    return List.of(
        Door.of(
            "refused by the driver: value missing",
            "",
            on -> {
              try (PreparedStatement insert = on.prepareStatement(INSERT)) {
                refused(insert::executeUpdate);
              }
            }),
        Door.of(
            "refused by the driver: closed",
            "",
            on -> {
              PreparedStatement insert = threeInserts(on);
              insert.close();
              refused(insert::executeUpdate);
              refused(insert::executeBatch);
              on.close();
              refused(on::createStatement);
            }),
        Door.of(
                "executeUpdate of a select, executeQuery of an update",
                "",
                on -> {
                  try (Statement statement = on.createStatement()) {
                    refused(() -> statement.executeUpdate("select id from book"));
                    refused(
                        () -> statement.executeQuery("update book set name = 'q' where id = 1"));
                  }
                })
            .served(Served.AS_SENT));
  }

  /** Runs a text by {@code execute} and takes all its results. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean isResult = statement.execute(sql);
      while (isResult || statement.getUpdateCount() >= 0) {
        isResult = statement.getMoreResults();
      }
    }
  }

  private interface Call {
    void run() throws SQLException;
  }

  /** Some drivers take what others refuse; what the server ran, the server tells. */
  private static void refused(Call call) {
    try {
      call.run();
    } catch (SQLException e) {
      // That it is refused is what the door is about.
      return;
    }
  }

  private static void read(ResultSet rows) throws SQLException {
    try (rows) {
      while (rows.next()) {
        rows.getString(1);
      }
    }
  }
}
