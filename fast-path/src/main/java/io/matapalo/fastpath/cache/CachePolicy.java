package io.matapalo.fastpath.cache;

import java.time.Duration;
import java.util.List;

/**
 * What one cache keeps, where and how long. Immutable.
 *
 * @param name lower-case letters, digits and hyphens, 1 to 40 characters
 * @param scope who shares its values
 * @param size how many entries it keeps at most; in Redis the server's own limit counts, and this
 *     one does not
 * @param life how long an entry is kept at most; positive
 * @param negativeLife how long it is kept that there is no such row; zero: not at all
 * @param earlyRefresh the part of the life, 0 to 0.5, at whose end one caller loads anew while the
 *     others still get the entry
 * @param staleBy the rows whose change makes entries stale; not empty
 */
public record CachePolicy(
    String name,
    Scope scope,
    int size,
    Duration life,
    Duration negativeLife,
    double earlyRefresh,
    List<StaleBy> staleBy) {

  private static final String NAME = "[a-z0-9-]{1,40}";
  private static final double MOST_EARLY = 0.5;

  public CachePolicy {
    refuseUnless(name.matches(NAME), "name must be " + NAME + ", was " + name);
    refuseUnless(size > 0, "size of " + name + " must be positive, was " + size);
    refuseUnless(life.isPositive(), "life of " + name + " must be positive, was " + life);
    refuseUnless(
        !negativeLife.isNegative(),
        "negative-life of " + name + " must not be negative, was " + negativeLife);
    refuseUnless(
        earlyRefresh >= 0 && earlyRefresh <= MOST_EARLY,
        "early-refresh of " + name + " must be 0..0.5, was " + earlyRefresh);
    refuseUnless(!staleBy.isEmpty(), "stale-by of " + name + " must name a table");
    staleBy = List.copyOf(staleBy);
  }

  private static void refuseUnless(boolean good, String message) {
    if (!good) {
      throw new IllegalArgumentException(message);
    }
  }
}
