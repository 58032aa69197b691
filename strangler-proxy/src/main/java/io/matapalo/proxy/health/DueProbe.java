package io.matapalo.proxy.health;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.HealthConfig.Probe;
import java.time.Duration;

/**
 * A probe that is to be made now.
 *
 * @param purpose what its result is for
 */
public record DueProbe(Instance instance, Probe probe, Duration timeout, Purpose purpose) {

  /** Why it is made. */
  public enum Purpose {
    /** By the clock, as the configuration says. */
    CHECK,
    /** At the end of an ejection time, by the configured check. */
    RETURN,
    /** At the end of an ejection time, without a configured check. */
    RETURN_UNCONFIGURED
  }

  /** How a probe went. */
  public enum Result {
    PASSED,
    /** An answer came, and it was a failure. */
    ANSWERED_BADLY,
    /** No connection, or no answer in time. */
    NO_ANSWER,
    /** It could not be made, for want of something on this machine. */
    NOT_MADE
  }
}
