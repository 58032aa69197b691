package io.matapalo.proxy.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends nothing for a while to a cluster whose answers are mostly failures. Thread-safe; never
 * blocks.
 *
 * <p><em>Closed</em>, it counts answers and failures among them in intervals that follow each
 * other. <em>Open</em>, it refuses. After that time it is <em>half-open</em>: some requests are
 * sent, and if all of them go well it closes; one failure opens it again.
 *
 * <p>A pass is the number of the period in which a request was sent. An answer counts only in that
 * period: what was sent before the breaker opened says nothing of the cluster after it. A half-open
 * breaker whose requests tell nothing in time, because their clients left, sends as many again.
 */
public final class CircuitBreaker {

  /** Not a pass: the request must not be sent. */
  public static final long REFUSED = -1;

  private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

  /** Answers are counted in the lower half of a word, failures in the upper. */
  private static final int HALF = 32;

  private static final long ONE_FAILURE = (1L << HALF) + 1;
  private static final long ANSWERS = (1L << HALF) - 1;
  private static final int ALL = 100;

  private final String cluster;
  private final Settings settings;
  private final InstantSource clock;
  private final AtomicReference<Period> period;
  private final AtomicLong opened = new AtomicLong();

  /**
   * When the breaker opens, and how it closes.
   *
   * @param failurePercent of the answers of an interval that open it
   * @param minRequests answers below which the rate says nothing, default 20
   * @param interval over which the rate is taken, default 10s
   * @param open how long nothing is sent, default 5s
   * @param halfOpenRequests that have to go well to close it, default 3
   */
  public record Settings(
      int failurePercent, int minRequests, Duration interval, Duration open, int halfOpenRequests) {

    public Settings {
      if (failurePercent < 1 || failurePercent > ALL) {
        throw new IllegalArgumentException("percent must be 1..100, was " + failurePercent);
      }
    }
  }

  /** The time between two changes of state. */
  private sealed interface Period {

    long number();
  }

  private record Closed(long number, long untilMillis, AtomicLong counts) implements Period {}

  private record Open(long number, long untilMillis) implements Period {}

  private record HalfOpen(long number, long untilMillis, AtomicInteger sent, AtomicInteger good)
      implements Period {}

  /** A breaker that is closed. */
  public CircuitBreaker(String cluster, Settings settings, InstantSource clock) {
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
    this.period = new AtomicReference<>(closed(0));
  }

  /** Whether it would give no pass at present. Takes none. */
  public boolean refuses() {
    return switch (period.get()) {
      case Closed _ -> false;
      case Open open -> clock.millis() < open.untilMillis();
      case HalfOpen half ->
          half.sent().get() >= settings.halfOpenRequests() && clock.millis() < half.untilMillis();
    };
  }

  /** A pass for one request that is sent at once, or {@link #REFUSED}. */
  public long pass() {
    while (true) {
      Period now = period.get();
      switch (now) {
        case Closed closed -> {
          return closed.number();
        }
        case Open open -> {
          if (clock.millis() < open.untilMillis()) {
            return REFUSED;
          }
          become(now, halfOpen(open.number() + 1, new AtomicInteger()));
        }
        case HalfOpen half -> {
          if (half.sent().getAndIncrement() < settings.halfOpenRequests()) {
            return half.number();
          }
          if (clock.millis() < half.untilMillis()) {
            return REFUSED;
          }
          period.compareAndSet(half, halfOpen(half.number(), half.good()));
        }
      }
    }
  }

  /** A request with this pass was answered, be it with a fault of the application. */
  public void succeeded(long pass) {
    Period now = period.get();
    if (now.number() != pass) {
      return;
    }
    switch (now) {
      case Closed closed -> current(closed).counts().incrementAndGet();
      case HalfOpen half -> {
        if (half.good().incrementAndGet() >= settings.halfOpenRequests()) {
          become(half, closed(half.number() + 1));
        }
      }
      case Open _ -> {}
    }
  }

  /** A request with this pass was answered with a failure, or not in time, or not at all. */
  public void failed(long pass) {
    Period now = period.get();
    if (now.number() != pass) {
      return;
    }
    switch (now) {
      case Closed closed -> {
        Closed current = current(closed);
        if (isTooMany(current.counts().addAndGet(ONE_FAILURE))) {
          open(current);
        }
      }
      case HalfOpen half -> open(half);
      case Open _ -> {}
    }
  }

  private boolean isTooMany(long counts) {
    long answers = counts & ANSWERS;
    long failures = counts >>> HALF;
    return answers >= settings.minRequests()
        && failures * ALL >= settings.failurePercent() * answers;
  }

  /** The same, or its next interval. */
  private Closed current(Closed closed) {
    if (clock.millis() < closed.untilMillis()) {
      return closed;
    }
    Closed next = closed(closed.number());
    if (period.compareAndSet(closed, next)) {
      return next;
    }
    return period.get() instanceof Closed other ? other : closed;
  }

  private void open(Period from) {
    long until = clock.millis() + settings.open().toMillis();
    if (become(from, new Open(from.number() + 1, until))) {
      opened.incrementAndGet();
    }
  }

  private Closed closed(long number) {
    return new Closed(number, clock.millis() + settings.interval().toMillis(), new AtomicLong());
  }

  private HalfOpen halfOpen(long number, AtomicInteger good) {
    long until = clock.millis() + settings.open().toMillis();
    return new HalfOpen(number, until, new AtomicInteger(), good);
  }

  /** False if another thread has changed the state. */
  private boolean become(Period before, Period after) {
    boolean changed = period.compareAndSet(before, after);
    if (changed) {
      LOG.info(
          "Circuit breaker changed. cluster={} before={} after={}",
          cluster,
          label(before),
          label(after));
    }
    return changed;
  }

  /** One word for operators: closed, open or half-open. */
  public String state() {
    return label(period.get());
  }

  private static String label(Period period) {
    return switch (period) {
      case Closed _ -> "closed";
      case Open _ -> "open";
      case HalfOpen _ -> "half-open";
    };
  }

  /** How often it has opened. */
  public long openedCount() {
    return opened.get();
  }
}
