package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.stock.StockRows;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.router.ReplicaRouter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the audit record costs a purchase: bookings with the chained record, with a record that is
 * not chained and with none take turns on one database, and purchases over HTTP between them say
 * what a whole one takes. The times go to {@code target/audit-cost.txt}; only counts are asserted.
 */
@Tag("deep")
final class AuditCostIT extends StartedTurnstile {

  private static final int WARM = 400;
  private static final int MOST_REPEATS = 20;
  private static final int ROUNDS = 5;
  private static final int A_ROUND = 600;
  private static final int HASHES = 20_000;
  private static final List<AlteredAudit> KINDS = List.of(AlteredAudit.values());
  private static final Path REPORT = Path.of("target", "audit-cost.txt");

  /** So that the stack's sweeper, which knows no payment of these orders, finds none old enough. */
  private static final InstantSource AHEAD =
      InstantSource.offset(InstantSource.system(), Duration.ofHours(1));

  /** One for each kind, in their order. */
  private final List<OrderBooking> desks = new ArrayList<>();

  private final List<String> report = new ArrayList<>();
  private int bookings;

  /** Times of one kind of work, in nanoseconds, in the order of the rounds. */
  private record Times(String name, List<List<Long>> rounds) {

    Times(String name) {
      this(name, new ArrayList<>());
    }

    void begin() {
      rounds.add(new ArrayList<>());
    }

    void add(long nanos) {
      rounds.getLast().add(nanos);
    }

    /** Mean, median and p99 of all, and the p99 of each round, in milliseconds. */
    String line() {
      List<Long> all = rounds.stream().flatMap(List::stream).sorted().toList();
      double mean = all.stream().mapToLong(Long::longValue).average().orElseThrow();
      List<String> each =
          rounds.stream().map(round -> text(at(round.stream().sorted().toList(), 0.99))).toList();
      return "%-12s n=%d mean=%s p50=%s p99=%s p99 of each round=%s"
          .formatted(name, all.size(), text(mean), text(at(all, 0.5)), text(at(all, 0.99)), each);
    }

    private static double at(List<Long> sorted, double share) {
      return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static String text(double nanos) {
      return "%.3f".formatted(nanos / 1e6);
    }
  }

  @Test
  void recordedAndUnrecordedBookingsTakeTurns() throws Exception {
    try (ReplicaRouter router = ReplicaRouter.create(RouterSettings.of(stack.config()))) {
      KINDS.forEach(audit -> desks.add(desk(router, audit)));
      takeTurns(1, WARM);
      stack.update("DELETE FROM audit_record");
      List<Times> times = takeTurns(ROUNDS, A_ROUND);
      times.forEach(each -> report.add(each.line()));
    }
    int each = ROUNDS * A_ROUND;
    assertThat(
            stack.rows(
                "SELECT COUNT(*), COUNT(stream), COUNT(chain_hash) FROM audit_record"
                    + " WHERE action = 'PURCHASE_ACCEPTED'"))
        .as("two kinds chained, and the purchases; one not chained, one without a record")
        .containsExactly("%d|%d|%d".formatted(4 * each, 3 * each, 3 * each));
    report.add("to hash and bind a record: %.1f microseconds".formatted(nanosOfAHash() / 1e3));
    Files.write(REPORT, report);
  }

  private List<Times> takeTurns(int rounds, int aRound) {
    List<Times> booked =
        KINDS.stream().map(kind -> new Times(kind.name().toLowerCase(Locale.ROOT))).toList();
    Times bought = new Times("purchase");
    for (int round = 0; round < rounds; round++) {
      booked.forEach(Times::begin);
      bought.begin();
      for (int i = 0; i < aRound; i++) {
        for (int turn = 0; turn < KINDS.size(); turn++) {
          int kind = (i + turn) % KINDS.size();
          booked.get(kind).add(nanosOfABooking(desks.get(kind)));
        }
        bought.add(nanosOfAPurchase());
      }
    }
    List<Times> all = new ArrayList<>(booked);
    all.add(bought);
    return all;
  }

  private long nanosOfABooking(OrderBooking desk) {
    String id = "it-audit-cost-" + ++bookings;
    long begin = System.nanoTime();
    BookingResult result =
        desk.book(Drafts.draft(id), () -> {}, Deadline.after(Duration.ofSeconds(20), () -> 0L));
    long nanos = System.nanoTime() - begin;
    assertThat(result).isInstanceOf(BookingResult.Booked.class);
    return nanos;
  }

  private long nanosOfAPurchase() {
    String id = "it-audit-cost-" + ++bookings;
    long begin = System.nanoTime();
    SoapClient.Answer answer = client.purchase(id, "EV-0014", "VIP", "1");
    // The simulator shares a busy machine. The time is what the client has waited in all.
    for (int i = 0; i < MOST_REPEATS && answer.text("code").equals("VENDOR_UNAVAILABLE"); i++) {
      answer = client.purchase(id, "EV-0014", "VIP", "1");
    }
    long nanos = System.nanoTime() - begin;
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return nanos;
  }

  /** All that the process itself does for a record, without the database. */
  private static double nanosOfAHash() throws SQLException {
    AuditStreams streams = new AuditStreams(new SecureRandom());
    try (Connection real = stack.connect()) {
      Connection nowhere = AlteredAudit.WITHOUT.on(real);
      long begin = 0;
      for (int i = -HASHES; i < HASHES; i++) {
        begin = i == 0 ? System.nanoTime() : begin;
        String id = "it-hash-" + i;
        try (AuditStream stream = streams.take()) {
          stream.insert(
              nowhere, AuditEntry.accepted(Instant.EPOCH, 7, id, "order=T-0 total=1.00 tickets=1"));
          stream.committed();
        }
      }
      return (System.nanoTime() - begin) / (double) HASHES;
    }
  }

  private static OrderBooking desk(ReplicaRouter router, AlteredAudit audit) {
    Counters counters = new Counters();
    Database database =
        new Database(router.dataSource(), new Meters(new SimpleMeterRegistry(), counters));
    Transactions real = new RouterTransactions(router, "Checkout.book", counters);
    Transactions altered =
        new Transactions() {
          @Override
          public <T> T run(Deadline deadline, Work<T> work) throws SQLException {
            return real.run(deadline, connection -> work.on(audit.on(connection)));
          }
        };
    return new OrderBooking(
        new ProvenWrites(altered, counters),
        new OrderRows(database),
        new StockRows(database),
        new ReferenceCodes(new SecureRandom()),
        new AuditStreams(new SecureRandom()),
        AHEAD);
  }
}
