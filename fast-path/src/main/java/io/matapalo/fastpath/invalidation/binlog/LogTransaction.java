package io.matapalo.fastpath.invalidation.binlog;

import io.matapalo.fastpath.cache.staleness.Stale;
import java.util.List;
import java.util.Optional;

/**
 * A transaction of the log, to its end. Immutable.
 *
 * @param gtid its identifier; empty where it has none
 * @param stale what it made stale, without repetitions
 * @param loss why more than that may be stale; usually empty
 */
public record LogTransaction(String gtid, List<Stale> stale, Optional<String> loss) {

  public LogTransaction {
    stale = List.copyOf(stale);
  }
}
