package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Front door: the caches of a process by name, each in the store of its scope. Thread-safe.
 *
 * <p>The log's reader is given {@link #targets} and the policies of all caches; from then on each
 * change that the log tells drops what it made stale.
 */
public final class Caches {

  private final Map<String, CachePolicy> policies = new LinkedHashMap<>();
  private final Map<String, CacheCounts> counts = new LinkedHashMap<>();
  private final Map<Scope, CacheStore> stores;
  private final Set<String> opened = new HashSet<>();

  /**
   * The caches of these policies.
   *
   * @param stores by scope; one for each scope that a policy names
   * @throws IllegalArgumentException when a name comes twice, or a scope has no store
   */
  public Caches(List<CachePolicy> policies, Map<Scope, CacheStore> stores) {
    this.stores = Map.copyOf(stores);
    for (CachePolicy policy : policies) {
      storeOf(policy);
      if (this.policies.put(policy.name(), policy) != null) {
        throw new IllegalArgumentException("cache " + policy.name() + " is given twice");
      }
      counts.put(policy.name(), new CacheCounts());
    }
  }

  /**
   * The cache of this name. A name has one owner, because a second one might read its values as
   * another type.
   *
   * @throws IllegalArgumentException when no policy has this name
   * @throws IllegalStateException when it was opened already
   */
  public <V> Cache<V> cache(String name, ValueCodec<V> codec) {
    CachePolicy policy = policies.get(name);
    CacheCounts counted = counts.get(name);
    if (policy == null || counted == null) {
      throw new IllegalArgumentException(
          "no cache " + name + ", there are " + policies.keySet() + "; add it to caches.yaml");
    }
    synchronized (opened) {
      if (!opened.add(name)) {
        throw new IllegalStateException("cache " + name + " is open already");
      }
    }
    return storeOf(policy).open(policy, codec, counted);
  }

  /** What the log's reader tells: one target for each scope that a cache has. */
  public List<InvalidationTarget> targets() {
    return policies.values().stream()
        .map(CachePolicy::scope)
        .distinct()
        .map(stores::get)
        .map(CacheStore::target)
        .toList();
  }

  /** The counts of each cache, by its name. */
  public Map<String, CacheCounts> counts() {
    return Map.copyOf(counts);
  }

  private CacheStore storeOf(CachePolicy policy) {
    CacheStore store = stores.get(policy.scope());
    if (store == null) {
      throw new IllegalArgumentException(
          "cache " + policy.name() + " has scope " + policy.scope() + ", for which is no store");
    }
    return store;
  }
}
