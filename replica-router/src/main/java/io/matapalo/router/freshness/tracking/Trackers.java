package io.matapalo.router.freshness.tracking;

import io.matapalo.router.consistency.Dialect;
import java.sql.Connection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.BiFunction;

/** The trackers of open connections, which are held weakly. Thread-safe. */
public final class Trackers {

  private final Map<Connection, Tracker> byConnection =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final BiFunction<Connection, Dialect, Optional<Tracker>> drivers;

  /** Those of the drivers that report positions. */
  public Trackers() {
    this(SessionStateTracker::follow);
  }

  /** Those that {@code drivers} makes; empty where a driver does not report positions. */
  public Trackers(BiFunction<Connection, Dialect, Optional<Tracker>> drivers) {
    this.drivers = drivers;
  }

  /** The tracker of a connection, which it gets with the first call. */
  public Tracker follow(Connection vendor, Dialect dialect) {
    Tracker known = byConnection.get(vendor);
    if (known != null) {
      return known;
    }
    Tracker tracker = drivers.apply(vendor, dialect).orElse(Tracker.NONE);
    byConnection.put(vendor, tracker);
    return tracker;
  }

  public boolean follows(Connection vendor) {
    return byConnection.containsKey(vendor);
  }

  public Tracker of(Connection vendor) {
    return byConnection.getOrDefault(vendor, Tracker.NONE);
  }

  public void forget(Connection vendor) {
    byConnection.remove(vendor);
  }
}
