package io.matapalo.testkit.vendors;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What the message gateway took: one message for each idempotency key, however many requests carry
 * it at once. Keeps the last {@value #MAX_MESSAGES} messages and forgets the oldest, its key too.
 * Thread-safe.
 */
public final class MessageBook {
  /** Messages kept at most. */
  public static final int MAX_MESSAGES = 10_000;

  private final RandomGenerator random;

  @GuardedBy("this")
  private final SequencedMap<String, Message> byKey = new LinkedHashMap<>();

  @GuardedBy("this")
  private Totals totals = new Totals(0, 0, 0);

  public MessageBook(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Counts since the start.
   *
   * @param messages different keys taken
   * @param repeats requests with a known key and the same message
   * @param conflicts requests with a known key and another message
   */
  public record Totals(long messages, long repeats, long conflicts) {}

  /**
   * Takes a message, or finds the one that came with its key before.
   *
   * @param message its id is not looked at
   * @return as kept, with an id; empty when its key was used for another message
   */
  public synchronized Optional<Message> take(Message message) {
    Message known = byKey.get(message.key());
    if (known == null) {
      return Optional.of(kept(message));
    }
    boolean same = known.equals(message.withId(known.id()));
    totals =
        same
            ? new Totals(totals.messages, totals.repeats + 1, totals.conflicts)
            : new Totals(totals.messages, totals.repeats, totals.conflicts + 1);
    return same ? Optional.of(known) : Optional.empty();
  }

  /** Those that are kept, the oldest first. */
  public synchronized List<Message> all() {
    return List.copyOf(byKey.values());
  }

  public synchronized Totals totals() {
    return totals;
  }

  /** Waits until as many messages were taken since the start; false when they were not in time. */
  public boolean awaitMessages(long count, Duration within) throws InterruptedException {
    return await(() -> totals().messages() >= count, within);
  }

  /** Waits for a message about this; empty when none came in time. */
  public Optional<Message> awaitReference(String reference, Duration within)
      throws InterruptedException {
    return await(() -> find(reference).isPresent(), within) ? find(reference) : Optional.empty();
  }

  private Optional<Message> find(String reference) {
    return all().stream().filter(message -> message.reference().equals(reference)).findFirst();
  }

  private synchronized boolean await(BooleanSupplier condition, Duration within)
      throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  @GuardedBy("this")
  private Message kept(Message message) {
    Message made = message.withId("msg_" + HexFormat.of().toHexDigits(random.nextLong(), 16));
    byKey.put(made.key(), made);
    if (byKey.size() > MAX_MESSAGES) {
      byKey.pollFirstEntry();
    }
    totals = new Totals(totals.messages + 1, totals.repeats, totals.conflicts);
    notifyAll();
    return made;
  }
}
