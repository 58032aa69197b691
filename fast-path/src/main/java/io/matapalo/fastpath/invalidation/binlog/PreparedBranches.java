package io.matapalo.fastpath.invalidation.binlog;

import io.matapalo.fastpath.cache.staleness.Stale;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What prepared transactions (XA) will have made stale once they are committed. Beyond its bounds
 * it forgets the oldest. Confined to one thread.
 */
final class PreparedBranches {

  private static final int MAX_BRANCHES = 1_000;
  private static final int MAX_KEYS = 1_000;

  private final Map<String, List<Stale>> branches =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Stale>> eldest) {
          return size() > MAX_BRANCHES;
        }
      };

  void prepared(String name, Collection<Stale> stale) {
    branches.put(name, new ArrayList<>(stale.size() > MAX_KEYS ? wholes(stale) : stale));
  }

  /** What a branch has made stale, which is over now; empty when it is not known. */
  Optional<List<Stale>> ended(String name) {
    return Optional.ofNullable(branches.remove(name));
  }

  /** The whole caches instead of their entries. */
  static List<Stale> wholes(Collection<Stale> stale) {
    return stale.stream().map(Stale::cache).distinct().<Stale>map(Stale.Whole::new).toList();
  }
}
