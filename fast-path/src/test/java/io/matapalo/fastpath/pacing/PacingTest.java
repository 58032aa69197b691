package io.matapalo.fastpath.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PacingTest {

  @Test
  void aDeadlineCountsDownAndPasses() {
    AtomicLong ticker = new AtomicLong(-5);
    Deadline deadline = Deadline.after(Duration.ofNanos(10), ticker::get);
    ticker.addAndGet(4);
    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(6));
    assertThat(deadline.atMost(Duration.ofNanos(2))).isEqualTo(Duration.ofNanos(2));
    ticker.addAndGet(60);
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void pausesStayBetweenBaseAndCap() {
    Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofMillis(250), new Random(1));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(5), Duration.ofMillis(250));
    }
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofMillis(1), new Random(1)))
        .hasMessageContaining("0 < base");
  }

  @Test
  void retriesAreAShareOfTheCallsPlusTheReserve() {
    RetryBudget budget = new RetryBudget(10, 2);
    int retries = 0;
    for (int call = 0; call < 100; call++) {
      budget.onCall();
      retries += budget.tryRetry() ? 1 : 0;
    }
    assertThat(retries).isBetween(11, 12);
  }
}
