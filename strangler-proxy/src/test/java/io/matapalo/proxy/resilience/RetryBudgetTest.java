package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How many repetitions there are. */
class RetryBudgetTest {

  @Test
  void budgetHasAReserveAndEarnsItsShare() {
    RetryBudget budget = new RetryBudget(20);
    for (int i = 0; i < RetryBudget.RESERVE; i++) {
      assertThat(budget.take()).isTrue();
    }
    assertThat(budget.take()).isFalse();
    for (int i = 0; i < 5; i++) {
      budget.earn();
    }
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
  }

  @Test
  void budgetOfNothingAllowsNothingAndSavingsHaveALimit() {
    RetryBudget none = new RetryBudget(0);
    none.earn();
    assertThat(none.take()).isFalse();
    RetryBudget budget = new RetryBudget(100);
    for (int i = 0; i < 1_000; i++) {
      budget.earn();
    }
    for (int i = 0; i < RetryBudget.RESERVE; i++) {
      assertThat(budget.take()).isTrue();
    }
    assertThat(budget.take()).isFalse();
    assertThatThrownBy(() -> new RetryBudget(101)).hasMessageContaining("was 101");
  }
}
