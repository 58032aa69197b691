package io.matapalo.fastpath;

import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.fastpath.http.ListenerSettings;
import io.matapalo.fastpath.session.SessionTimes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a {@link FastPathServer}. Immutable. Keys of the file are the components' names
 * in lower case with dashes; a missing one has its default.
 */
public record FastPathConfig(
    Listener listener,
    Database database,
    Vendors vendors,
    Notification notification,
    Cache cache,
    Timing timing,
    Usage usage) {

  /**
   * The front door.
   *
   * @param host address to listen on; default {@code 127.0.0.1}
   * @param port 0 to 65535, 0 (default) takes a free one
   * @param maxConcurrent requests worked on at once, 1 to 10000; default 256; more get a 503
   * @param maxBodyBytes largest message read, 1 KiB to 1 MiB; default 64 KiB; larger ones are
   *     declined
   * @param shutdownGrace how long requests under way may take when stopping; default 10 s
   */
  public record Listener(
      String host, int port, int maxConcurrent, int maxBodyBytes, Duration shutdownGrace)
      implements ListenerSettings {

    /** The defaults. */
    public static final Listener DEFAULT =
        new Listener("127.0.0.1", 0, 256, 64 * 1024, Duration.ofSeconds(10));

    public Listener {
      notBlank("listen-host", host);
      inRange("listen-port", port, 0, 65_535);
      inRange("max-concurrent", maxConcurrent, 1, 10_000);
      inRange("max-body-bytes", maxBodyBytes, 1_024, 1_024 * 1_024);
      positive("shutdown-grace", shutdownGrace);
    }
  }

  /**
   * The database.
   *
   * @param jdbcUrl URL of one host, or with {@code jdbc:matapalo:} and a topology of several;
   *     mandatory
   * @param user mandatory
   * @param password may be empty; in no text form
   * @param poolSize connections at most, all kept open, 1 to 1000; default 32
   * @param borrowTimeout wait for a connection, at least 250 ms; default 2 s
   */
  public record Database(
      String jdbcUrl, String user, String password, int poolSize, Duration borrowTimeout) {

    /** Default of {@code poolSize}. */
    public static final int DEFAULT_POOL_SIZE = 32;

    /** Default of {@code borrowTimeout}. */
    public static final Duration DEFAULT_BORROW_TIMEOUT = Duration.ofSeconds(2);

    public Database {
      notBlank("jdbc-url", jdbcUrl);
      notBlank("jdbc-user", user);
      inRange("pool-size", poolSize, 1, 1_000);
      positive("borrow-timeout", borrowTimeout);
    }

    @Override
    public String toString() {
      return "Database[user=" + user + ", poolSize=" + poolSize + "]";
    }
  }

  /**
   * The other companies.
   *
   * @param paymentUrl mandatory
   * @param paymentTimeout one call; default 3 s
   * @param taxUrl mandatory
   * @param taxTimeout one call; default 2 s
   * @param rest how long a vendor whose calls failed is left alone; default 2 s
   */
  public record Vendors(
      URI paymentUrl, Duration paymentTimeout, URI taxUrl, Duration taxTimeout, Duration rest) {

    /** Default of {@code paymentTimeout}. */
    public static final Duration DEFAULT_PAYMENT_TIMEOUT = Duration.ofSeconds(3);

    /** Default of {@code taxTimeout}. */
    public static final Duration DEFAULT_TAX_TIMEOUT = Duration.ofSeconds(2);

    /** Default of {@code rest}. */
    public static final Duration DEFAULT_REST = Duration.ofSeconds(2);

    public Vendors {
      http("payment-url", paymentUrl);
      http("tax-url", taxUrl);
      positive("payment-timeout", paymentTimeout);
      positive("tax-timeout", taxTimeout);
      positive("vendor-rest", rest);
    }

    /** With the default times. */
    public static Vendors at(URI paymentUrl, URI taxUrl) {
      return new Vendors(
          paymentUrl, DEFAULT_PAYMENT_TIMEOUT, taxUrl, DEFAULT_TAX_TIMEOUT, DEFAULT_REST);
    }
  }

  /**
   * Messages to customers.
   *
   * @param url of the message gateway; empty (default): nobody is told
   * @param timeout one message; default 2 s
   * @param workers messages sent at once, 1 to 64; default 4
   * @param queue messages that wait, 1 to 100000; default 1000; more are dropped
   */
  public record Notification(Optional<URI> url, Duration timeout, int workers, int queue) {

    /** The defaults. */
    public static final Notification NONE =
        new Notification(Optional.empty(), Duration.ofSeconds(2), 4, 1_000);

    public Notification {
      url.ifPresent(address -> http("notification-url", address));
      positive("notification-timeout", timeout);
      inRange("notification-workers", workers, 1, 64);
      inRange("notification-queue", queue, 1, 100_000);
    }

    /** With the default bounds. */
    public static Notification at(URI url) {
      return new Notification(Optional.of(url), NONE.timeout(), NONE.workers(), NONE.queue());
    }
  }

  /**
   * The shared cache.
   *
   * @param redis from {@code redis-url}, mandatory, and {@code redis-password}; in no text form is
   *     the password
   * @param redisTimeout one look-up; default 250 ms; then the database is read
   * @param redisRest how long Redis is left alone after trouble; default 1 s
   * @param eventLife how old event data may be; default 30 s
   */
  public record Cache(
      RedisAddress redis, Duration redisTimeout, Duration redisRest, Duration eventLife) {

    public Cache {
      positive("redis-timeout", redisTimeout);
      positive("redis-rest", redisRest);
      positive("event-life", eventLife);
    }

    /** With the default times. */
    public static Cache at(RedisAddress redis) {
      return new Cache(
          redis, Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(30));
    }
  }

  /**
   * Times of the work itself.
   *
   * @param requestDeadline one request; default 8 s
   * @param lockWait how long a statement may wait for a row lock; whole seconds; default 3 s
   * @param background what is done beside requests; its {@code sweep-age} is longer than the
   *     request deadline
   * @param ratesRefreshBefore how long before its end the tax table is replaced; default 60 s
   * @param sessions how long sessions live, and by how much their rows may lag
   */
  public record Timing(
      Duration requestDeadline,
      Duration lockWait,
      Background background,
      Duration ratesRefreshBefore,
      SessionTimes sessions) {

    /** The defaults. */
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(8),
            Duration.ofSeconds(3),
            Background.DEFAULT,
            Duration.ofSeconds(60),
            SessionTimes.DEFAULT);

    public Timing {
      positive("request-deadline", requestDeadline);
      inRange("lock-wait (seconds)", lockWait.toSeconds(), 1, 50);
      positive("rates-refresh-before", ratesRefreshBefore);
      if (background.sweepAge().compareTo(requestDeadline) <= 0) {
        throw new IllegalArgumentException(
            "sweep-age must be longer than request-deadline "
                + requestDeadline
                + ", was "
                + background.sweepAge());
      }
    }

    /** The same with other times of sessions. */
    public Timing withSessions(SessionTimes changed) {
      return new Timing(requestDeadline, lockWait, background, ratesRefreshBefore, changed);
    }
  }

  /**
   * What is done beside requests.
   *
   * @param sweepEvery how often authorised orders are finished; default 10 s
   * @param sweepAge how old they must be; default 30 s
   * @param expireEvery how often overdue reservations are given back; default 1 s; longer where the
   *     database should have rest, since a reservation that finds too few tickets does not wait for
   *     it
   */
  public record Background(Duration sweepEvery, Duration sweepAge, Duration expireEvery) {

    /** The defaults. */
    public static final Background DEFAULT =
        new Background(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1));

    public Background {
      positive("sweep-every", sweepEvery);
      positive("expire-every", expireEvery);
    }
  }

  /**
   * How uses are counted.
   *
   * @param journal file of this instance alone, in a folder that outlives the process; empty
   *     (default): what must be counted is not served
   * @param addUpEvery how often its counts are added up in the database; default 1 s
   */
  public record Usage(Optional<Path> journal, Duration addUpEvery) {

    /** The defaults. */
    public static final Usage NONE = new Usage(Optional.empty(), Duration.ofSeconds(1));

    public Usage {
      positive("usage-add-up-every", addUpEvery);
    }

    /** With the default time. */
    public static Usage in(Path journal) {
      return new Usage(Optional.of(journal), NONE.addUpEvery());
    }
  }

  private static void notBlank(String key, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(key + " must not be blank");
    }
  }

  private static void inRange(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " must be " + least + " to " + most + ", was " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " must be longer than 0, was " + value);
    }
  }

  private static void http(String key, URI value) {
    boolean http = "http".equals(value.getScheme()) || "https".equals(value.getScheme());
    if (!http || value.getHost() == null) {
      throw new IllegalArgumentException(key + " must be http://host:port, was " + value);
    }
  }
}
