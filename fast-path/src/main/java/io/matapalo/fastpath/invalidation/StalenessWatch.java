package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link StalenessBound} by positions of the database with the moments at which they were asked
 * for. Thread-safe.
 *
 * <p>What counts is the oldest one that was asked for within the bound: it has all that the
 * database held before the bound. Without one nothing is covered. All moments are of this process.
 */
final class StalenessWatch implements StalenessBound {

  private static final int KEPT = 16;

  private final long boundNanos;
  private final LongSupplier nanoTicker;
  private volatile List<Sample> samples = List.of();
  private volatile @Nullable Answer last;

  StalenessWatch(Duration bound, LongSupplier nanoTicker) {
    this.boundNanos = bound.toNanos();
    this.nanoTicker = nanoTicker;
  }

  /** What the database held at a moment, or later. */
  private record Sample(long atNanos, Position held) {}

  private record Answer(Position told, Position held, boolean covered) {}

  /**
   * Notes a position.
   *
   * @param askedAtNanos when the question was sent, on the ticker
   */
  synchronized void asked(long askedAtNanos, Position held) {
    List<Sample> before = samples;
    Position same = held;
    if (!before.isEmpty() && before.getLast().held().text().equals(held.text())) {
      // The same object again keeps the answer that is remembered.
      same = before.getLast().held();
    }
    List<Sample> after =
        new ArrayList<>(before.subList(Math.max(0, before.size() + 1 - KEPT), before.size()));
    after.add(new Sample(askedAtNanos, same));
    samples = List.copyOf(after);
  }

  @Override
  public boolean isCoveredBy(Position told) {
    long now = nanoTicker.getAsLong();
    List<Sample> known = samples;
    // By index: this allocates nothing.
    for (int i = 0; i < known.size(); i++) {
      Sample sample = known.get(i);
      if (now - sample.atNanos() <= boundNanos) {
        return isCovered(told, sample.held());
      }
    }
    return false;
  }

  /** Answers the same question as before without looking. */
  private boolean isCovered(Position told, Position held) {
    Answer before = last;
    if (before != null && isSame(before.told(), told) && isSame(before.held(), held)) {
      return before.covered();
    }
    boolean covered = told.contains(held);
    last = new Answer(told, held, covered);
    return covered;
  }

  // Positions are as large as the history is ragged: they are not compared for one hit.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Position first, Position second) {
    return first == second;
  }

  /** The age of the newest position that {@code told} contains; empty where none is known. */
  Optional<Duration> age(Position told) {
    for (Sample sample : samples.reversed()) {
      if (told.contains(sample.held())) {
        return Optional.of(Duration.ofNanos(nanoTicker.getAsLong() - sample.atNanos()));
      }
    }
    return Optional.empty();
  }
}
