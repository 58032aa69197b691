package io.matapalo.proxy.telemetry;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one request did to the database, as an upstream's SQL recorder tells it. Immutable. */
public final class SqlCounts {

  private static final int MAX_LENGTH = 200;

  private final Map<Kind, Long> values;

  private SqlCounts(Map<Kind, Long> values) {
    this.values = values;
  }

  /** Statements by verb, and the milliseconds in the database. */
  public enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    OTHER,
    MS;

    /** As it stands in the field. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code select=137;insert=7;ms=41}; entries of other names are left out. Empty when the
   * text is absent, too long or of another form: an upstream's word is not trusted.
   */
  public static Optional<SqlCounts> parse(@Nullable String text) {
    if (text == null || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Map<Kind, Long> values = new EnumMap<>(Kind.class);
    for (String entry : text.split(";", -1)) {
      if (!entry.matches("[a-z]{1,20}=\\d{1,12}")) {
        return Optional.empty();
      }
      int equals = entry.indexOf('=');
      kind(entry.substring(0, equals))
          .ifPresent(kind -> values.put(kind, Long.parseLong(entry.substring(equals + 1))));
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(new SqlCounts(values));
  }

  private static Optional<Kind> kind(String key) {
    return Arrays.stream(Kind.values()).filter(kind -> kind.key().equals(key)).findFirst();
  }

  static SqlCounts none() {
    return new SqlCounts(Map.of());
  }

  SqlCounts plus(SqlCounts other) {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    sums.putAll(values);
    other.values.forEach((kind, value) -> sums.merge(kind, value, Long::sum));
    return new SqlCounts(sums);
  }

  /** All of them, by kind. */
  public Map<Kind, Long> values() {
    return Collections.unmodifiableMap(values);
  }

  /** As it stood in the field, less what is not known. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey().key() + "=" + entry.getValue())
        .collect(Collectors.joining(";"));
  }
}
