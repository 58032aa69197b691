package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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
 * that a dead Redis costs one short wait now and then and not one per request.
 */
public final class RedisCache implements SharedCache {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

  private final RedisLink link;
  private final Settings settings;
  private final LongSupplier nanoTicker;
  private final Counters counters;
  private final AtomicReference<@Nullable Deadline> restUntil = new AtomicReference<>();

  public RedisCache(RedisLink link, Settings settings, LongSupplier nanoTicker, Counters counters) {
    this.link = link;
    this.settings = settings;
    this.nanoTicker = nanoTicker;
    this.counters = counters;
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
    RedissonClient client = usableClient();
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
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | RedisException e) {
      onTrouble(e);
      return Optional.empty();
    }
  }

  @Override
  public void keep(String key, String value, Duration life) {
    RedissonClient client = usableClient();
    if (client == null) {
      return;
    }
    try {
      bucket(client, key)
          .setAsync(value, life)
          .whenComplete((done, trouble) -> {
            if (trouble != null) {
              onTrouble(trouble);
            }
          });
    } catch (RedisException e) {
      onTrouble(e);
    }
  }

  private RBucket<String> bucket(RedissonClient client, String key) {
    return client.getBucket(settings.prefix() + key, StringCodec.INSTANCE);
  }

  private @Nullable RedissonClient usableClient() {
    Deadline rest = restUntil.get();
    boolean resting = rest != null && !rest.hasPassed();
    return resting ? null : link.client().orElse(null);
  }

  private void onTrouble(Throwable trouble) {
    counters.count(EventCounter.CACHE_TROUBLE);
    Deadline before = restUntil.getAndSet(Deadline.after(settings.rest(), nanoTicker));
    if (before == null || before.hasPassed()) {
      LOG.warn(
          "Redis gives trouble, the database is read instead rest={} reason={}",
          settings.rest(),
          String.valueOf(trouble));
    }
  }
}
