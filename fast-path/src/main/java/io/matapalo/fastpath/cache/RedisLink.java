package io.matapalo.fastpath.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to Redis in the background and tries again until it is there, so that the server starts
 * without it; from then on Redisson reconnects by itself. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final int CONNECTIONS = 16;
  private static final int SUBSCRIPTIONS = 1;

  /** Connecting is done in the background, and whoever waits for a command has a deadline. */
  private static final int PATIENT_MILLIS = 3_000;

  /**
   * Nothing is sent again. But Redisson's timer ticks by what this time is beyond whole tenths of a
   * second, and its own default is drawn by lot: up to 100 ticks a second without any request.
   */
  private static final Duration EVEN_DELAY = Duration.ofSeconds(1);

  private final Settings settings;
  private final AtomicReference<@Nullable RedissonClient> client = new AtomicReference<>();
  private volatile boolean closed;
  private volatile @Nullable ScheduledFuture<?> attempts;

  private RedisLink(Settings settings) {
    this.settings = settings;
  }

  /**
   * Where Redis is.
   *
   * @param address where, and as whom
   * @param closeTimeout how long closing may take
   * @param retryEvery how long to wait before connecting again
   */
  public record Settings(RedisAddress address, Duration closeTimeout, Duration retryEvery) {}

  /** Starts connecting on {@code scheduler} and returns at once. */
  public static RedisLink open(Settings settings, ScheduledExecutorService scheduler) {
    RedisLink link = new RedisLink(settings);
    link.attempts =
        scheduler.scheduleWithFixedDelay(
            link::connect, 0, settings.retryEvery().toMillis(), TimeUnit.MILLISECONDS);
    return link;
  }

  /** The client, once connected. */
  public Optional<RedissonClient> client() {
    return Optional.ofNullable(client.get());
  }

  @Override
  public void close() {
    closed = true;
    ScheduledFuture<?> running = attempts;
    if (running != null) {
      running.cancel(false);
    }
    RedissonClient open = client.getAndSet(null);
    if (open != null) {
      open.shutdown(0, settings.closeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void connect() {
    if (closed || client.get() != null) {
      return;
    }
    try {
      client.set(Redisson.create(redisson()));
      LOG.info("Redis connected url={}", settings.address());
    } catch (RedisException e) {
      LOG.warn("Redis is not there yet url={} reason={}", settings.address(), e.getMessage());
    }
  }

  private Config redisson() {
    Config config = new Config();
    config.setThreads(2);
    config.setNettyThreads(2);
    settings.address().user().ifPresent(config::setUsername);
    settings.address().password().ifPresent(config::setPassword);
    config
        .useSingleServer()
        .setAddress(settings.address().url())
        .setConnectTimeout(PATIENT_MILLIS)
        .setTimeout(PATIENT_MILLIS)
        .setRetryAttempts(0)
        .setRetryDelay(new ConstantDelay(EVEN_DELAY))
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(2)
        .setSubscriptionConnectionPoolSize(SUBSCRIPTIONS)
        .setSubscriptionConnectionMinimumIdleSize(SUBSCRIPTIONS);
    return config;
  }
}
