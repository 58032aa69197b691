package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.invalidation.binlog.LogTransaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all targets what the log says, and knows how far. Told by one thread; may be asked by any.
 */
final class Telling {

  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

  private final Positions positions;
  private final List<InvalidationTarget> targets;
  private final AtomicLong transactions = new AtomicLong();
  private final AtomicLong alarms = new AtomicLong();
  private volatile @Nullable Position told;

  Telling(Positions positions, List<InvalidationTarget> targets) {
    this.positions = positions;
    this.targets = List.copyOf(targets);
  }

  /** All that the targets were told; empty before they were told where the log begins. */
  Optional<Position> told() {
    return Optional.ofNullable(told);
  }

  long transactions() {
    return transactions.get();
  }

  long alarms() {
    return alarms.get();
  }

  void alarm() {
    alarms.incrementAndGet();
  }

  /** From where the targets must be told. May block. */
  Start start() {
    return Start.of(targets.stream().map(InvalidationTarget::toldUpTo).toList());
  }

  /** The log is told from here on. */
  void begin(Position at) {
    Invalidation nothing = new Invalidation(positions.none(), at, List.of());
    each(target -> target.apply(nothing), at);
    told = at;
  }

  /** Tells a transaction, the next of the log. */
  void tell(LogTransaction transaction) {
    Position before = told().orElseThrow();
    if (transaction.loss().isPresent()) {
      Position after =
          transaction.gtid().isEmpty() ? before : before.union(positions.parse(transaction.gtid()));
      gap(after, transaction.loss().get());
      return;
    }
    Position one = positions.parse(transaction.gtid());
    if (before.contains(one)) {
      gap(
          before,
          "transaction %s came after a later number: the log is not in order; set gtid_strict_mode=ON"
              .formatted(transaction.gtid()));
      return;
    }
    Position after = before.union(one);
    Invalidation invalidation = new Invalidation(one, after, transaction.stale());
    each(target -> target.apply(invalidation), after);
    told = after;
    transactions.incrementAndGet();
  }

  /** What the log has not told up to a position is lost. */
  void gap(Position upTo, String reason) {
    alarms.incrementAndGet();
    LOG.error("all caches are dropped, the log has a gap up-to={} reason={}", upTo.text(), reason);
    targets.forEach(target -> target.dropAll(upTo, reason));
    told = upTo;
  }

  private void each(Consumer<InvalidationTarget> action, Position upTo) {
    for (InvalidationTarget target : targets) {
      try {
        action.accept(target);
      } catch (RuntimeException e) {
        // The others must be told all the same, and this one may have dropped nothing.
        alarms.incrementAndGet();
        LOG.error("a target failed, all of it is dropped up-to={}", upTo.text(), e);
        target.dropAll(upTo, "it failed to drop what is stale: " + e);
      }
    }
  }

  /** Where the log must be read from. */
  sealed interface Start {

    /** Anywhere: nobody keeps anything. */
    record Anywhere() implements Start {}

    /** After what all targets were told. */
    record After(Position position) implements Start {}

    /** Targets were told different things, of which none is a part of all the others. */
    record Nowhere() implements Start {}

    /** The lowest of the positions; empty ones do not count. */
    static Start of(List<Optional<Position>> told) {
      List<Position> known = told.stream().flatMap(Optional::stream).toList();
      if (known.isEmpty()) {
        return new Anywhere();
      }
      return known.stream()
          .filter(lowest -> known.stream().allMatch(other -> other.contains(lowest)))
          .findFirst()
          .<Start>map(After::new)
          .orElseGet(Nowhere::new);
    }
  }
}
