package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.SharedCache;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SharedCache} in Redis. Thread-safe. After trouble it leaves Redis alone for a while, so
 * that a dead Redis costs one short wait now and then and not one per request. Reads and writes
 * rest apart, because a full or read-only Redis still reads. A key of another type is a miss: the
 * next write replaces it, whatever it is.
 */
public final class RedisCache implements SharedCache {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

  /** How Redis begins its answer to a command that does not fit the key's type. */
  private static final String OTHER_TYPE = "WRONGTYPE";

  private final RedisLink link;
  private final Settings settings;
  private final Counters counters;
  private final RedisCommands.Rest reads;
  private final RedisCommands.Rest writes;

  public RedisCache(RedisLink link, Settings settings, LongSupplier nanoTicker, Counters counters) {
    this.link = link;
    this.settings = settings;
    this.counters = counters;
    this.reads = new RedisCommands.Rest(settings.rest(), nanoTicker);
    this.writes = new RedisCommands.Rest(settings.rest(), nanoTicker);
  }

  /**
   * How Redis is used.
   *
   * @param prefix before each key
   * @param readTimeout how long a look-up may take
   * @param rest how long Redis is left alone after trouble
   */
  public record Settings(String prefix, Duration readTimeout, Duration rest) {}

  @Override
  public Optional<String> find(String key, Deadline deadline) {
    RedissonClient client = usableClient(reads);
    if (client == null) {
      return Optional.empty();
    }
    try {
      String value =
          bucket(client, key)
              .getAsync()
              .toCompletableFuture()
              .get(deadline.atMost(settings.readTimeout()).toNanos(), TimeUnit.NANOSECONDS);
      counters.count(value == null ? EventCounter.CACHE_MISS : EventCounter.CACHE_HIT);
      return Optional.ofNullable(value);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      onFailedRead(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | RedisException e) {
      onTrouble(reads, e);
    }
    return Optional.empty();
  }

  @Override
  public void keep(String key, String value, Duration life) {
    RedissonClient client = usableClient(writes);
    if (client == null) {
      return;
    }
    try {
      bucket(client, key)
          .setAsync(value, life)
          .whenComplete((done, trouble) -> {
            if (trouble != null) {
              onTrouble(writes, trouble);
            }
          });
    } catch (RedisException e) {
      onTrouble(writes, e);
    }
  }

  private void onFailedRead(Throwable failure) {
    if (String.valueOf(failure.getMessage()).startsWith(OTHER_TYPE)) {
      counters.count(EventCounter.CACHE_MISS);
      return;
    }
    onTrouble(reads, failure);
  }

  private RBucket<String> bucket(RedissonClient client, String key) {
    return client.getBucket(settings.prefix() + key, StringCodec.INSTANCE);
  }

  private @Nullable RedissonClient usableClient(RedisCommands.Rest rest) {
    return rest.isUnderWay() ? null : link.client().orElse(null);
  }

  private void onTrouble(RedisCommands.Rest rest, Throwable trouble) {
    counters.count(EventCounter.CACHE_TROUBLE);
    if (rest.begin()) {
      LOG.warn(
          "Redis gives trouble, the database is read instead {}-rest={} reason={}",
          rest == reads ? "read" : "write",
          settings.rest(),
          String.valueOf(trouble));
    }
  }
}
