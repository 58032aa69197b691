package io.matapalo.testkit.http;

import java.time.Duration;

/**
 * Under what conditions requests are answered. Immutable.
 *
 * @param latency added to each answer
 * @param outage how the service fails
 */
public record Conditions(Duration latency, Outage outage) {
  public static final Conditions FAIR = new Conditions(Duration.ZERO, Outage.NONE);
}
