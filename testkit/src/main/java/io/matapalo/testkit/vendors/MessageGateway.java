package io.matapalo.testkit.vendors;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A simulated message gateway over HTTP on loopback: it takes e-mails and delivers them nowhere.
 * One message for each idempotency key. Keeps the last ones, for tests to look at. Thread-safe.
 */
public final class MessageGateway extends SimulatedVendor {
  private final MessageBook book;

  private MessageGateway(MessageBook book, VendorSettings settings, int port) {
    super(settings, port, new MessageRequests(book));
    this.book = book;
  }

  /** Starts one on a free port. */
  public static MessageGateway start(VendorSettings settings) {
    return start(settings, 0);
  }

  public static MessageGateway start(VendorSettings settings, int port) {
    return new MessageGateway(new MessageBook(new SecureRandom()), settings, port);
  }

  /** Messages taken since the start, repeats not counted. */
  public long count() {
    return book.totals().messages();
  }

  public MessageBook.Totals totals() {
    return book.totals();
  }

  /** The last {@value MessageBook#MAX_MESSAGES} messages, the oldest first. */
  public List<Message> messages() {
    return book.all();
  }

  /** Waits until as many messages were taken since the start; false when they were not in time. */
  public boolean awaitMessages(long count, Duration within) throws InterruptedException {
    return book.awaitMessages(count, within);
  }

  /** Waits for a message with this reference; empty when none came in time. */
  public Optional<Message> awaitMessage(String reference, Duration within)
      throws InterruptedException {
    return book.awaitReference(reference, within);
  }
}
