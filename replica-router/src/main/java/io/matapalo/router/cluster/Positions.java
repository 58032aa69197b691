package io.matapalo.router.cluster;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MariaDbGtids;
import io.matapalo.router.consistency.MySqlGtids;
import io.matapalo.router.topology.Engine;

/** Compares positions as servers write them. Stateless. */
final class Positions {

  private Positions() {}

  /** Has {@code position} all that {@code other} has? False if nothing tells. */
  static boolean contains(Engine engine, String position, String other) {
    if (position.isEmpty() || other.isEmpty()) {
      return false;
    }
    try {
      return parsed(engine, position).contains(parsed(engine, other));
    } catch (IllegalArgumentException e) {
      // A position that cannot be read decides nothing.
      return false;
    }
  }

  private static GtidSet parsed(Engine engine, String position) {
    return switch (engine) {
      case MARIADB, GALERA -> MariaDbGtids.parse(position);
      case MYSQL, GROUP_REPLICATION -> MySqlGtids.parse(position);
    };
  }
}
