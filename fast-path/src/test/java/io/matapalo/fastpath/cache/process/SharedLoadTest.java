package io.matapalo.fastpath.cache.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.LoadFailed;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers of one key who meet. */
final class SharedLoadTest {

  private final Shop shop = new Shop();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  /** Reads at once, and answers when the test lets it go. */
  private final Loader<String> slow =
      (key, deadline) -> {
        Loaded<String> read = shop.load();
        loading.countDown();
        go.await();
        return read;
      };

  @BeforeEach
  void theLogTells() {
    shop.change(0, "nothing of interest");
  }

  @Test
  void aThousandMissesAreOneLoad() throws Exception {
    int callers = 1_000;
    CountDownLatch asking = new CountDownLatch(callers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        answers.add(
            threads.submit(() -> {
              asking.countDown();
              return shop.cache.get("a", shop.deadline(), slow).orElseThrow();
            }));
      }
      asking.await();
      go.countDown();
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("[0]");
      }
    }
    assertThat(shop.loads).hasValue(1);
  }

  @Test
  void aFailureIsToldToAllWhoWaitAndLeavesNothingBehind() throws Exception {
    Loader<String> broken =
        (key, deadline) -> {
          slow.load(key, deadline);
          throw new SQLException("as planned");
        };
    Caller first = new Caller(broken);
    loading.await();
    List<Caller> others = List.of(new Caller(broken), new Caller(broken));
    for (Caller other : others) {
      other.awaitWaiting();
    }
    go.countDown();
    assertThat(first.failure()).isInstanceOf(LoadFailed.class).hasRootCauseMessage("as planned");
    for (Caller other : others) {
      assertThat(other.failure()).isInstanceOf(LoadFailed.class).hasRootCauseMessage("as planned");
    }
    assertThat(shop.loads).hasValue(1);
    assertThat(shop.count(CacheEvent.LOAD_FAILED)).isEqualTo(3);
    assertThat(shop.get()).isEqualTo("[0]");
  }

  @Test
  void whoHasSeenMoreThanTheLoadUnderWayLoadsAnew() throws Exception {
    Caller first = new Caller(slow);
    loading.await();
    shop.show(1);
    shop.seen = Optional.of(Transactions.of(1));
    Caller second = new Caller((key, deadline) -> shop.load());
    second.awaitWaiting();
    go.countDown();
    assertThat(first.value()).isEqualTo("[0]");
    assertThat(second.value()).isEqualTo("[0, 1]");
    assertThat(shop.count(CacheEvent.JOINED_TOO_OLD)).isEqualTo(1);
  }

  @Test
  void beyondTheBoundALoadThatBeganBeforeIsNotEnough() throws Exception {
    Caller first = new Caller(slow);
    loading.await();
    shop.near = false;
    shop.show(1);
    Caller second = new Caller((key, deadline) -> shop.load());
    second.awaitWaiting();
    go.countDown();
    assertThat(first.value()).isEqualTo("[0]");
    assertThat(second.value()).isEqualTo("[0, 1]");
  }

  @Test
  void aLoadThatOutlivesItsDeadlineIsLeftAloneAndNotKept() throws Exception {
    Caller first = new Caller(slow);
    loading.await();
    shop.pass(Duration.ofMinutes(1));
    shop.show(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
    go.countDown();
    assertThat(first.value()).isEqualTo("[0]");
    assertThat(shop.count(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
    assertThat(shop.get()).isEqualTo("[0, 1]");
    assertThat(shop.loads).hasValue(2);
  }

  @Test
  void whoWaitsGivesUpAtHisOwnDeadline() throws Exception {
    Caller first = new Caller(slow);
    loading.await();
    Deadline soon = Deadline.after(Duration.ofMillis(1), shop.nanos::get);
    Caller second = new Caller(slow, soon);
    assertThat(second.failure())
        .isInstanceOf(LoadFailed.class)
        .hasMessage("the load of a took longer than the deadline");
    go.countDown();
    assertThat(first.value()).isEqualTo("[0]");
  }

  /** Asks in a thread of its own. */
  private final class Caller {

    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final Thread thread;

    Caller(Loader<String> loader) {
      this(loader, shop.deadline());
    }

    Caller(Loader<String> loader, Deadline deadline) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  answer.complete(shop.cache.get("a", deadline, loader).orElseThrow());
                } catch (RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              });
    }

    void awaitWaiting() {
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    String value() throws Exception {
      return answer.get();
    }

    Throwable failure() throws InterruptedException {
      thread.join();
      return answer.exceptionNow();
    }
  }
}
