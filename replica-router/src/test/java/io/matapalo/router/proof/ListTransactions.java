package io.matapalo.router.proof;

import io.matapalo.router.connection.CommitOutcomeUnknownException;
import io.matapalo.router.proof.history.HistoryLine;
import io.matapalo.router.proof.history.HistoryTransaction;
import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import io.matapalo.router.proof.history.Operation;
import io.matapalo.router.proof.history.Operation.Append;
import io.matapalo.router.proof.history.Operation.Read;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions of reads and appends on the lists of table {@code list} and writes down what
 * came of them. Chance decides what they do; each is tried once. Confined to a thread.
 */
final class ListTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(ListTransactions.class);
  private static final int KEYS_AT_ONCE = 4;
  private static final int MOST_OPERATIONS = 4;
  private static final double READ_ONLY_SHARE = 0.3;

  /** A row as this transaction knows it. */
  private record Row(String elements, int version) {}

  /** Somebody was faster. */
  private static final class VersionChangedException extends SQLException {
    private static final long serialVersionUID = 1L;
  }

  private final DataSource database;
  private final int isolation;
  private final Guard guard;
  private final RandomGenerator chance;
  private final ElementNumbers numbers;

  /** Where elements that nobody else uses come from. */
  interface ElementNumbers {
    int next();
  }

  ListTransactions(
      DataSource database,
      int isolation,
      Guard guard,
      RandomGenerator chance,
      ElementNumbers numbers) {
    this.database = database;
    this.isolation = isolation;
    this.guard = guard;
    this.chance = chance;
    this.numbers = numbers;
  }

  /** One transaction on some of the lists from {@code firstKey} on. */
  HistoryTransaction run(String name, int firstKey) {
    boolean readOnly = chance.nextDouble() < READ_ONLY_SHARE;
    List<Operation> done = new ArrayList<>();
    long begun = System.nanoTime();
    Outcome outcome = Outcome.FAIL;
    try (Connection connection = database.getConnection()) {
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(false);
      try {
        operate(connection, readOnly, firstKey, done);
        outcome = commit(connection);
      } finally {
        if (outcome != Outcome.OK) {
          rollBack(connection);
        }
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
      }
    } catch (SQLException e) {
      // Before COMMIT was sent nothing is stored; commit() tells the rest.
      return new HistoryTransaction(name, outcome, begun, System.nanoTime(), done);
    }
    return new HistoryTransaction(name, outcome, begun, System.nanoTime(), done);
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("the connection is closed next, and its server rolls back by itself", e);
    }
  }

  /** By promise 5: what is not told as unknown is not stored. */
  private static Outcome commit(Connection connection) {
    try {
      connection.commit();
      return Outcome.OK;
    } catch (CommitOutcomeUnknownException e) {
      return Outcome.INFO;
    } catch (SQLException e) {
      LOG.debug("refused, and rolled back", e);
      return Outcome.FAIL;
    }
  }

  private void operate(Connection connection, boolean readOnly, int firstKey, List<Operation> done)
      throws SQLException {
    if (guard == Guard.SNAPSHOT_ISOLATION) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set session innodb_snapshot_isolation = on");
      }
    }
    int count = 1 + chance.nextInt(MOST_OPERATIONS);
    Map<Integer, Row> known = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int key = firstKey + chance.nextInt(KEYS_AT_ONCE);
      if (readOnly) {
        read(connection, "", key, known, done);
      } else if (chance.nextBoolean()) {
        read(connection, guard == Guard.LOCKING_READ ? " for update" : "", key, known, done);
      } else {
        append(connection, key, known, done);
      }
    }
  }

  private static void read(
      Connection connection, String lock, int key, Map<Integer, Row> known, List<Operation> done)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select v, version from list where k = ?" + lock)) {
      select.setInt(1, key);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no list " + key);
        }
        known.put(key, new Row(row.getString(1), row.getInt(2)));
        done.add(new Read(key, HistoryLine.elements(row.getString(1))));
      }
    }
  }

  private void append(Connection connection, int key, Map<Integer, Row> known, List<Operation> done)
      throws SQLException {
    int element = numbers.next();
    if (guard != Guard.VERSION_COLUMN) {
      done.add(new Append(key, element));
      update(
          connection,
          "update list set v = if(v = '', ?, concat(v, ',', ?)), version = version + 1 where k = ?",
          element,
          element,
          key);
      return;
    }
    if (!known.containsKey(key)) {
      read(connection, "", key, known, done);
    }
    Row row = known.getOrDefault(key, new Row("", 0));
    String elements = row.elements().isEmpty() ? "" + element : row.elements() + "," + element;
    done.add(new Append(key, element));
    int changed =
        update(
            connection,
            "update list set v = ?, version = version + 1 where k = ? and version = ?",
            elements,
            key,
            row.version());
    if (changed == 0) {
      throw new VersionChangedException();
    }
    known.put(key, new Row(elements, row.version() + 1));
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
