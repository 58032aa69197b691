package io.matapalo.fastpath.cache.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.LoadFailed;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessCacheTest {

  private final Shop shop = new Shop();

  private static Shop told() {
    Shop shop = new Shop();
    shop.change(0, "nothing of interest");
    return shop;
  }

  @Test
  void keepsNothingUntilTheLogHasToldSomething() {
    assertThat(shop.caches.toldUpTo()).isEmpty();
    shop.get();
    shop.get();
    assertThat(shop.loads).hasValue(2);
    assertThat(shop.count(CacheEvent.BYPASS_UNTOLD)).isEqualTo(2);

    shop.change(0, "nothing of interest");
    shop.get();
    shop.get();
    assertThat(shop.loads).hasValue(3);
    assertThat(shop.count(CacheEvent.HIT)).isEqualTo(1);
    assertThat(shop.caches.toldUpTo()).contains(Transactions.of(0));
  }

  @Test
  void aFirstLoadMustShowWhatWasToldBefore() {
    shop.tell(0, "nothing of interest");
    shop.get();
    shop.show(0);
    assertThat(shop.count(CacheEvent.UNKEPT_FLOOR)).isEqualTo(1);
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.loads).hasValue(2);
  }

  @Test
  void aChangeDropsItsKeyAndNoOther() {
    Shop shop = told();
    shop.get("a");
    shop.get("b");
    shop.change(1, "a");
    assertThat(shop.get("a")).isEqualTo("[0, 1]");
    assertThat(shop.get("b")).isEqualTo("[0]");
    assertThat(shop.loads).hasValue(3);
    assertThat(shop.count(CacheEvent.INVALIDATED)).isEqualTo(1);
  }

  @Test
  void aLoadThatLacksTheChangeIsNotKept() {
    Shop shop = told();
    shop.tell(1, "a");
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.count(CacheEvent.UNKEPT_FLOOR)).isEqualTo(1);
    shop.show(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.loads).hasValue(2);
  }

  @Test
  void aLoadDuringAChangeIsNotKept() {
    Shop shop = told();
    shop.cache.get(
        "a",
        shop.deadline(),
        (key, deadline) -> {
          Loaded<String> before = shop.load();
          shop.change(1, "a");
          return before;
        });
    assertThat(shop.count(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
  }

  @Test
  void aLoadDuringADropOfEverythingIsNotKept() {
    Shop shop = told();
    shop.cache.get(
        "a",
        shop.deadline(),
        (key, deadline) -> {
          Loaded<String> before = shop.load();
          shop.show(1);
          shop.caches.dropAll(Transactions.of(0, 1), "the log has a gap");
          return before;
        });
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.caches.toldUpTo()).contains(Transactions.of(0, 1));
  }

  @Test
  void aDropOfTheWholeCacheRaisesTheFloorOfAllKeys() {
    Shop shop = told();
    shop.get();
    shop.tell(1, List.of(new Stale.Whole(Shop.CACHE), new Stale.Entry("of nobody here", "a")));
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.loads).hasValue(3);
    shop.show(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.loads).hasValue(4);
  }

  @Test
  void aFloorThatFallsOutHoldsForAllKeys() {
    Shop shop = new Shop(Shop.LIFE, Shop.NEGATIVE_LIFE, 2);
    shop.change(0, "nothing of interest");
    shop.tell(1, "a");
    shop.tell(2, "b");
    shop.tell(3, "c");
    shop.get("a");
    assertThat(shop.count(CacheEvent.UNKEPT_FLOOR)).isEqualTo(1);
    shop.show(1);
    shop.get("a");
    assertThat(shop.count(CacheEvent.KEPT)).isEqualTo(1);
    shop.get("c");
    assertThat(shop.count(CacheEvent.UNKEPT_FLOOR)).isEqualTo(2);
  }

  @Test
  void aSessionGetsNothingOlderThanItHasSeen() {
    Shop shop = told();
    shop.get();
    shop.show(1);
    shop.seen = Optional.of(Transactions.of(1));
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.count(CacheEvent.BYPASS_SESSION)).isEqualTo(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.loads).hasValue(2);
  }

  @Test
  void whatTheLogHasToldAnEntryHasSurvived() {
    Shop shop = told();
    shop.get();
    shop.seen = Optional.of(Transactions.of(1));
    shop.change(1, "of another key");
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.loads).hasValue(1);
  }

  @Test
  void beyondTheBoundItIsLoaded() {
    Shop shop = told();
    shop.get();
    shop.near = false;
    shop.get();
    assertThat(shop.loads).hasValue(2);
    assertThat(shop.count(CacheEvent.BYPASS_BOUND)).isEqualTo(1);
    shop.near = true;
    shop.get();
    assertThat(shop.loads).hasValue(2);
  }

  @Test
  void withoutAStampNothingIsKept() {
    Shop shop = told();
    Loader<String> blind = (key, deadline) -> new Loaded<>(Optional.of("v"), Optional.empty());
    assertThat(shop.cache.get("a", shop.deadline(), blind)).contains("v");
    assertThat(shop.count(CacheEvent.UNKEPT_STAMP)).isEqualTo(1);
    shop.get();
    assertThat(shop.loads).hasValue(1);
  }

  @Test
  void anEntryLivesItsTime() {
    Shop shop = told();
    shop.get();
    shop.pass(Shop.LIFE.minusNanos(1));
    shop.get();
    assertThat(shop.loads).hasValue(1);
    shop.pass(Duration.ofNanos(1));
    shop.get();
    assertThat(shop.loads).hasValue(2);
    assertThat(shop.count(CacheEvent.EXPIRED)).isEqualTo(1);
  }

  @Test
  void anAbsenceLivesItsOwnTime() {
    Shop shop = told();
    assertThat(absent(shop)).isEmpty();
    shop.pass(Shop.NEGATIVE_LIFE.minusNanos(1));
    assertThat(absent(shop)).isEmpty();
    assertThat(shop.loads).hasValue(1);
    shop.pass(Duration.ofNanos(1));
    assertThat(absent(shop)).isEmpty();
    assertThat(shop.loads).hasValue(2);
    shop.change(1, "a");
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.background).isEmpty();
  }

  @Test
  void anAbsenceMayBeKeptNotAtAll() {
    Shop shop = new Shop(Shop.LIFE, Duration.ZERO, 10);
    shop.change(0, "nothing of interest");
    absent(shop);
    absent(shop);
    assertThat(shop.loads).hasValue(2);
    assertThat(shop.count(CacheEvent.UNKEPT_ABSENCE)).isEqualTo(2);
  }

  private static Optional<String> absent(Shop shop) {
    return shop.cache.get(
        "a",
        shop.deadline(),
        (key, deadline) -> new Loaded<>(Optional.empty(), shop.load().stamp()));
  }

  @Test
  void oneCallerLoadsAnewNearTheEndWhileAllGetTheEntry() {
    Shop shop = told();
    shop.get();
    shop.show(1);
    shop.pass(Shop.LIFE.multipliedBy(9).dividedBy(10));
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.background).hasSize(1);
    shop.background.remove().run();
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.loads).hasValue(2);
    assertThat(shop.count(CacheEvent.REFRESHED)).isEqualTo(1);
  }

  @Test
  void aFailedRefreshBacksOffAndHarmsNobody() {
    Shop shop = told();
    shop.get();
    shop.pass(Shop.LIFE.multipliedBy(9).dividedBy(10));
    Loader<String> broken =
        (key, deadline) -> {
          throw new SQLException("as planned");
        };
    for (int second = 0; second < 60; second++) {
      assertThat(shop.cache.get("a", shop.deadline(), broken)).contains("[0]");
      while (!shop.background.isEmpty()) {
        shop.background.remove().run();
      }
      shop.pass(Duration.ofSeconds(1));
    }
    assertThat(shop.count(CacheEvent.REFRESH_FAILED)).isEqualTo(4);
    assertThatThrownBy(() -> shop.cache.get("a", shop.deadline(), broken))
        .isInstanceOf(LoadFailed.class)
        .hasRootCauseMessage("as planned");
    assertThat(shop.count(CacheEvent.LOAD_FAILED)).isEqualTo(1);
  }

  @Test
  void aRefreshWithoutARoomIsNoFailure() {
    Shop shop = told();
    shop.get();
    shop.pass(Shop.LIFE.multipliedBy(9).dividedBy(10));
    shop.room = false;
    assertThat(shop.get()).isEqualTo("[0]");
    assertThat(shop.count(CacheEvent.REFRESH_REFUSED)).isEqualTo(1);
  }

  @Test
  void aRefreshThatLacksAChangeIsNotKept() {
    Shop shop = told();
    shop.get();
    shop.pass(Shop.LIFE.multipliedBy(9).dividedBy(10));
    shop.get();
    shop.tell(1, "a");
    shop.background.remove().run();
    shop.show(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
  }

  @Test
  void noLoadBeginsAfterTheDeadline() {
    Shop shop = told();
    Deadline passed = Deadline.after(Duration.ZERO, shop.nanos::get);
    assertThatThrownBy(() -> shop.cache.get("a", passed, (key, deadline) -> shop.load()))
        .isInstanceOf(LoadFailed.class);
    shop.get();
    assertThat(shop.cache.get("a", passed, (key, deadline) -> shop.load())).contains("[0]");
    assertThat(shop.loads).hasValue(1);
  }

  @Test
  void whatWasToldAlreadyDoesNoHarm() {
    Shop shop = told();
    shop.change(1, "b");
    shop.get();
    shop.caches.apply(new Invalidation(Transactions.of(0), Transactions.of(0), List.of()));
    assertThat(shop.caches.toldUpTo()).contains(Transactions.of(0, 1));
    shop.get();
    assertThat(shop.loads).hasValue(1);
  }

  @Test
  void aCacheThatIsOpenedLaterKnowsWhatWasTold() {
    Shop shop = told();
    CacheCounts counts = new CacheCounts();
    Cache<String> late =
        shop.caches.open(
            Shop.policy("late", Shop.LIFE, Duration.ZERO, 10), new Shop.AsIs(), counts);
    late.get(
        "a",
        shop.deadline(),
        (key, deadline) -> new Loaded<>(Optional.of("v"), Optional.of(Transactions.of())));
    assertThat(counts.valueOf(CacheEvent.UNKEPT_FLOOR)).isEqualTo(1);
  }

  @Test
  void itKeepsNoMoreThanItsSize() {
    Shop shop = new Shop(Shop.LIFE, Duration.ZERO, 10);
    shop.change(0, "nothing of interest");
    for (int key = 0; key < 1_000; key++) {
      shop.get("key-" + key);
    }
    long before = shop.count(CacheEvent.HIT);
    for (int key = 0; key < 1_000; key++) {
      shop.get("key-" + key);
    }
    assertThat(shop.count(CacheEvent.HIT) - before).isLessThanOrEqualTo(10);
  }
}
