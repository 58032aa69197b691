package io.matapalo.fastpath.cache.config;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.redis.RedisServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of all caches. Immutable. Keys of the file are the components' names in lower case
 * with dashes.
 *
 * @param bound how old an answer may be, compared with the database
 * @param namespace what all keys in Redis begin with, so that several applications may share one
 * @param refreshTimeout how long an early refresh may take
 * @param redis the Redis of the scopes {@link Scope#SERVER} and {@link Scope#GLOBAL}, where given
 * @param log the database's log, which tells what is stale
 * @param caches not empty; their scopes are in {@code redis} or {@link Scope#PROCESS}
 */
public record CachesConfig(
    Duration bound,
    String namespace,
    Duration refreshTimeout,
    Map<Scope, Redis> redis,
    LogSource log,
    List<CachePolicy> caches) {

  public CachesConfig {
    redis = Map.copyOf(redis);
    caches = List.copyOf(caches);
  }

  /**
   * One Redis and how it is used.
   *
   * @param readTimeout how long a look-up may take; then the database is read
   * @param rest how long Redis is left alone after trouble
   */
  public record Redis(RedisServers servers, Duration readTimeout, Duration rest) {}
}
