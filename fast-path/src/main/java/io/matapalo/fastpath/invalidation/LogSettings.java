package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.invalidation.link.LinkSettings;
import io.matapalo.fastpath.invalidation.link.LogAddress;
import java.time.Duration;
import java.util.List;

/**
 * Which log is read, and how. Immutable. Its text has no password.
 *
 * @param addresses servers with the same log; the next is tried when one is gone; 1 to 16
 * @param link how a server is asked
 * @param serverId under which servers know this reader, 1 to 4294967295, different from that of all
 *     servers and readers; 0, the default: a high one by chance
 * @param bound how old entries may be; default 1 s; at least 40 ms
 * @param lossAfter after which time a transaction that no server has counts as lost; default 10 s;
 *     longer where replicas may be later than that at a failover
 * @param maxKeys how many entries one transaction names before whole caches are dropped; default
 *     10,000
 */
public record LogSettings(
    List<LogAddress> addresses,
    LinkSettings link,
    long serverId,
    Duration bound,
    Duration lossAfter,
    int maxKeys) {

  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration MIN_BOUND = Duration.ofMillis(40);
  private static final Duration LOSS_AFTER = Duration.ofSeconds(10);
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_ADDRESSES = 16;
  private static final long MAX_SERVER_ID = 0xFFFF_FFFFL;

  public LogSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
      throw new IllegalArgumentException(
          "a log is read at 1 to %d addresses, had %d".formatted(MAX_ADDRESSES, addresses.size()));
    }
    if (serverId < 0 || serverId > MAX_SERVER_ID) {
      throw new IllegalArgumentException(
          "server-id is 1 to %d, or 0 for one by chance; was %d"
              .formatted(MAX_SERVER_ID, serverId));
    }
    if (bound.compareTo(MIN_BOUND) < 0) {
      throw new IllegalArgumentException(
          "bound is at least %s, was %s".formatted(MIN_BOUND, bound));
    }
    if (lossAfter.isNegative() || maxKeys < 1) {
      throw new IllegalArgumentException(
          "loss-after is not negative and max-keys at least 1, were %s and %d"
              .formatted(lossAfter, maxKeys));
    }
  }

  /** With the defaults. */
  public static LogSettings of(List<LogAddress> addresses, LinkSettings link) {
    return new LogSettings(addresses, link, 0, BOUND, LOSS_AFTER, MAX_KEYS);
  }

  public LogSettings withServerId(long other) {
    return new LogSettings(addresses, link, other, bound, lossAfter, maxKeys);
  }

  public LogSettings withBound(Duration other) {
    return new LogSettings(addresses, link, serverId, other, lossAfter, maxKeys);
  }

  public LogSettings withLossAfter(Duration other) {
    return new LogSettings(addresses, link, serverId, bound, other, maxKeys);
  }

  public LogSettings withMaxKeys(int other) {
    return new LogSettings(addresses, link, serverId, bound, lossAfter, other);
  }
}
