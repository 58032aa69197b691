package io.matapalo.router.freshness;

import io.matapalo.router.consistency.MariaDbGtids;
import io.matapalo.router.consistency.MySqlGtids;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A MariaDB server, or a member of a MySQL group, as far as marks ask it: positions are set by the
 * test.
 */
final class FakeServer {

  final List<String> questions = new ArrayList<>();
  volatile String uid = "one";
  volatile long uptime = 100;
  volatile String logged = "";
  volatile String applied = "";
  volatile boolean dead;

  /** A member of a group; it has executed what {@link #applied} says. */
  volatile boolean member;

  /** What the group has ordered; a barrier makes the member apply it. */
  volatile String ordered = "";

  private volatile boolean appliesBefore;

  volatile boolean hasMajority = true;
  volatile int queued;

  /** Runs while the server makes somebody wait for a position. */
  volatile Runnable whileWaiting = () -> {};

  Connection connect() throws SQLException {
    if (dead) {
      throw new SQLException("connection refused", "08001");
    }
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "createStatement" -> statement();
              case "isWrapperFor" -> false;
              case "hashCode" -> System.identityHashCode(self);
              case "equals" ->
                  System.identityHashCode(self) == System.identityHashCode(arguments[0]);
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** Questions asked since the last call, those at the opening of a connection left out. */
  List<String> asked() {
    List<String> asked =
        questions.stream()
            .filter(sql -> !sql.contains("VARIABLES") && !sql.contains("Uptime"))
            .filter(sql -> !sql.contains("UNIX_TIMESTAMP"))
            .toList();
    questions.clear();
    return asked;
  }

  private Statement statement() {
    AtomicReference<List<List<String>>> answer = new AtomicReference<>(List.of());
    return proxy(
        Statement.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "execute" -> {
                questions.add((String) arguments[0]);
                answer.set(answer((String) arguments[0]));
                yield true;
              }
              case "getResultSet" -> rows(answer.get());
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private List<List<String>> answer(String sql) throws SQLException {
    if (dead) {
      throw new SQLException("connection reset", "08S01");
    }
    if (sql.startsWith("SHOW GLOBAL VARIABLES")) {
      return variables();
    }
    if (sql.contains("Uptime")) {
      return List.of(List.of("Uptime", "" + uptime));
    }
    if (sql.contains("UNIX_TIMESTAMP")) {
      return List.of(List.of("1000000"));
    }
    return member ? memberAnswer(sql) : mariaDbAnswer(sql);
  }

  private List<List<String>> memberAnswer(String sql) throws SQLException {
    if (sql.startsWith("SELECT WAIT_FOR_EXECUTED_GTID_SET")) {
      String wanted = sql.substring(sql.indexOf('\'') + 1, sql.lastIndexOf('\''));
      boolean reached = MySqlGtids.parse(applied).contains(MySqlGtids.parse(wanted));
      return List.of(List.of(reached ? "0" : "1"));
    }
    if (sql.startsWith("START TRANSACTION")) {
      if (!hasMajority) {
        throw new SQLException("read timed out", "08S01");
      }
      if (appliesBefore) {
        applied = MySqlGtids.parse(applied).union(MySqlGtids.parse(ordered)).text();
      }
      return List.of();
    }
    if (sql.equals("SET SESSION group_replication_consistency = 'BEFORE'")) {
      appliesBefore = true;
      return List.of();
    }
    if (sql.equals("COMMIT")) {
      return List.of();
    }
    if (sql.contains("gtid_owned")) {
      return List.of(List.of(""));
    }
    if (sql.contains("gtid_executed")) {
      return List.of(List.of(applied));
    }
    if (sql.contains("replication_group_member_stats")) {
      return List.of(List.of("" + queued));
    }
    throw new SQLException("what is " + sql);
  }

  private List<List<String>> mariaDbAnswer(String sql) throws SQLException {
    if (sql.startsWith("SELECT MASTER_GTID_WAIT")) {
      whileWaiting.run();
      String wanted = sql.substring(sql.indexOf('\'') + 1, sql.lastIndexOf('\''));
      return List.of(List.of(has(wanted) ? "0" : "-1"));
    }
    if (sql.equals("SELECT @@gtid_binlog_pos, @@gtid_slave_pos")) {
      return List.of(List.of(logged, applied));
    }
    if (sql.equals("SHOW MASTER STATUS")) {
      return List.of(List.of("bin.000001", "500"));
    }
    if (sql.contains("binlog_snapshot")) {
      return List.of(List.of("f", "bin.000001"), List.of("p", "500"));
    }
    throw new SQLException("what is " + sql);
  }

  private boolean has(String wanted) {
    return MariaDbGtids.parse(applied).contains(MariaDbGtids.parse(wanted));
  }

  private List<List<String>> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("version", member ? "9.7.4" : "10.11.9-MariaDB");
    variables.put(member ? "server_uuid" : "server_uid", uid);
    variables.put("group_replication_group_name", member ? "group" : "");
    variables.put("log_bin", "ON");
    variables.put("log_slave_updates", "ON");
    List<List<String>> rows = new ArrayList<>();
    variables.forEach((name, value) -> rows.add(List.of(name, value)));
    return rows;
  }

  private static ResultSet rows(List<List<String>> rows) {
    Iterator<List<String>> all = rows.iterator();
    AtomicReference<List<String>> row = new AtomicReference<>(List.of());
    return proxy(
        ResultSet.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "next" -> {
                boolean more = all.hasNext();
                row.set(more ? all.next() : List.of());
                yield more;
              }
              case "getString" -> row.get().get((Integer) arguments[0] - 1);
              case "getMetaData" -> columns(rows.isEmpty() ? 0 : rows.getFirst().size());
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static ResultSetMetaData columns(int count) {
    return proxy(ResultSetMetaData.class, (self, method, arguments) -> count);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeServer.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
