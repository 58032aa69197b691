package io.matapalo.router.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Never more retries than the share of the calls and the floor; the seed is in each failure. */
final class RetryBudgetPropertyTest {

  private static final long SEED = Long.getLong("matapalo.seed", 20_261_128);

  private final Random random = new Random(SEED);

  /** Every attempt fails, as when all write one row: what is tried again is bounded. */
  @ParameterizedTest
  @CsvSource({
    "10,10,LINK_LOST",
    "0,10,LOCK_WAIT",
    "100,0,OVERLOAD",
    "10,0,LINK_LOST",
    "25,3,OTHER",
    "0,0,LINK_LOST",
    "0,0,CONFLICT"
  })
  void everyCallFailsOnADatabaseThatSuffers(int percent, int floor, Cause cause) {
    RetryBudget budget = new RetryBudget(percent, floor);
    long fill = budget.initial();
    long retries = 0;
    int calls = 10_000;
    for (int call = 0; call < calls; call++) {
      fill = budget.afterCall(fill);
      for (int attempt = 0; attempt < 4 && budget.allowsRetry(fill, cause); attempt++) {
        fill = budget.afterRetry(fill, cause);
        retries++;
      }
    }

    long most = (long) calls * percent / 100 + floor;
    // A call that finds the bucket full brings nothing.
    assertThat(retries).isBetween(Math.max(0, most - 1), most);
  }

  /** One of two writers of a row loses on a healthy database: five retries for each call. */
  @ParameterizedTest
  @CsvSource({"10,10,CONFLICT", "10,10,SNAPSHOT", "5,2,CONFLICT"})
  void losersHaveFiftyTimesAsMany(int percent, int floor, Cause cause) {
    RetryBudget budget = new RetryBudget(percent, floor);
    long fill = budget.initial();
    long retries = 0;
    int calls = 10_000;
    for (int call = 0; call < calls; call++) {
      fill = budget.afterCall(fill);
      for (int attempt = 0; attempt < 29 && budget.allowsRetry(fill, cause); attempt++) {
        fill = budget.afterRetry(fill, cause);
        retries++;
      }
    }

    long most = 50 * ((long) calls * percent / 100 + floor);
    assertThat(retries).isBetween(most - 50, most);
  }

  @Test
  void boundHoldsForAnyOrderOfCallsAndRetries() {
    for (int run = 0; run < 500; run++) {
      RetryBudget budget = new RetryBudget(random.nextInt(101), random.nextInt(50));
      long fill = budget.initial();
      long retries = 0;
      long calls = 0;
      for (int step = 0; step < 400; step++) {
        if (random.nextInt(3) == 0) {
          fill = budget.afterCall(fill);
          calls++;
        } else if (budget.allowsRetry(fill, Cause.LINK_LOST)) {
          fill = budget.afterRetry(fill, Cause.LINK_LOST);
          retries++;
        }
        assertThat(retries * 100)
            .as("seed %d run %d", SEED, run)
            .isLessThanOrEqualTo(calls * budget.percent() + budget.floor() * 100L);
        assertThat(fill).isNotNegative();
      }
    }
  }

  /** Quiet hours do not save up for a storm. */
  @Test
  void bucketHasABrim() {
    RetryBudget budget = RetryBudget.STANDARD;
    long fill = budget.initial();
    for (int call = 0; call < 100_000; call++) {
      fill = budget.afterCall(fill);
    }

    int retries = 0;
    while (budget.allowsRetry(fill, Cause.LINK_LOST)) {
      fill = budget.afterRetry(fill, Cause.LINK_LOST);
      retries++;
    }
    assertThat(retries).isEqualTo(10);
  }

  @Test
  void retryThatIsNotAllowedIsRefused() {
    assertThatThrownBy(() -> RetryBudget.STANDARD.afterRetry(99, Cause.LINK_LOST))
        .hasMessage("no retry is left, the fill is 99");
    assertThatThrownBy(() -> new RetryBudget(101, 1)).hasMessageContaining("was 101");
    assertThatThrownBy(() -> new RetryBudget(1, -1)).hasMessageContaining("was -1");
  }

  @Test
  void theLargestBudgetIsAllowed() {
    assertThat(new RetryBudget(100, 10_000).initial()).isEqualTo(1_000_000);
    assertThatThrownBy(() -> new RetryBudget(101, 10_000)).hasMessageContaining("was 101");
    assertThatThrownBy(() -> new RetryBudget(100, 10_001)).hasMessageContaining("was 10001");
  }
}
