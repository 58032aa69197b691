package com.turnstile.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Loads generated rows, some tables at once, each by one connection and in the order of its keys.
 * Not resumed: after a failure the schema says that a load was begun, and the next one wants to
 * replace it. Confined to one thread.
 */
final class Loader {

  private static final int THREADS = 4;
  private static final int STATEMENT_CHARACTERS = 500_000;
  private static final int ROWS_A_COMMIT = 50_000;

  private final Database database;
  private final Reporter reporter;

  /** Hears of the progress. */
  @FunctionalInterface
  interface Reporter {
    /** A progress for so many rows. */
    Progress of(long expected);
  }

  Loader(Database database, Reporter reporter) {
    this.database = database;
    this.reporter = reporter;
  }

  /**
   * Loads everything.
   *
   * @throws DataException when there is something already, or the schema is not there
   */
  Progress load(Size size, long seed) throws SQLException, InterruptedException {
    Tables tables;
    Seed known;
    LoadMark mark = LoadMark.begun(size, seed);
    try (Connection connection = database.connect()) {
      Schema.requireSeedAlone(connection);
      known = Seed.read(connection);
      tables = new Tables(seed, size, known);
      requireStock(known, tables.sold());
      mark.write(connection);
      connection.commit();
    }
    Progress progress = reporter.of(tables.rows());
    fill(tables.all(), progress);
    try (Connection connection = database.connect()) {
      takeFromStock(connection, known, tables.sold());
      giveCredentials(connection);
      mark.complete().write(connection);
      connection.commit();
    }
    return progress;
  }

  private void fill(List<Table> tables, Progress progress)
      throws SQLException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CompletionService<Void> loads = new ExecutorCompletionService<>(threads);
      tables.forEach(table ->
          loads.submit(() -> {
            fill(table, progress);
            return null;
          }));
      int left = tables.size();
      while (left > 0) {
        Future<Void> ended = loads.poll(1, TimeUnit.SECONDS);
        if (ended != null) {
          ended.get();
          left--;
        }
        progress.printIfDue();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException sql
          ? sql
          : new SQLException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
      progress.end();
    }
  }

  private void fill(Table table, Progress progress) throws SQLException {
    try (Connection connection = database.connectToLoad();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      Sql sql = new Sql(table.name(), table.columns());
      int uncommitted = 0;
      for (int unit = 0; unit < table.units(); unit++) {
        table.rows().of(unit, sql);
        if (sql.length() > STATEMENT_CHARACTERS) {
          uncommitted += send(statement, sql, progress);
          if (uncommitted > ROWS_A_COMMIT) {
            connection.commit();
            uncommitted = 0;
          }
        }
      }
      if (sql.rows() > 0) {
        send(statement, sql, progress);
      }
      connection.commit();
    }
  }

  private static int send(Statement statement, Sql sql, Progress progress) throws SQLException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("another table failed");
    }
    int rows = sql.rows();
    statement.executeUpdate(sql.take());
    progress.add(rows);
    return rows;
  }

  private static void requireStock(Seed known, Sold sold) {
    List<String> soldOut = new ArrayList<>();
    for (Seed.SeedEvent event : known.events()) {
      for (Seed.SeedType type : event.types()) {
        if (sold.tickets(type.id()) > type.available()) {
          soldOut.add(event.code() + " " + type.code());
        }
      }
    }
    if (!soldOut.isEmpty()) {
      throw new DataException(
          "so many orders sell more than there is of %s: ask for more events or fewer orders"
              .formatted(soldOut));
    }
  }

  /** Those of the seed's customers: every customer has the same example password. */
  private static void giveCredentials(Connection connection) throws SQLException {
    Database.update(
        connection,
        """
        INSERT INTO customer_credential (customer_id, salt, iterations, password_hash)
        SELECT c.id, s.salt, s.iterations, s.password_hash
        FROM customer c JOIN customer_credential s ON s.customer_id = 1
        LEFT JOIN customer_credential x ON x.customer_id = c.id WHERE x.customer_id IS NULL\
        """);
  }

  /** What was sold of the events that were there before. */
  private static void takeFromStock(Connection connection, Seed known, Sold sold)
      throws SQLException {
    for (Seed.SeedEvent event : known.events()) {
      for (Seed.SeedType type : event.types()) {
        if (sold.lines(type.id()) > 0) {
          Database.update(
              connection,
              "UPDATE stock SET available = available - %d, version = version + %d WHERE ticket_type_id = %d"
                  .formatted(sold.tickets(type.id()), sold.lines(type.id()), type.id()));
        }
      }
    }
  }
}
