package io.matapalo.fastpath.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CachesTest {

  private final Memory process = new Memory();
  private final Memory server = new Memory();
  private final Caches caches =
      new Caches(
          List.of(
              policy("fees", Scope.PROCESS),
              policy("taxes", Scope.SERVER),
              policy("events", Scope.PROCESS)),
          Map.of(Scope.PROCESS, process, Scope.SERVER, server));

  @Test
  void aCacheLiesInTheStoreOfItsScopeAndCountsUnderItsName() {
    caches.cache("taxes", new Numbers());
    assertThat(process.counts).isNull();
    assertThat(server.counts).isSameAs(caches.counts().get("taxes"));
    assertThat(caches.counts()).containsOnlyKeys("fees", "taxes", "events");
  }

  @Test
  void theLogTellsEachScopeOnce() {
    assertThat(caches.targets()).containsExactly(process, server);
  }

  @Test
  void aNameHasOneOwner() {
    caches.cache("fees", new Numbers());
    assertThatThrownBy(() -> caches.cache("fees", new Numbers()))
        .hasMessage("cache fees is open already");
    assertThatThrownBy(() -> caches.cache("fee", new Numbers()))
        .hasMessage("no cache fee, there are [fees, taxes, events]; add it to caches.yaml");
  }

  @Test
  void policiesThatCannotBeServedAreRefused() {
    List<CachePolicy> global = List.of(policy("a", Scope.GLOBAL));
    assertThatThrownBy(() -> new Caches(global, Map.of(Scope.PROCESS, process)))
        .hasMessage("cache a has scope GLOBAL, for which is no store");
    List<CachePolicy> twice = List.of(policy("a", Scope.PROCESS), policy("a", Scope.SERVER));
    assertThatThrownBy(
            () -> new Caches(twice, Map.of(Scope.PROCESS, process, Scope.SERVER, server)))
        .hasMessage("cache a is given twice");
  }

  private static CachePolicy policy(String name, Scope scope) {
    List<StaleBy> staleBy = List.of(new StaleBy("t", Optional.empty()));
    return new CachePolicy(name, scope, 1, Duration.ofHours(1), Duration.ZERO, 0, staleBy);
  }

  private static final class Numbers implements ValueCodec<Integer> {
    @Override
    public String write(Integer value) {
      return value.toString();
    }

    @Override
    public Optional<Integer> read(String text) {
      return Optional.of(Integer.valueOf(text));
    }
  }

  /** Keeps nothing, and is its own target. */
  private static final class Memory implements CacheStore, InvalidationTarget {

    private @Nullable CacheCounts counts;

    @Override
    public <V> Cache<V> open(CachePolicy policy, ValueCodec<V> codec, CacheCounts given) {
      counts = given;
      return new Cache<>() {
        @Override
        public Optional<V> get(String key, Deadline deadline, Loader<V> loader) {
          return Optional.empty();
        }
      };
    }

    @Override
    public InvalidationTarget target() {
      return this;
    }

    @Override
    public Optional<Position> toldUpTo() {
      return Optional.empty();
    }

    @Override
    public void apply(Invalidation invalidation) {
      throw new IllegalStateException("nobody tells anything here");
    }

    @Override
    public void dropAll(Position upTo, String reason) {
      throw new IllegalStateException("nobody tells anything here");
    }
  }
}
