package io.matapalo.router.cluster.health;

import io.matapalo.jvm.DurationSetting;
import io.matapalo.router.placement.ReturnPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * How nodes are probed. Immutable. The router leaves a lost node after {@code interval + timeout}
 * and a twentieth of a second at most.
 *
 * @param interval setting {@code health.interval}: from the start of one probe of a node to the
 *     next; 10 ms to 1 min; default 250 ms
 * @param timeout setting {@code health.timeout}: how long a node may take to answer a probe; 50 ms
 *     to 1 min; default 500 ms. Raise it where servers or networks stall for longer
 * @param maxLag setting {@code health.max-lag}: a replica with more lag serves no transaction;
 *     default 10 s. Servers report whole seconds
 * @param returnAfter setting {@code health.return-after}: how long a node that was lost must be
 *     healthy before instances return to it; default 10 s; doubled at each further loss
 * @param returnMax setting {@code health.return-max}: the longest such wait; default 5 min
 */
public record HealthSettings(
    Duration interval,
    Duration timeout,
    Duration maxLag,
    Duration returnAfter,
    Duration returnMax) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** 250 ms, 500 ms, 10 s, 10 s, 5 min. */
  public static final HealthSettings DEFAULT =
      new HealthSettings(
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));

  private static final int FIRST_TIMEOUTS = 10;

  public HealthSettings {
    DurationSetting.require("health.interval", interval, Duration.ofMillis(10), LONGEST);
    DurationSetting.require("health.timeout", timeout, Duration.ofMillis(50), LONGEST);
    DurationSetting.require("health.max-lag", maxLag, Duration.ZERO, Duration.ofDays(7));
    DurationSetting.require("health.return-after", returnAfter, Duration.ZERO, Duration.ofDays(1));
    DurationSetting.require("health.return-max", returnMax, returnAfter, Duration.ofDays(1));
  }

  /** Reads {@code health.*}; a setting that is absent has its default. */
  public static HealthSettings from(Map<String, String> settings) {
    Duration after = duration(settings, "health.return-after", DEFAULT.returnAfter);
    Duration longest = after.compareTo(DEFAULT.returnMax) > 0 ? after : DEFAULT.returnMax;
    return new HealthSettings(
        duration(settings, "health.interval", DEFAULT.interval),
        duration(settings, "health.timeout", DEFAULT.timeout),
        duration(settings, "health.max-lag", DEFAULT.maxLag),
        after,
        duration(settings, "health.return-max", longest));
  }

  /** The first probe's time limit: the first connection of a process loads the driver. */
  public Duration firstTimeout() {
    return timeout.multipliedBy(FIRST_TIMEOUTS);
  }

  public ReturnPolicy returnPolicy() {
    return new ReturnPolicy(returnAfter.toNanos(), returnMax.toNanos());
  }

  private static Duration duration(Map<String, String> settings, String key, Duration standard) {
    return new DurationSetting(key, "ms, s, m or h").in(settings, standard);
  }
}
