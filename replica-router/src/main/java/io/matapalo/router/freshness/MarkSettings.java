package io.matapalo.router.freshness;

import io.matapalo.jvm.DurationSetting;
import io.matapalo.router.consistency.MarkCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of freshness marks. Immutable.
 *
 * @param on {@code marks}: {@code on} or {@code off}; empty, the default: on in a cluster of
 *     several nodes
 * @param longestWait {@code marks.wait}, how long a transaction waits for a node to reach its mark
 *     before another node serves; 0 ms to 10 s, default 100 ms
 * @param waiters {@code marks.waiters}, how many transactions may wait at one node at a time;
 *     further ones go to another node at once; 1 to 1,000, default 8
 * @param secret {@code marks.secret}, signs the marks that leave the process; at least 16
 *     characters, the same on all instances; empty, the default: no mark leaves it
 * @param cookie {@code marks.cookie}, the cookie that carries marks. The servlet filter reads the
 *     setting from the environment and the system properties alone. Empty: no cookie; default
 *     {@code matapalo-mark}
 * @param cluster {@code marks.cluster}, the cluster's name in marks, the same on all instances;
 *     empty, the default: made of the addresses of its nodes
 */
public record MarkSettings(
    Optional<Boolean> on,
    Duration longestWait,
    int waiters,
    String secret,
    String cookie,
    String cluster) {

  /** The keys that are read, without the prefix of all settings. */
  public static final Set<String> KEYS =
      Set.of(
          "marks", "marks.wait", "marks.waiters", "marks.secret", "marks.cookie", "marks.cluster");

  /** The cookie's name by default. */
  public static final String DEFAULT_COOKIE = "matapalo-mark";

  private static final Duration STANDARD_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int MOST_WAITERS = 1_000;
  private static final String NAME = "[A-Za-z0-9._-]{1,60}";

  public MarkSettings {
    DurationSetting.require("marks.wait", longestWait, Duration.ZERO, LONGEST_WAIT);
    if (waiters < 1 || waiters > MOST_WAITERS) {
      throw new IllegalArgumentException(
          "marks.waiters must be 1 to " + MOST_WAITERS + ", was " + waiters);
    }
    if (!secret.isEmpty()) {
      MarkCodec.withSecret(secret);
    }
    refuseBadName("marks.cookie", cookie);
    refuseBadName("marks.cluster", cluster);
  }

  private static void refuseBadName(String key, String name) {
    if (!name.isEmpty() && !name.matches(NAME)) {
      throw new IllegalArgumentException(
          "%s must be 1 to 60 letters, digits, dots, dashes or underscores, was '%s'"
              .formatted(key, name));
    }
  }

  /** The defaults. */
  public static MarkSettings standard() {
    return from(Map.of());
  }

  /**
   * Reads {@link #KEYS}; ignores all others.
   *
   * @throws IllegalArgumentException if a value means nothing
   */
  public static MarkSettings from(Map<String, String> settings) {
    return new MarkSettings(
        onOrOff(settings.getOrDefault("marks", "")),
        new DurationSetting("marks.wait", "ms or s").in(settings, STANDARD_WAIT),
        number(settings.getOrDefault("marks.waiters", "8")),
        settings.getOrDefault("marks.secret", ""),
        settings.getOrDefault("marks.cookie", DEFAULT_COOKIE),
        settings.getOrDefault("marks.cluster", ""));
  }

  /** Whether marks are on in a cluster of so many nodes. */
  public boolean isOnWith(int nodes) {
    return on.orElse(nodes > 1);
  }

  private static Optional<Boolean> onOrOff(String text) {
    return switch (text) {
      case "" -> Optional.empty();
      case "on" -> Optional.of(true);
      case "off" -> Optional.of(false);
      default -> throw new IllegalArgumentException("marks must be on or off, was '" + text + "'");
    };
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("marks.waiters must be a number, was '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "MarkSettings[on=%s, wait=%s, waiters=%d, secret=%s, cookie=%s, cluster=%s]"
        .formatted(on, longestWait, waiters, secret.isEmpty() ? "none" : "…", cookie, cluster);
  }
}
