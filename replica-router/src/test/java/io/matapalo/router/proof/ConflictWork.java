package io.matapalo.router.proof;

import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.work.Transaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance that moves money between few accounts and counts on few counters, so that others do
 * the same at the same moment. Every unit of work leaves a row in a ledger. What callers are told
 * is written into a file, a line for each unit. Asked on several channels at once, each is a client
 * of its own. Thread-safe.
 */
final class ConflictWork extends ApplicationWork {
  private static final Logger LOG = LoggerFactory.getLogger(ConflictWork.class);

  static final int ACCOUNTS = 6;
  static final int COUNTERS = 2;
  private static final int MOST_MONEY = 100;

  /** What one unit does: money from one account to another, or one more on a counter. */
  private record Unit(String name, boolean transfer, int from, int to, int amount) {}

  @Override
  Message work(Message request) throws Exception {
    return switch (request.text("do")) {
      case "run" -> run(request);
      case "settle" -> {
        OutcomeId id = OutcomeId.parse(request.text("id"));
        Resolution proven = opened().transactions().settle(id);
        Resolution later = opened().transactions().outcomeOf(id);
        yield Message.of("settled", name(proven), "later", name(later));
      }
      case "metrics" -> Message.of("metrics", opened().transactions().metrics());
      default -> throw new IllegalArgumentException("cannot do " + request.text("do"));
    };
  }

  private static String name(Resolution resolution) {
    return resolution.getClass().getSimpleName();
  }

  private Message run(Message request) throws IOException {
    TransactionPolicy transfer = policy("transfer", request);
    TransactionPolicy count = policy("count", request);
    SplittableRandom chance =
        new SplittableRandom(request.number("seed") + request.integer("client"));
    long end = request.number("end");
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(request.text("file")))) {
      for (int i = 0; System.nanoTime() < end; i++) {
        Unit unit =
            new Unit(
                "%s-%d-%d".formatted(request.text("run"), request.integer("client"), i),
                chance.nextInt(3) > 0,
                chance.nextInt(ACCOUNTS),
                chance.nextInt(ACCOUNTS),
                1 + chance.nextInt(MOST_MONEY));
        out.write(unit.name() + " " + told(unit, unit.transfer() ? transfer : count));
        out.newLine();
      }
    }
    return Message.of("done", true);
  }

  private static TransactionPolicy policy(String operation, Message request) {
    return TransactionPolicy.writing(operation)
        .withIsolation(Connection.TRANSACTION_READ_COMMITTED)
        .withAttempts(request.integer("attempts"))
        .withDeadline(Duration.ofMillis(request.number("deadline")));
  }

  /** What the caller of a unit is told: OK, UNKNOWN and its id, or ERROR and which. */
  private String told(Unit unit, TransactionPolicy policy) {
    String key = (unit.transfer() ? "account:" : "counter:") + unit.from();
    try {
      int attempts =
          opened()
              .transactions()
              .inTransaction(
                  policy.on(key),
                  tx -> {
                    work(tx, unit);
                    return tx.attempt();
                  });
      return "OK " + attempts;
    } catch (OutcomeUnknownException e) {
      return "UNKNOWN " + e.id().map(OutcomeId::toString).orElse("-");
    } catch (ConflictException e) {
      return "ERROR " + e.reason() + " " + e.causes();
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a caller got an error unit={}", unit.name(), e);
      return "ERROR " + e.getClass().getSimpleName() + " " + oneLine(e.getMessage());
    }
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.replace('\n', ' ');
  }

  private static void work(Transaction tx, Unit unit) throws SQLException {
    Connection connection = tx.connection();
    if (unit.transfer()) {
      change(connection, "account", unit.from(), -unit.amount());
      change(connection, "account", unit.to(), unit.amount());
    } else {
      change(connection, "counter", unit.from() % COUNTERS, 1);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into ledger (unit, source, target, amount) values (?, ?, ?, ?)")) {
      insert.setString(1, unit.name());
      insert.setInt(2, unit.transfer() ? unit.from() : -1);
      insert.setInt(3, unit.transfer() ? unit.to() : unit.from() % COUNTERS);
      insert.setInt(4, unit.transfer() ? unit.amount() : 1);
      insert.executeUpdate();
    }
  }

  /** Read, reckon, write: what is lost if two do it at once and nobody notices. */
  private static void change(Connection connection, String table, int id, int by)
      throws SQLException {
    long value;
    try (PreparedStatement select =
        connection.prepareStatement("select value from " + table + " where id = ? for update")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no row " + id + " in " + table);
        }
        value = row.getLong(1);
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement("update " + table + " set value = ? where id = ?")) {
      update.setLong(1, value + by);
      update.setInt(2, id);
      update.executeUpdate();
    }
  }
}
