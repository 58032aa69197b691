package io.matapalo.fastpath;

import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.stock.StockRows;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Books through a router of its own, as the server does, and counts payments given back. */
final class BookingDesk implements AutoCloseable {

  private final ReplicaRouter router;
  private final Counters counters = new Counters();
  private final OrderBooking booking;
  private int givenBack;

  BookingDesk(RouterConfig config) {
    router = ReplicaRouter.create(config);
    Database database =
        new Database(router.dataSource(), new Meters(new SimpleMeterRegistry(), counters));
    booking =
        new OrderBooking(
            new ProvenWrites(new RouterTransactions(router, "Checkout.book", counters), counters),
            new OrderRows(database),
            new StockRows(database),
            new ReferenceCodes(new SecureRandom()),
            new AuditStreams(new SecureRandom()),
            InstantSource.system());
  }

  /** Books with a deadline that does not come near. */
  BookingResult book(String requestId) {
    return book(requestId, Duration.ofSeconds(20));
  }

  BookingResult book(String requestId, Duration deadline) {
    givenBack = 0;
    return booking.book(
        Drafts.draft(requestId), () -> givenBack++, Deadline.after(deadline, () -> 0L));
  }

  /** How often the payment of the latest booking was given back. */
  int givenBack() {
    return givenBack;
  }

  long count(EventCounter event) {
    return counters.valueOf(event);
  }

  @Override
  public void close() {
    router.close();
  }
}
