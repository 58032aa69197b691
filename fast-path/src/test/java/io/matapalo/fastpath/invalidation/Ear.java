package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.cache.staleness.Stale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target that writes down what it is told. Thread-safe. */
final class Ear implements InvalidationTarget {

  private final List<Stale> heard = new ArrayList<>();
  private final List<Invalidation> invalidations = new CopyOnWriteArrayList<>();
  private final List<String> drops = new CopyOnWriteArrayList<>();
  private volatile Optional<Position> upTo;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /** One that was told so far already. */
  Ear(Optional<Position> upTo) {
    this.upTo = upTo;
  }

  Ear() {
    this(Optional.empty());
  }

  static Stale entry(String cache, Object key) {
    return new Stale.Entry(cache, String.valueOf(key));
  }

  static Stale whole(String cache) {
    return new Stale.Whole(cache);
  }

  void failNext(RuntimeException e) {
    failure = Optional.of(e);
  }

  @Override
  public Optional<Position> toldUpTo() {
    return upTo;
  }

  @Override
  public void apply(Invalidation invalidation) {
    Optional<RuntimeException> now = failure;
    failure = Optional.empty();
    if (now.isPresent()) {
      throw now.get();
    }
    invalidations.add(invalidation);
    synchronized (heard) {
      heard.addAll(invalidation.stale());
    }
    upTo = Optional.of(invalidation.upTo());
  }

  @Override
  public void dropAll(Position position, String reason) {
    drops.add(reason);
    upTo = Optional.of(position);
  }

  List<Stale> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  /** What it has heard since it was asked last. */
  List<Stale> takeHeard() {
    synchronized (heard) {
      List<Stale> taken = List.copyOf(heard);
      heard.clear();
      return taken;
    }
  }

  List<Invalidation> invalidations() {
    return List.copyOf(invalidations);
  }

  List<String> drops() {
    return List.copyOf(drops);
  }
}
