package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A time after trouble in which something is left alone. Thread-safe. */
final class Rest {

  private final Duration length;
  private final LongSupplier nanoTicker;
  private final AtomicReference<@Nullable Deadline> end = new AtomicReference<>();

  Rest(Duration length, LongSupplier nanoTicker) {
    this.length = length;
    this.nanoTicker = nanoTicker;
  }

  boolean isUnderWay() {
    Deadline until = end.get();
    return until != null && !until.hasPassed();
  }

  /** Begins, or begins anew; says whether none was under way. */
  boolean begin() {
    Deadline before = end.getAndSet(Deadline.after(length, nanoTicker));
    return before == null || before.hasPassed();
  }
}
