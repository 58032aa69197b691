package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class LogBudgetTest {

  private Instant now = Instant.ofEpochSecond(1_000);
  private final InstantSource clock = () -> now;

  @Test
  void oneLineAnIntervalAndItSaysHowManyWereWithheld() {
    LogBudget budget = new LogBudget(Duration.ofSeconds(1), clock);
    assertThat(budget.take()).hasValue(0);
    for (int i = 0; i < 5; i++) {
      assertThat(budget.take()).isEmpty();
    }
    now = now.plusSeconds(1);
    assertThat(budget.take()).hasValue(5);
    assertThat(budget.take()).isEmpty();
    now = now.plusSeconds(9);
    assertThat(budget.take()).hasValue(1);
  }
}
