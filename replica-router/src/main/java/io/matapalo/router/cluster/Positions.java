package io.matapalo.router.cluster;

import io.matapalo.router.topology.Engine;
import java.util.Map;
import java.util.TreeMap;

/** Compares positions as servers write them. Stateless. */
final class Positions {

  private static final int GTID_PARTS = 3;

  private Positions() {}

  /** Has {@code position} all that {@code other} has? False if nothing tells. */
  static boolean contains(Engine engine, String position, String other) {
    if (engine != Engine.MARIADB || position.isEmpty() || other.isEmpty()) {
      return false;
    }
    Map<String, Long> has = latest(position);
    return latest(other).entrySet().stream()
        .allMatch(wanted -> has.getOrDefault(wanted.getKey(), -1L) >= wanted.getValue());
  }

  /** The latest sequence number of each domain. */
  private static Map<String, Long> latest(String position) {
    Map<String, Long> latest = new TreeMap<>();
    for (String gtid : position.split(",", -1)) {
      String[] parts = gtid.strip().split("-", GTID_PARTS);
      if (parts.length == GTID_PARTS) {
        latest.merge(parts[0], Long.parseLong(parts[2]), Math::max);
      }
    }
    return latest;
  }
}
