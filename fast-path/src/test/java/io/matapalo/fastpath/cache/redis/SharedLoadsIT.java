package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.LoadFailed;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers, processes that die, and values that this cache has not written. */
final class SharedLoadsIT extends StartedRedis {

  @Test
  void aThousandMissesInTwoProcessesLoadOnce() throws Exception {
    write("value");
    CacheProcess second = another();
    CountDownLatch entered = new CountDownLatch(1_000);
    AtomicInteger loads = new AtomicInteger();
    Loader<String> loader =
        (key, _) -> {
          loads.incrementAndGet();
          assertThat(entered.await(1, TimeUnit.MINUTES)).isTrue();
          return database.read(key);
        };
    List<Future<Optional<String>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        CacheProcess one = i % 2 == 0 ? process : second;
        all.add(
            threads.submit(() -> {
              entered.countDown();
              return one.get(KEY, loader);
            }));
      }
      for (Future<Optional<String>> each : all) {
        assertThat(each.get()).contains("value");
      }
    }
    assertThat(loads).hasValue(1);
  }

  /** Its lease would keep others off for ten minutes. */
  @Test
  void aFailedLoadIsToldOnceToThoseWhoWaitedAndTheNextOneLoads() throws Exception {
    write("value");
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch fail = new CountDownLatch(1);
    AtomicInteger failures = new AtomicInteger();
    Loader<String> failing =
        (_, _) -> {
          failures.incrementAndGet();
          loading.countDown();
          fail.await();
          throw new IllegalStateException("as planned");
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<String>> first = threads.submit(() -> process.get(KEY, failing));
      loading.await();
      Future<Optional<String>> elsewhere =
          threads.submit(() -> another().get(KEY, database.loader()));
      fail.countDown();
      assertThatThrownBy(first::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(LoadFailed.class)
          .hasRootCauseMessage("as planned");
      assertThat(elsewhere.get()).contains("value");
    }
    assertThat(get()).contains("value");
    assertThat(failures).hasValue(1);
    assertThat(database.loads()).isEqualTo(1);
  }

  /** Of a process that died while it loaded. */
  @Test
  void aLeaseThatNobodyGivesBackHoldsNobodyForLong() {
    RedisCaches.Settings brief = herd(Duration.ofMillis(200));
    write("value");
    take(place);
    assertThat(process(brief, CacheProcess.POLICY).get(KEY, database.loader())).contains("value");
    assertThat(database.loads()).isEqualTo(1);
  }

  /** The wait for another process leaves time for a load of one's own. */
  @Test
  void waitsForAnotherProcessWithinHalfOfItsDeadline() {
    write("value");
    take(place);
    Deadline[] left = new Deadline[1];
    Optional<String> got =
        process.cache.get(
            KEY,
            Deadline.after(Duration.ofSeconds(2), System::nanoTime),
            (key, deadline) -> {
              left[0] = deadline;
              return database.read(key);
            });
    assertThat(got).contains("value");
    assertThat(left[0].hasPassed()).isFalse();
    assertThat(console.ask("EXISTS", place.value())).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"damaged", "newer", "foreign", "blank", "list", "other codec"})
  void anyOddValueIsAMissAndHeals(String kind) {
    write("value");
    get();
    String whole = console.ask("GET", place.value());
    switch (kind) {
      case "damaged" -> console.ask("SETRANGE", place.value(), "30", "#");
      case "newer" -> console.ask("SET", place.value(), "M2" + whole.substring(2));
      case "foreign" -> console.ask("SET", place.value(), "{\"id\":7}");
      case "blank" -> console.ask("SET", place.value(), "");
      case "other codec" -> console.ask("SET", place.value(), otherCodec());
      default -> {
        console.ask("DEL", place.value());
        console.ask("RPUSH", place.value(), "a");
      }
    }
    assertThat(get()).contains("value");
    assertThat(database.loads()).isEqualTo(2);
    assertThat(process.counted(CacheEvent.DAMAGED)).isEqualTo(kind.equals("list") ? 0 : 1);
    assertThat(get()).contains("value");
    assertThat(database.loads()).isEqualTo(2);
    assertThat(process.trouble()).isZero();
  }

  @Test
  void anOddLeaseOrFenceIsReplaced() {
    console.ask("RPUSH", place.lease(), "a");
    write("value");
    console.ask("RPUSH", place.lease(), "a");
    get();
    get();
    assertThat(database.loads()).isEqualTo(1);
    for (String odd : List.of("foreign", "M1|ab||not numbers", "")) {
      console.ask("SET", place.fence(), odd);
      awaitAnotherEpoch(odd);
    }
    console.ask("DEL", place.fence());
    console.ask("RPUSH", place.fence(), "a");
    await()
        .atMost(CacheProcess.SOON)
        .until(() -> console.ask("TYPE", place.fence()), "string"::equals);
    assertThat(get()).contains("value");
    assertThat(process.trouble()).isZero();
  }

  @Test
  void scriptsThatRedisForgotAreSentAgain() {
    console.ask("SCRIPT", "FLUSH");
    write("value");
    console.ask("SCRIPT", "FLUSH");
    get();
    get();
    assertThat(database.loads()).isEqualTo(1);
    assertThat(process.trouble()).isZero();
  }

  @Test
  void oneCallerLoadsAnewBeforeTheLifeIsOverAndTheOthersAreServed() {
    CachePolicy early = policy(Duration.ofMinutes(10), Duration.ofMinutes(1), 0.1);
    CacheProcess refreshing = process(CacheProcess.SETTINGS, early);
    refreshing.get(KEY, database.giving("first", database.position()));
    refreshing.clockMillis.addAndGet(Duration.ofMinutes(8).toMillis());
    refreshing.get(KEY, database.giving("too early", database.position()));
    refreshing.clockMillis.addAndGet(Duration.ofSeconds(61).toMillis());
    for (int i = 0; i < 5; i++) {
      assertThat(refreshing.get(KEY, database.giving("second", database.position())))
          .get()
          .isIn("first", "second");
    }
    await()
        .atMost(CacheProcess.SOON)
        .until(() -> refreshing.get(KEY, database.loader()), Optional.of("second")::equals);
    assertThat(database.loads()).isEqualTo(2);
    assertThat(refreshing.counted(CacheEvent.REFRESHED)).isEqualTo(1);
  }

  @Test
  void hostsWithARedisOfTheirOwnShareNothing() {
    CacheProcess other =
        process(
            new RedisCaches.Settings(
                "other",
                1,
                CacheProcess.SETTINGS.readTimeout(),
                CacheProcess.SETTINGS.rest(),
                CacheProcess.SETTINGS.herd(),
                CacheProcess.SETTINGS.longestLoad()),
            CacheProcess.POLICY);
    get();
    other.get(KEY, database.loader());
    assertThat(database.loads()).isEqualTo(2);
  }
}
