package io.matapalo.router.transaction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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

  private final double share;
  private final int floor;

  @GuardedBy("this")
  private final Map<Of, Double> left = new HashMap<>();

  Budgets(double share, int floor) {
    this.share = share;
    this.floor = floor;
  }

  /** A call of the operation ran on the node: it earns its share of a retry. */
  synchronized void earn(String node, String operation) {
    left.compute(
        key(node, operation), (any, had) -> Math.min(most(), (had == null ? floor : had) + share));
  }

  /** Takes one retry, if there is one. */
  synchronized boolean take(String node, String operation) {
    Of key = key(node, operation);
    double had = left.getOrDefault(key, (double) floor);
    if (had < 1) {
      return false;
    }
    left.put(key, had - 1);
    return true;
  }

  private double most() {
    return Math.max(floor, 1);
  }

  @GuardedBy("this")
  private Of key(String node, String operation) {
    Of key = new Of(node, operation);
    return left.containsKey(key) || left.size() < MOST ? key : OTHERS;
  }
}
