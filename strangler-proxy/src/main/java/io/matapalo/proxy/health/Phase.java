package io.matapalo.proxy.health;

import java.util.Locale;

/** Where an instance stands between use and ejection, by its own traffic. Immutable. */
sealed interface Phase {

  /** Why an instance was ejected. */
  enum Cause {
    CONNECT,
    ANSWERS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * In use.
   *
   * @param rampFromMillis when its slow start began; {@link Long#MIN_VALUE} without one
   */
  record Serving(long rampFromMillis) implements Phase {}

  /**
   * Out of use until a moment.
   *
   * @param times how often in a row
   */
  record Ejected(Cause cause, int times, long untilMillis) implements Phase {}

  /** The ejection time is over; a probe of the proxy's own is under way. */
  record Probing(Cause cause, int times) implements Phase {}

  /**
   * Half-open: the probe was passed, and single requests of its own clients are let through.
   *
   * @param good how many of them went well
   */
  record Trial(int times, int good) implements Phase {}
}
