package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Adds what a {@link UsageJournal} counted to a row of {@code usage_counter}, in batches. Blocks.
 * Thread-safe.
 *
 * <p>One transaction moves the counter and, in {@code usage_journal}, the place up to which this
 * journal is added up. So whenever the process dies, and whatever becomes of a commit, the next
 * flush goes on from the place that the database knows: nothing is lost and nothing comes twice.
 * The counter's row, which all instances and the monolith want, is locked last.
 */
public final class UsageFlush implements AutoCloseable {

  private static final String PLACE =
      "SELECT added_up FROM usage_journal WHERE journal = ? FOR UPDATE";
  private static final String FIRST_PLACE =
      "INSERT INTO usage_journal (journal, added_up) VALUES (?, ?)";
  private static final String NEXT_PLACE =
      "UPDATE usage_journal SET added_up = ? WHERE journal = ?";
  private static final String COUNTER = "UPDATE usage_counter SET used = used + ? WHERE name = ?";

  private final UsageJournal journal;
  private final String counter;
  private final Transactions transactions;
  private final Supplier<Deadline> deadlines;
  private final Semaphore turn = new Semaphore(1);

  /**
   * Of a journal.
   *
   * @param counter the name of the row, such as {@code instructions}
   * @param deadlines the deadline of a flush that starts when asked
   */
  public UsageFlush(
      UsageJournal journal,
      String counter,
      Transactions transactions,
      Supplier<Deadline> deadlines) {
    this.journal = journal;
    this.counter = counter;
    this.transactions = transactions;
    this.deadlines = deadlines;
  }

  /**
   * Adds up what is not yet; without it no statement is run. While another flush is at it, and
   * after {@link #close}, this one does nothing.
   *
   * @throws IllegalStateException when the database refuses; another flush tries again
   */
  public void flush() {
    if (turn.tryAcquire()) {
      try {
        addUp();
      } finally {
        turn.release();
      }
    }
  }

  /**
   * Flushes once more, so that an orderly end leaves nothing for the next start. It waits for a
   * flush under way, but no longer than one may take.
   *
   * @throws IllegalStateException when the database refuses; the next start adds up the rest
   */
  @Override
  public void close() {
    Deadline deadline = deadlines.get();
    try {
      if (!turn.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("the flush under way did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    // The turn is kept, so that no flush comes after the last.
    addUp();
  }

  private void addUp() {
    if (journal.counted() == journal.addedUp()) {
      return;
    }
    try {
      journal.addedUp(transactions.run(deadlines.get(), this::move));
    } catch (SQLException e) {
      throw new IllegalStateException("usage stays in its journal until it can be added up", e);
    }
  }

  /** How many uses are added up once this is committed. */
  private long move(Connection connection) throws SQLException {
    long before = place(connection);
    // Read behind the lock on the place, so that it is no less than what any flush has read.
    long counted = journal.counted();
    if (before > counted) {
      throw new IllegalStateException(
          "of usage journal %s %d uses are added up, but it has only %d: is it a copy?"
              .formatted(journal.id(), before, counted));
    }
    if (before < counted) {
      write(connection, NEXT_PLACE, counted, journal.id().toString());
      if (write(connection, COUNTER, counted - before, counter) != 1) {
        throw new IllegalStateException("there is no usage counter " + counter);
      }
    }
    return counted;
  }

  private long place(Connection connection) throws SQLException {
    OptionalLong place = knownPlace(connection);
    if (place.isPresent()) {
      return place.getAsLong();
    }
    // A database that does not know the journal has not lost what another one has added up.
    try (PreparedStatement insert = connection.prepareStatement(FIRST_PLACE)) {
      new Parameters(insert).text(journal.id().toString()).number(journal.addedUp());
      insert.executeUpdate();
    }
    return journal.addedUp();
  }

  private OptionalLong knownPlace(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PLACE)) {
      new Parameters(select).text(journal.id().toString());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private static int write(Connection connection, String sql, long number, String key)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      new Parameters(update).number(number).text(key);
      return update.executeUpdate();
    }
  }
}
