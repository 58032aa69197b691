package io.matapalo.router.transaction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.router.retry.RetryBudget;
import java.util.HashMap;
import java.util.Map;

/**
 * The retries that each operation has left on each node, so that one hot row does not eat the
 * retries of all. Thread-safe; at most 1,000 pairs, further ones share one.
 */
final class Budgets {

  private static final int MOST = 1_000;

  private record Of(String node, String operation) {}

  private static final Of OTHERS = new Of("(other)", "(other)");

  private final RetryBudget budget;

  @GuardedBy("this")
  private final Map<Of, Long> fills = new HashMap<>();

  Budgets(RetryBudget budget) {
    this.budget = budget;
  }

  /** A call of the operation ran on the node: it earns its share of a retry. */
  synchronized void earn(String node, String operation) {
    Of key = key(node, operation);
    fills.put(key, budget.afterCall(fill(key)));
  }

  /** Takes one retry, if there is one. */
  synchronized boolean take(String node, String operation) {
    Of key = key(node, operation);
    long fill = fill(key);
    if (!budget.allowsRetry(fill)) {
      return false;
    }
    fills.put(key, budget.afterRetry(fill));
    return true;
  }

  @GuardedBy("this")
  private long fill(Of key) {
    return fills.getOrDefault(key, budget.initial());
  }

  @GuardedBy("this")
  private Of key(String node, String operation) {
    Of key = new Of(node, operation);
    return fills.containsKey(key) || fills.size() < MOST ? key : OTHERS;
  }
}
