package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The circuit breaker on a manual clock: half of ten answers in 10 s open it for 5 s. */
class CircuitBreakerTest {

  private static final CircuitBreaker.Settings SETTINGS =
      new CircuitBreaker.Settings(50, 10, Duration.ofSeconds(10), Duration.ofSeconds(5), 2);

  private long nowMillis;
  private final CircuitBreaker breaker =
      new CircuitBreaker("cluster", SETTINGS, () -> Instant.ofEpochMilli(nowMillis));

  private void succeed(int count) {
    for (int i = 0; i < count; i++) {
      breaker.succeeded(breaker.pass());
    }
  }

  private void fail(int count) {
    for (int i = 0; i < count; i++) {
      breaker.failed(breaker.pass());
    }
  }

  private void open() {
    fail(10);
    assertThat(breaker.state()).isEqualTo("open");
  }

  private void halfOpen() {
    open();
    nowMillis += 5_000;
  }

  @Test
  void rateOfFailuresOpensItOnceThereAreEnoughAnswers() {
    succeed(5);
    fail(4);
    assertThat(breaker.state()).isEqualTo("closed");
    fail(1);
    assertThat(breaker.state()).isEqualTo("open");
    assertThat(breaker.openedCount()).isEqualTo(1);
  }

  @Test
  void lowerRateLeavesItClosed() {
    succeed(11);
    fail(10);
    assertThat(breaker.state()).isEqualTo("closed");
  }

  @Test
  void rateIsThatOfOneInterval() {
    fail(9);
    nowMillis += 10_000;
    fail(9);
    assertThat(breaker.state()).isEqualTo("closed");
    fail(1);
    assertThat(breaker.state()).isEqualTo("open");
  }

  @Test
  void openItGivesNoPassUntilItsTimeIsOver() {
    open();
    nowMillis += 4_999;
    assertThat(breaker.refuses()).isTrue();
    assertThat(breaker.pass()).isEqualTo(CircuitBreaker.REFUSED);
    nowMillis++;
    assertThat(breaker.refuses()).isFalse();
    assertThat(breaker.pass()).isNotEqualTo(CircuitBreaker.REFUSED);
    assertThat(breaker.state()).isEqualTo("half-open");
  }

  @Test
  void halfOpenItGivesSomePassesAndClosesIfAllGoWell() {
    halfOpen();
    long first = breaker.pass();
    long second = breaker.pass();
    assertThat(breaker.pass()).isEqualTo(CircuitBreaker.REFUSED);
    assertThat(breaker.refuses()).isTrue();
    breaker.succeeded(first);
    assertThat(breaker.state()).isEqualTo("half-open");
    breaker.succeeded(second);
    assertThat(breaker.state()).isEqualTo("closed");
    fail(9);
    assertThat(breaker.state()).as("counts begin anew").isEqualTo("closed");
  }

  @Test
  void oneFailureOfAHalfOpenOneOpensItAgain() {
    halfOpen();
    fail(1);
    assertThat(breaker.state()).isEqualTo("open");
    assertThat(breaker.openedCount()).isEqualTo(2);
    nowMillis += 4_999;
    assertThat(breaker.refuses()).isTrue();
  }

  /** Requests with long deadlines fail for long after the breaker has opened. */
  @Test
  void whatWasSentBeforeItOpenedCountsNoMore() {
    long before = breaker.pass();
    halfOpen();
    long trial = breaker.pass();
    breaker.failed(before);
    breaker.succeeded(before);
    assertThat(breaker.state()).isEqualTo("half-open");
    breaker.succeeded(trial);
    succeed(1);
    assertThat(breaker.state()).isEqualTo("closed");
    for (int i = 0; i < 10; i++) {
      breaker.failed(before);
    }
    assertThat(breaker.state()).isEqualTo("closed");
  }

  /** Their clients have left, or this machine had no descriptor for them. */
  @Test
  void passesThatTellNothingAreGivenAgainAfterAWhile() {
    halfOpen();
    succeed(1);
    assertThat(breaker.pass()).isNotEqualTo(CircuitBreaker.REFUSED);
    nowMillis += 4_999;
    assertThat(breaker.pass()).isEqualTo(CircuitBreaker.REFUSED);
    nowMillis++;
    assertThat(breaker.refuses()).isFalse();
    succeed(1);
    assertThat(breaker.state()).isEqualTo("closed");
  }

  @Test
  void rateThatIsNoneIsRefused() {
    assertThatThrownBy(
            () -> new CircuitBreaker.Settings(0, 1, Duration.ZERO, Duration.ofSeconds(1), 1))
        .hasMessageContaining("percent must be 1..100, was 0");
  }
}
