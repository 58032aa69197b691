package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.SessionPosition;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows, their log, the bound and what the session has seen, in memory; for tests. Thread-safe. */
final class FakeDatabase implements StalenessBound, SessionPosition {

  static final String CACHE = "events";

  private final Map<String, String> rows = new HashMap<>();
  private final AtomicInteger loads = new AtomicInteger();
  private int last;
  private volatile Position required = Numbers.upTo(0);
  private volatile Optional<Position> seen = Optional.empty();

  /** Commits, and gives what the log says about it. */
  synchronized Invalidation write(String key, String value) {
    rows.put(key, value);
    return next(List.of(new Stale.Entry(CACHE, key)));
  }

  /** Commits what no cache depends on. */
  synchronized Invalidation writeElsewhere() {
    return next(List.of());
  }

  synchronized Invalidation next(List<Stale> stale) {
    last++;
    return new Invalidation(Numbers.of(last), Numbers.upTo(last), stale);
  }

  synchronized Position position() {
    return Numbers.upTo(last);
  }

  synchronized Loaded<String> read(String key) {
    return new Loaded<>(Optional.ofNullable(rows.get(key)), Optional.of(Numbers.upTo(last)));
  }

  /** Reads the rows, and is counted. */
  Loader<String> loader() {
    return (key, _) -> {
      loads.incrementAndGet();
      return read(key);
    };
  }

  /** Gives this, and is counted. */
  Loader<String> giving(String value, Position stamp) {
    return (_, _) -> {
      loads.incrementAndGet();
      return new Loaded<>(Optional.of(value), Optional.of(stamp));
    };
  }

  int loads() {
    return loads.get();
  }

  /** From now on entries must have survived all up to there. */
  void require(Position position) {
    required = position;
  }

  /** From now on the session has seen that. */
  void seen(Position position) {
    seen = Optional.of(position);
  }

  void tell(Invalidation invalidation, InvalidationTarget... targets) {
    for (InvalidationTarget target : targets) {
      target.apply(invalidation);
    }
  }

  @Override
  public boolean isCoveredBy(Position told) {
    return told.contains(required);
  }

  @Override
  public Optional<Position> seen() {
    return seen;
  }
}
