package io.matapalo.router.consistency;

import io.matapalo.router.consistency.Intervals.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A position of MySQL: intervals of transaction numbers of each source, and since 8.3 of each tag
 * of a source: {@code uuid:1-5:7:tag:1-3}. {@code 1-5:7} does not hold 6. Immutable. MySQL manual,
 * "GTID Format and Storage".
 */
public final class MySqlGtids implements GtidSet {

  /** Intervals of one position. */
  static final int MAX_INTERVALS = 4_000;

  private static final Pattern SOURCE =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TAG = Pattern.compile("[a-z_][a-z0-9_]{0,31}");

  /** The empty position: contained in all others. */
  public static final MySqlGtids NONE = new MySqlGtids(new TreeMap<>());

  /** By {@code uuid} or {@code uuid:tag}. */
  private final SortedMap<String, Intervals> sources;

  private MySqlGtids(SortedMap<String, Intervals> sources) {
    this.sources = Collections.unmodifiableSortedMap(sources);
  }

  /**
   * Reads what {@code gtid_executed} or a session tracker says; line breaks and blanks are allowed.
   *
   * @throws IllegalArgumentException if it is no position
   */
  public static MySqlGtids parse(String text) {
    String trimmed = PositionText.checked(text).replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    Map<String, List<Interval>> read = new TreeMap<>();
    int intervals = 0;
    for (String part : trimmed.split(",", -1)) {
      // The server writes a comma at the end of an empty variable's list.
      intervals += part.isEmpty() ? 0 : addPart(part, text, read);
      if (intervals > MAX_INTERVALS) {
        throw PositionText.refused("a position has at most " + MAX_INTERVALS + " intervals", text);
      }
    }
    SortedMap<String, Intervals> sources = new TreeMap<>();
    read.forEach((source, list) -> sources.put(source, Intervals.of(list)));
    return new MySqlGtids(sources);
  }

  private static int addPart(String part, String text, Map<String, List<Interval>> read) {
    String[] pieces = part.split(":", -1);
    if (!SOURCE.matcher(pieces[0]).matches()) {
      throw PositionText.refused(
          "a MySQL GTID starts with a server's UUID, was '" + PositionText.quoted(part) + "'",
          text);
    }
    String source = pieces[0];
    int intervals = 0;
    for (int i = 1; i < pieces.length; i++) {
      if (TAG.matcher(pieces[i]).matches()) {
        source = pieces[0] + ":" + pieces[i];
      } else {
        read.computeIfAbsent(source, none -> new ArrayList<>()).add(interval(pieces[i], text));
        intervals++;
      }
    }
    if (intervals == 0) {
      throw PositionText.refused("a MySQL GTID names a number after the UUID", text);
    }
    return intervals;
  }

  private static Interval interval(String piece, String text) {
    int dash = piece.indexOf('-');
    if (dash < 0) {
      long only = PositionText.number(piece, 1, "transaction", text);
      return new Interval(only, only);
    }
    long start = PositionText.number(piece.substring(0, dash), 1, "transaction", text);
    long end = PositionText.number(piece.substring(dash + 1), 1, "transaction", text);
    if (end < start) {
      throw PositionText.refused("an interval goes upwards, was '" + piece + "'", text);
    }
    return new Interval(start, end);
  }

  @Override
  public boolean contains(GtidSet other) {
    for (Map.Entry<String, Intervals> entry : same(other).sources.entrySet()) {
      Intervals own = sources.get(entry.getKey());
      if (own == null || !own.contains(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public MySqlGtids union(GtidSet other) {
    MySqlGtids second = same(other);
    if (contains(second)) {
      return this;
    }
    if (second.contains(this)) {
      return second;
    }
    SortedMap<String, Intervals> both = new TreeMap<>(sources);
    second.sources.forEach((source, intervals) -> both.merge(source, intervals, Intervals::union));
    return new MySqlGtids(both);
  }

  @Override
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  @Override
  public int parts() {
    return sources.values().stream().mapToInt(Intervals::count).sum();
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    sources.forEach((source, intervals) -> {
      text.append(text.isEmpty() ? "" : ",").append(source);
      intervals.appendTo(text);
    });
    return text.toString();
  }

  private static MySqlGtids same(GtidSet other) {
    if (other instanceof MySqlGtids gtids) {
      return gtids;
    }
    throw new IllegalArgumentException(
        "positions of MariaDB and MySQL cannot be compared: '%s' is none of MySQL"
            .formatted(PositionText.quoted(other.text())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MySqlGtids gtids && sources.equals(gtids.sources);
  }

  @Override
  public int hashCode() {
    return sources.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
