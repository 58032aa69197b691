package io.matapalo.fastpath;

import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.audit.AuditTrail;
import io.matapalo.fastpath.checkout.Refund;
import io.matapalo.fastpath.inventory.InventoryOperations;
import io.matapalo.fastpath.inventory.OverdueReservations;
import io.matapalo.fastpath.notifications.Notifications;
import io.matapalo.fastpath.notifications.PurchaseMessageRows;
import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.orders.RefundBooking;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.settlement.AuthorisedOrders;
import io.matapalo.fastpath.settlement.Settlement;
import io.matapalo.fastpath.stock.StockRows;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.router.ReplicaRouter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts together what takes tickets from stock and gives them back, for {@link FastPathServer}.
 * Immutable.
 */
record StockServices(
    ReplicaRouter router,
    Database database,
    Counters counters,
    ReferenceCodes codes,
    AuditStreams streams,
    InstantSource clock) {

  OrderBooking booking(OrderRows orders) {
    return new OrderBooking(
        writes("Checkout.book"), orders, new StockRows(database), codes, streams, clock);
  }

  Refund refund(OrderRows orders, PaymentProvider payments, AuditTrail audit) {
    RefundBooking booking = new RefundBooking(writes("Checkout.refund"), streams, clock);
    return new Refund(orders, payments, booking, audit, clock);
  }

  /** Orders that a crash or an outage left unpaid; whose are finished, are told. */
  AuthorisedOrders authorised(
      Settlement settlement,
      Notifications notifications,
      Duration minAge,
      Supplier<Deadline> captures) {
    PurchaseMessageRows messages = new PurchaseMessageRows(router.dataSource());
    return new AuthorisedOrders(
        router.dataSource(),
        settlement,
        clock,
        minAge,
        captures,
        orderId -> {
          if (notifications.areSent()) {
            messages.find(orderId).ifPresent(notifications::send);
          }
        });
  }

  OverdueReservations overdue(Supplier<Deadline> deadlines) {
    return new OverdueReservations(database, writes("Inventory.expire"), clock, deadlines);
  }

  List<Operation<?, ?>> inventory(OverdueReservations overdue) {
    InventoryOperations.Writes writes =
        new InventoryOperations.Writes(writes("Inventory.reserve"), writes("Inventory.release"));
    return InventoryOperations.of(database, writes, overdue, codes, clock);
  }

  /** Transactions of a kind of their own, by name. */
  private ProvenWrites writes(String kind) {
    return new ProvenWrites(new RouterTransactions(router, kind, counters), counters);
  }
}
