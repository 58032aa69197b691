package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.invalidation.binlog.LogEvents;
import io.matapalo.fastpath.invalidation.binlog.LogTransaction;
import io.matapalo.fastpath.invalidation.binlog.TableCatalogue;
import io.matapalo.fastpath.invalidation.link.LogAddress;
import io.matapalo.fastpath.invalidation.link.LogEnded;
import io.matapalo.fastpath.invalidation.link.LogEnded.Why;
import io.matapalo.fastpath.invalidation.link.LogFollower;
import io.matapalo.fastpath.invalidation.link.LogLink;
import io.matapalo.fastpath.invalidation.link.ServerState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log at one address after another, from where it was told, until it is closed. Runs on
 * one thread; may be asked and closed by any.
 */
final class LogTail implements Runnable, LogFollower, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final int MAX_UNREADABLE = 3;
  private static final int SHORT_LIVES = 5;
  private static final Duration SHORT_LIFE = Duration.ofSeconds(2);
  private static final long HIGH_IDS = 0x8000_0000L;

  private final LogSettings settings;
  private final Positions positions;
  private final Telling telling;
  private final Platform platform;
  private final LogEvents events;
  private final LogLink link;
  private final RetryPause pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong eventCount = new AtomicLong();
  private final AtomicLong cuts = new AtomicLong();
  private volatile boolean connected;

  // All below is of the following thread.
  private Optional<String> gap = Optional.empty();
  private long serverId;
  private int address;
  private int unreadable;
  private int shortLives;
  private long connectedAtNanos;
  private Optional<Long> behindSinceNanos = Optional.empty();

  LogTail(
      LogSettings settings,
      Positions positions,
      Telling telling,
      TableCatalogue catalogue,
      Platform platform) {
    this.settings = settings;
    this.positions = positions;
    this.telling = telling;
    this.platform = platform;
    this.events = new LogEvents(catalogue, settings.maxKeys(), this::told);
    this.link = new LogLink(settings.link(), this, platform.threads());
    this.pause = new RetryPause(platform.chance());
    this.serverId = settings.serverId() == 0 ? idByChance() : settings.serverId();
  }

  boolean isConnected() {
    return connected;
  }

  long eventCount() {
    return eventCount.get();
  }

  long cuts() {
    return cuts.get();
  }

  private long idByChance() {
    return platform.chance().nextLong(HIGH_IDS, HIGH_IDS << 1);
  }

  @Override
  public void run() {
    try {
      Duration rest = Duration.ZERO;
      while (!closed.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
        LogAddress now = settings.addresses().get(address % settings.addresses().size());
        rest = afterwards(now, followed(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connected = false;
    }
  }

  private LogEnded followed(LogAddress now) {
    try {
      link.follow(now, serverId, events.restarted(), events::take);
      return new LogEnded(Why.CUT, "the link has ended", null);
    } catch (LogEnded e) {
      return e;
    } catch (RuntimeException e) {
      return new LogEnded(Why.UNREADABLE, e.toString(), e);
    }
  }

  @Override
  public String beginAfter(ServerState server) throws LogEnded {
    Position held = held(server);
    if (gap.isPresent()) {
      telling.gap(held, gap.get());
      gap = Optional.empty();
    }
    Optional<Position> told = telling.told();
    if (told.isEmpty()) {
      begin(held);
      told = telling.told();
    }
    String text = told.orElseThrow().text();
    if (!held.contains(positions.parse(server.shared(text)))) {
      throw new LogEnded(
          Why.BEHIND, "the server holds %s, told was %s".formatted(held.text(), text), null);
    }
    return server.after(text);
  }

  private Position held(ServerState server) {
    return server.positions().stream()
        .map(positions::parse)
        .reduce(Position::union)
        .orElseGet(positions::none);
  }

  private void begin(Position held) {
    switch (telling.start()) {
      case Telling.Start.Anywhere _ -> telling.begin(held);
      case Telling.Start.After(Position position) -> telling.begin(position);
      case Telling.Start.Nowhere _ ->
          telling.gap(
              held, "caches were told of different transactions, none of all that another was");
    }
  }

  @Override
  public void connected() {
    connected = true;
    connectedAtNanos = platform.nanoTicker().getAsLong();
    behindSinceNanos = Optional.empty();
    LOG.info(
        "the log is read address={} server-id={} after={}",
        settings.addresses().get(address % settings.addresses().size()),
        serverId,
        telling.told().map(Position::text).orElse(""));
  }

  @Override
  public void event() {
    eventCount.incrementAndGet();
  }

  private void told(LogTransaction transaction) {
    telling.tell(transaction);
    unreadable = 0;
  }

  /** What follows from an end; how long to rest. */
  private Duration afterwards(LogAddress now, LogEnded end) {
    boolean was = connected;
    connected = false;
    if (closed.getCount() == 0) {
      return Duration.ZERO;
    }
    cuts.incrementAndGet();
    boolean lasted =
        was && platform.nanoTicker().getAsLong() - connectedAtNanos > SHORT_LIFE.toNanos();
    if (lasted) {
      pause.restart();
      shortLives = 0;
    }
    LOG.warn("the log is cut address={} why={} reason={}", now, end.why(), end.getMessage());
    switch (end.why()) {
      case CUT -> cut(was, lasted);
      case SAME_SERVER_ID -> sameServerId();
      case GAP -> gap = Optional.of("the server cannot go on: " + end.getMessage());
      case BEHIND -> behind(end);
      case REFUSED -> refused(now, end);
      case UNREADABLE -> unreadable(end);
    }
    return pause.next();
  }

  private void cut(boolean was, boolean lasted) {
    if (!was) {
      address++;
      return;
    }
    shortLives += lasted ? 0 : 1;
    if (shortLives == SHORT_LIVES) {
      sameServerId();
    }
  }

  private void sameServerId() {
    shortLives = 0;
    telling.alarm();
    LOG.error(
        "the server ends the log again and again: another reader or replica has this server-id;"
            + " give each its own, or leave it out server-id={}",
        serverId);
    if (settings.serverId() == 0) {
      serverId = idByChance();
    }
  }

  /** A replica may be late; what no server has after a while is lost with the one that had it. */
  private void behind(LogEnded end) {
    address++;
    long now = platform.nanoTicker().getAsLong();
    long since = behindSinceNanos.orElse(now);
    behindSinceNanos = Optional.of(since);
    if (now - since >= settings.lossAfter().toNanos()) {
      gap = Optional.of("what was told is lost, or is of another database: " + end.getMessage());
      behindSinceNanos = Optional.empty();
    }
  }

  private void refused(LogAddress now, LogEnded end) {
    LOG.error("the server does not send its log address={} reason={}", now, end.getMessage());
    address++;
    pause.longest();
  }

  private void unreadable(LogEnded end) {
    unreadable++;
    LOG.warn("the log cannot be read tries={}", unreadable, end);
    if (unreadable >= MAX_UNREADABLE) {
      unreadable = 0;
      gap = Optional.of("the log cannot be read: " + end.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    link.close();
  }
}
