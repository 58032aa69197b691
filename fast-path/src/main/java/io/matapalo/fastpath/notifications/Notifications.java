package io.matapalo.fastpath.notifications;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages beside the work that causes them. Best effort: what does not fit into the queue is
 * dropped, what fails is not sent again; both are counted and logged. Never blocks and never fails.
 * Thread-safe.
 */
public final class Notifications {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final Optional<MessageGateway> gateway;
  private final Executor workers;
  private final Supplier<Deadline> deadlines;
  private final Counters counters;

  private Notifications(
      Optional<MessageGateway> gateway,
      Executor workers,
      Supplier<Deadline> deadlines,
      Counters counters) {
    this.gateway = gateway;
    this.workers = workers;
    this.deadlines = deadlines;
    this.counters = counters;
  }

  /**
   * Messages through a gateway.
   *
   * @param workers refuses what exceeds its bound
   * @param deadlines the deadline of one message whose turn has come
   */
  public static Notifications through(
      MessageGateway gateway, Executor workers, Supplier<Deadline> deadlines, Counters counters) {
    return new Notifications(Optional.of(gateway), workers, deadlines, counters);
  }

  /** Nobody is told. */
  public static Notifications none(Supplier<Deadline> deadlines, Counters counters) {
    return new Notifications(Optional.empty(), Runnable::run, deadlines, counters);
  }

  /** Whether anybody is told, so that nothing is read for nothing. */
  public boolean areSent() {
    return gateway.isPresent();
  }

  public void send(PurchaseMessage message) {
    gateway.ifPresent(to -> enqueue(to, message));
  }

  private void enqueue(MessageGateway to, PurchaseMessage message) {
    try {
      workers.execute(() -> deliver(to, message));
    } catch (RejectedExecutionException e) {
      counters.count(EventCounter.NOTIFICATION_DROPPED);
      LOG.warn("message dropped, the queue is full or ended order={}", message.orderReference());
    }
  }

  private void deliver(MessageGateway to, PurchaseMessage message) {
    try {
      to.send(message, deadlines.get());
      counters.count(EventCounter.NOTIFICATION_SENT);
    } catch (VendorUnavailable e) {
      counters.count(EventCounter.NOTIFICATION_FAILED);
      LOG.warn("message not sent order={} reason={}", message.orderReference(), e.getMessage());
    } catch (RuntimeException e) {
      // The class alone: a message may quote what the customer is told.
      counters.count(EventCounter.NOTIFICATION_FAILED);
      LOG.error("message not sent order={} error={}", message.orderReference(), e.getClass());
    }
  }
}
