package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a partition of a Redis has been told: each entry of the fence's epoch is as new as its
 * position. It stands in Redis beside the entries, and is lost, restored and replicated with them.
 * Immutable. As text: {@code M1|epoch|;cache=count;cache=count|position}.
 *
 * @param epoch hexadecimal digits; entries of another one count as missing
 * @param drops how often a whole cache was dropped in this epoch; a cache without a number: never
 * @param position all that it was told
 */
record Fence(String epoch, SortedMap<String, Long> drops, Position position) {

  private static final Pattern FORMAT =
      Pattern.compile(
          "M1\\|([0-9a-f]{1,40})\\|((?:;[a-z0-9-]{1,40}=[0-9]{1,15})*)\\|(.*)", Pattern.DOTALL);

  Fence {
    drops = Collections.unmodifiableSortedMap(new TreeMap<>(drops));
  }

  /** Without any entry. */
  static Fence ofNewEpoch(Position position) {
    String epoch = UUID.randomUUID().toString().replace("-", "");
    return new Fence(epoch, new TreeMap<>(), position);
  }

  /** Empty for what no fence of this database wrote. */
  static Optional<Fence> parse(byte[] bytes, Positions positions) {
    Matcher matcher = FORMAT.matcher(textOf(bytes));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    SortedMap<String, Long> drops = new TreeMap<>();
    for (String part : matcher.group(2).split(";", -1)) {
      int sign = part.indexOf('=');
      if (sign > 0) {
        drops.put(part.substring(0, sign), Long.valueOf(part.substring(sign + 1)));
      }
    }
    try {
      return Optional.of(new Fence(matcher.group(1), drops, positions.parse(matcher.group(3))));
    } catch (IllegalArgumentException e) {
      // Another database's.
      return Optional.empty();
    }
  }

  /** A character a byte, so that a foreign fence can be compared and replaced, too. */
  static String textOf(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytesOf(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What entries of a cache carry while none of them has been dropped. */
  String tag(String cache) {
    return epoch + "." + drops.getOrDefault(cache, 0L);
  }

  /** Told up to there, and these caches dropped. */
  Fence moved(Position to, Collection<String> dropped) {
    SortedMap<String, Long> more = new TreeMap<>(drops);
    dropped.forEach(cache -> more.merge(cache, 1L, Long::sum));
    return new Fence(epoch, more, to);
  }

  String text() {
    StringBuilder text = new StringBuilder("M1|").append(epoch).append('|');
    for (Map.Entry<String, Long> drop : drops.entrySet()) {
      text.append(';').append(drop.getKey()).append('=').append(drop.getValue());
    }
    return text.append('|').append(position.text()).toString();
  }
}
