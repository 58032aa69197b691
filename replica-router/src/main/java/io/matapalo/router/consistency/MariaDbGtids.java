package io.matapalo.router.consistency;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A position of MariaDB: the latest transaction of each replication domain, {@code 0-1-42,7-3-9}.
 * Within a domain sequence numbers only grow, whichever server wrote, so a domain's latest stands
 * for all before it. Immutable.
 */
public final class MariaDbGtids implements GtidSet {

  /** Domains of one position. */
  static final int MAX_DOMAINS = 1_000;

  private static final long MAX_32_BITS = 0xFFFF_FFFFL;

  /** The empty position: contained in all others. */
  public static final MariaDbGtids NONE = new MariaDbGtids(new TreeMap<>());

  private final SortedMap<Long, Latest> domains;

  private MariaDbGtids(SortedMap<Long, Latest> domains) {
    this.domains = Collections.unmodifiableSortedMap(domains);
  }

  /** A domain's latest transaction: who wrote it, and its number. */
  record Latest(long server, long sequence) {}

  /** The one of a single domain. */
  public static MariaDbGtids of(long domain, long server, long sequence) {
    SortedMap<Long, Latest> one = new TreeMap<>();
    one.put(domain, new Latest(server, sequence));
    return new MariaDbGtids(one);
  }

  /**
   * Reads {@code 0-1-42,7-3-9}; of a domain that is named twice the higher number counts, as in
   * {@code mysql.gtid_slave_pos}.
   *
   * @throws IllegalArgumentException if it is no position
   */
  public static MariaDbGtids parse(String text) {
    String trimmed = PositionText.checked(text).strip();
    if (trimmed.isEmpty()) {
      return NONE;
    }
    SortedMap<Long, Latest> domains = new TreeMap<>();
    for (String gtid : trimmed.split(",", -1)) {
      String[] parts = gtid.strip().split("-", -1);
      if (parts.length != 3) {
        throw PositionText.refused(
            "a MariaDB GTID is domain-server-sequence, was '" + PositionText.quoted(gtid) + "'",
            text);
      }
      domains.merge(
          thirtyTwoBits(parts[0], "domain", text),
          new Latest(
              thirtyTwoBits(parts[1], "server", text),
              PositionText.number(parts[2], 1, "sequence", text)),
          MariaDbGtids::later);
    }
    if (domains.size() > MAX_DOMAINS) {
      throw PositionText.refused(
          "a position has at most " + MAX_DOMAINS + " domains, had " + domains.size(), text);
    }
    return new MariaDbGtids(domains);
  }

  private static long thirtyTwoBits(String part, String what, String text) {
    long value = PositionText.number(part, 0, what, text);
    if (value > MAX_32_BITS) {
      throw PositionText.refused(what + " must be below 2 to the 32nd, was " + value, text);
    }
    return value;
  }

  @Override
  public boolean contains(GtidSet other) {
    for (Map.Entry<Long, Latest> entry : same(other).domains.entrySet()) {
      Latest own = domains.get(entry.getKey());
      if (own == null || own.sequence() < entry.getValue().sequence()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public MariaDbGtids union(GtidSet other) {
    MariaDbGtids second = same(other);
    if (contains(second)) {
      return this;
    }
    if (second.contains(this)) {
      return second;
    }
    SortedMap<Long, Latest> both = new TreeMap<>(domains);
    second.domains.forEach((domain, latest) -> both.merge(domain, latest, MariaDbGtids::later));
    return new MariaDbGtids(both);
  }

  /** What of it is of one domain. */
  public MariaDbGtids ofDomain(long domain) {
    Latest latest = domains.get(domain);
    return latest == null ? NONE : of(domain, latest.server(), latest.sequence());
  }

  @Override
  public boolean isEmpty() {
    return domains.isEmpty();
  }

  @Override
  public int parts() {
    return domains.size();
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    domains.forEach((domain, latest) ->
        text.append(text.isEmpty() ? "" : ",")
            .append(domain)
            .append('-')
            .append(latest.server())
            .append('-')
            .append(latest.sequence()));
    return text.toString();
  }

  private static Latest later(Latest first, Latest second) {
    return second.sequence() > first.sequence() ? second : first;
  }

  private static MariaDbGtids same(GtidSet other) {
    if (other instanceof MariaDbGtids gtids) {
      return gtids;
    }
    throw new IllegalArgumentException(
        "positions of MariaDB and MySQL cannot be compared: '%s' is none of MariaDB"
            .formatted(PositionText.quoted(other.text())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MariaDbGtids gtids && domains.equals(gtids.domains);
  }

  @Override
  public int hashCode() {
    return domains.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
