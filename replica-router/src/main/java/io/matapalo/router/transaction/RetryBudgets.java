package io.matapalo.router.transaction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.RetryBudget;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * The retry budget of each operation on each node. Budgets are apart, so that one hot row does not
 * use up the retries of all operations. Thread-safe; at most 1,000 budgets, further pairs of node
 * and operation share one.
 */
final class RetryBudgets {

  private static final int MOST = 1_000;

  private record BudgetKey(String node, String operation) {}

  private static final BudgetKey OTHERS = new BudgetKey("(other)", "(other)");

  private final RetryBudget budget;
  private final Outages outages;

  @GuardedBy("this")
  private final Map<BudgetKey, Long> fills = new HashMap<>();

  /** {@code outages}: while one of these is young, retries are free. */
  RetryBudgets(RetryBudget budget, Outages outages) {
    this.budget = budget;
    this.outages = outages;
  }

  Outages outages() {
    return outages;
  }

  /** Each budget's size, by the settings that give it. */
  String told() {
    return "retry.budget-share %s, retry.budget-floor %d"
        .formatted(
            BigDecimal.valueOf(budget.percent(), 2).stripTrailingZeros().toPlainString(),
            budget.floor());
  }

  /** A call of the operation ran on the node: it earns its share of a retry. */
  synchronized void earn(String node, String operation) {
    BudgetKey key = key(node, operation);
    fills.put(key, budget.afterCall(fill(key)));
  }

  /** Takes one retry after a failure of this cause, if there is one. */
  synchronized boolean take(String node, String operation, Cause cause) {
    BudgetKey key = key(node, operation);
    long fill = fill(key);
    if (!budget.allowsRetry(fill, cause)) {
      return false;
    }
    fills.put(key, budget.afterRetry(fill, cause));
    return true;
  }

  @GuardedBy("this")
  private long fill(BudgetKey key) {
    return fills.getOrDefault(key, budget.initial());
  }

  @GuardedBy("this")
  private BudgetKey key(String node, String operation) {
    BudgetKey key = new BudgetKey(node, operation);
    return fills.containsKey(key) || fills.size() < MOST ? key : OTHERS;
  }
}
