package io.matapalo.proxy.health;

import io.matapalo.proxy.resilience.LogBudget;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the log learns of the instances of one cluster. Thread-safe. */
final class HealthLog {

  private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final String cluster;
  private final LogBudget shortages;

  HealthLog(String cluster, InstantSource clock) {
    this.cluster = cluster;
    this.shortages = new LogBudget(INTERVAL, clock);
  }

  /** No connection can be opened, and no instance is to blame. Once a second at most. */
  void isShort(IOException cause) {
    shortages
        .take()
        .ifPresent(withheld ->
            LOG.error(
                "No connection can be opened, this machine is short of descriptors, ports or"
                    + " memory. cluster={} reason={} withheld={}",
                cluster,
                cause.toString(),
                withheld));
  }

  /** Says the state of an instance if it is another one now. */
  void changed(View before, View after, String name, String event) {
    Standing was = before.standing(name);
    Standing is = after.standing(name);
    if (was != null && is != null && !was.label().equals(is.label())) {
      LOG.atLevel(is.isFit() ? Level.INFO : Level.WARN)
          .log(
              "{} cluster={} instance={} before={} after={}",
              event,
              cluster,
              name,
              was.label(),
              is.label());
    }
    panicked(before, after);
  }

  /** Says whether all are used because too many are out, if that is another answer now. */
  void panicked(View before, View after) {
    if (before.panics() == after.panics()) {
      return;
    }
    if (after.panics()) {
      LOG.warn("Too many instances are out, all are used. cluster={}", cluster);
      return;
    }
    LOG.info("Enough instances are fit, the others are left out again. cluster={}", cluster);
  }
}
