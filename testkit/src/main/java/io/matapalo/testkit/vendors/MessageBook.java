package io.matapalo.testkit.vendors;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final RandomGenerator random;

  @GuardedBy("lock")
  private final SequencedMap<String, Message> byKey = new LinkedHashMap<>();

  @GuardedBy("lock")
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
  public Optional<Message> take(Message message) {
    lock.lock();
    try {
      Message known = byKey.get(message.key());
      if (known == null) {
        return Optional.of(kept(message));
      }
      boolean same = known.isSameAs(message);
      totals =
          same
              ? new Totals(totals.messages, totals.repeats + 1, totals.conflicts)
              : new Totals(totals.messages, totals.repeats, totals.conflicts + 1);
      return same ? Optional.of(known) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Those that are kept, the oldest first. */
  public List<Message> all() {
    lock.lock();
    try {
      return List.copyOf(byKey.values());
    } finally {
      lock.unlock();
    }
  }

  public Totals totals() {
    lock.lock();
    try {
      return totals;
    } finally {
      lock.unlock();
    }
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

  private boolean await(BooleanSupplier condition, Duration within) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = within.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Message kept(Message message) {
    Message made = message.withId("msg_" + HexFormat.of().toHexDigits(random.nextLong(), 16));
    byKey.put(made.key(), made);
    if (byKey.size() > MAX_MESSAGES) {
      byKey.pollFirstEntry();
    }
    totals = new Totals(totals.messages + 1, totals.repeats, totals.conflicts);
    changed.signalAll();
    return made;
  }
}
