package io.matapalo.fastpath.cache.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
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
  private static final int SCAN_MILLIS = 1_000;

  /** Connecting is done in the background, and whoever waits for a command has a deadline. */
  private static final int PATIENT_MILLIS = 3_000;

  /**
   * Nothing is sent again. But Redisson's timer ticks by what this time is beyond whole tenths of a
   * second, and its own default is drawn by lot: up to 100 ticks a second without any request.
   */
  private static final Duration EVEN_DELAY = Duration.ofSeconds(1);

  private final Settings settings;
  private final AtomicReference<@Nullable RedissonClient> client = new AtomicReference<>();
  private final CountDownLatch connected = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile @Nullable ScheduledFuture<?> attempts;

  private RedisLink(Settings settings) {
    this.settings = settings;
  }

  /**
   * Where Redis is.
   *
   * @param servers where, and as whom
   * @param closeTimeout how long closing may take
   * @param retryEvery how long to wait before connecting again
   */
  public record Settings(RedisServers servers, Duration closeTimeout, Duration retryEvery) {

    /** One server. */
    public Settings(RedisAddress address, Duration closeTimeout, Duration retryEvery) {
      this(new RedisServers.Single(address), closeTimeout, retryEvery);
    }
  }

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

  /** Waits for the first connection, at most {@code patience}; then what {@link #client} says. */
  Optional<RedissonClient> client(Duration patience) throws InterruptedException {
    boolean _ = connected.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    return client();
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

  /** The outermost guard of its runs: whatever Redisson throws, the next run tries again. */
  private void connect() {
    if (closed || client.get() != null) {
      return;
    }
    try {
      client.set(Redisson.create(redisson()));
      connected.countDown();
      LOG.info("Redis connected at={}", settings.servers());
    } catch (RuntimeException e) {
      LOG.warn("Redis is not there yet at={} reason={}", settings.servers(), e.getMessage());
    }
  }

  private Config redisson() {
    Config config = new Config();
    config.setThreads(2);
    config.setNettyThreads(2);
    switch (settings.servers()) {
      case RedisServers.Single(RedisAddress address) -> {
        logIn(config, new RedisServers.Login(address.user(), address.password()));
        patient(config.useSingleServer())
            .setAddress(address.url())
            .setConnectionPoolSize(CONNECTIONS)
            .setConnectionMinimumIdleSize(2)
            .setSubscriptionConnectionPoolSize(SUBSCRIPTIONS)
            .setSubscriptionConnectionMinimumIdleSize(SUBSCRIPTIONS);
      }
      case RedisServers.Sentinel sentinel -> {
        logIn(config, sentinel.login());
        sentinels(config, sentinel);
      }
      case RedisServers.Cluster(var nodes, RedisServers.Login login) -> {
        logIn(config, login);
        primariesOnly(config.useClusterServers())
            .setScanInterval(SCAN_MILLIS)
            .addNodeAddress(nodes.stream().map(RedisAddress::url).toArray(String[]::new));
      }
    }
    return config;
  }

  private static void sentinels(Config config, RedisServers.Sentinel sentinel) {
    var servers =
        primariesOnly(config.useSentinelServers())
            .setScanInterval(SCAN_MILLIS)
            .setMasterName(sentinel.primary())
            .setCheckSentinelsList(false)
            // Else Redisson drops living replicas while the primary's link is down.
            .setCheckSlaveStatusWithSyncing(false)
            .addSentinelAddress(
                sentinel.sentinels().stream().map(RedisAddress::url).toArray(String[]::new));
    RedisAddress first = sentinel.sentinels().getFirst();
    first.user().ifPresent(servers::setSentinelUsername);
    first.password().ifPresent(servers::setSentinelPassword);
  }

  private static void logIn(Config config, RedisServers.Login login) {
    login.user().ifPresent(config::setUsername);
    login.password().ifPresent(config::setPassword);
  }

  /** A replica may lag, and entries are compared with the fence that stands beside them. */
  private static <T extends BaseMasterSlaveServersConfig<T>> T primariesOnly(T servers) {
    return patient(servers)
        .setReadMode(ReadMode.MASTER)
        .setMasterConnectionPoolSize(CONNECTIONS)
        .setMasterConnectionMinimumIdleSize(2)
        .setSubscriptionConnectionPoolSize(SUBSCRIPTIONS)
        .setSubscriptionConnectionMinimumIdleSize(SUBSCRIPTIONS);
  }

  private static <T extends BaseConfig<T>> T patient(T servers) {
    return servers
        .setConnectTimeout(PATIENT_MILLIS)
        .setTimeout(PATIENT_MILLIS)
        .setRetryAttempts(0)
        .setRetryDelay(new ConstantDelay(EVEN_DELAY));
  }
}
