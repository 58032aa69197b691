package io.matapalo.fastpath.inventory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import io.matapalo.fastpath.rows.TransactionFailed;
import io.matapalo.fastpath.stock.StockCount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back reservations whose time is over, each in a transaction of its own, so that no stock is
 * locked for longer than one takes. Several instances, and the monolith, may do so at once: each
 * reservation is claimed by whoever changes its status. {@link #sweep} is called by one background
 * thread at a fixed rate.
 */
public final class OverdueReservations {

  private static final Logger LOG = LoggerFactory.getLogger(OverdueReservations.class);
  private static final int AT_ONCE = 100;
  private static final int MOST_BATCHES = 10;
  private static final int MOST_TOLD = 10_000;

  private static final String OVERDUE =
      """
      SELECT r.id, r.expires_at, l.ticket_type_id, l.quantity
      FROM (SELECT id, expires_at FROM reservation
            WHERE status = 'HELD' AND expires_at <= ? AND expires_at >= ?
              AND (expires_at > ? OR id > ?)%s
            ORDER BY expires_at, id LIMIT ?) r
      JOIN reservation_line l ON l.reservation_id = r.id
      ORDER BY r.expires_at, r.id, l.line_no\
      """;
  private static final Scope ALL =
      new Scope(new Query("reservations.overdue", OVERDUE.formatted("")), List.of());
  private static final Query OF_EVENT =
      new Query("reservations.overdue-of-event", OVERDUE.formatted(" AND event_id = ?"));

  private final Database database;
  private final ReservationEnd end;
  private final InstantSource clock;
  private final Supplier<Deadline> deadlines;

  /** Reservations that cannot be given back and are in the log; the latest {@value #MOST_TOLD}. */
  @GuardedBy("told")
  private final SequencedSet<Long> told = new LinkedHashSet<>();

  /**
   * A sweeper.
   *
   * @param deadlines the deadline of one sweep that starts when asked
   */
  public OverdueReservations(
      Database database, ProvenWrites writes, InstantSource clock, Supplier<Deadline> deadlines) {
    this.database = database;
    this.end = new ReservationEnd(writes);
    this.clock = clock;
    this.deadlines = deadlines;
  }

  private record Overdue(long id, Instant expiresAt, List<StockCount> stock) {}

  /** Up to where a walk over the overdue has come. */
  private record Place(Instant expiresAt, long id) {

    static final Place START = new Place(Instant.EPOCH, 0);
  }

  /** Whose. */
  private record Scope(Query query, List<Long> eventId) {}

  /** Gives back those that are overdue now, at most 1,000; the rest waits for the next sweep. */
  public void sweep() {
    Deadline deadline = deadlines.get();
    Instant now = clock.instant();
    try {
      Optional<Place> from = Optional.of(Place.START);
      for (int batch = 0; batch < MOST_BATCHES && from.isPresent(); batch++) {
        from = giveBack(ALL, now, from.get(), deadline);
      }
    } catch (SQLException | TransactionFailed e) {
      LOG.warn("overdue reservations are left for the next sweep reason={}", e.getMessage());
    }
  }

  /**
   * Gives back all of one event that are overdue now, and waits for those that others are about to
   * give back.
   *
   * @throws TransactionFailed when time ran out
   */
  void giveBackOf(long eventId, Deadline deadline) throws SQLException {
    Scope scope = new Scope(OF_EVENT, List.of(eventId));
    Instant now = clock.instant();
    Optional<Place> from = Optional.of(Place.START);
    while (from.isPresent()) {
      from = giveBack(scope, now, from.get(), deadline);
    }
  }

  /** Gives back a batch; from where to go on, if there may be more. */
  private Optional<Place> giveBack(Scope scope, Instant now, Place from, Deadline deadline)
      throws SQLException {
    List<Overdue> batch =
        database.read(
            scope.query(),
            parameters -> {
              parameters.time(now).time(from.expiresAt()).time(from.expiresAt()).number(from.id());
              for (long eventId : scope.eventId()) {
                parameters.number(eventId);
              }
              parameters.number(AT_ONCE);
            },
            OverdueReservations::read);
    for (Overdue overdue : batch) {
      giveBack(overdue, deadline);
    }
    return batch.size() < AT_ONCE
        ? Optional.empty()
        : Optional.of(new Place(batch.getLast().expiresAt(), batch.getLast().id()));
  }

  /**
   * One that cannot be given back does not hold up the rest. It is met again by each sweep, and
   * logged by the first.
   */
  private void giveBack(Overdue overdue, Deadline deadline) throws SQLException {
    try {
      end.end(overdue.id(), overdue.stock(), Reservation.EXPIRED, deadline);
    } catch (IllegalStateException e) {
      if (isNews(overdue.id())) {
        LOG.error("a reservation cannot be given back reservation={}", overdue.id(), e);
      }
    }
  }

  private boolean isNews(long id) {
    synchronized (told) {
      boolean news = told.add(id);
      if (told.size() > MOST_TOLD) {
        told.removeFirst();
      }
      return news;
    }
  }

  private static List<Overdue> read(ResultSet row) throws SQLException {
    List<Overdue> overdue = new ArrayList<>();
    boolean more = row.next();
    while (more) {
      long id = row.getLong("id");
      Instant expiresAt = RowTimes.read(row, "expires_at");
      List<StockCount> stock = new ArrayList<>();
      do {
        stock.add(new StockCount(row.getLong("ticket_type_id"), row.getInt("quantity")));
        more = row.next();
      } while (more && row.getLong("id") == id);
      overdue.add(new Overdue(id, expiresAt, stock));
    }
    return overdue;
  }
}
