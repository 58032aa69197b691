package io.matapalo.fastpath.cache.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.fastpath.cache.position.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The time between two drops of a whole cache, with the floors of its keys. An entry belongs to the
 * generation in which its load began, and dies with it. Thread-safe.
 *
 * <p>The floor of a key is the position that the log had told when it last made the key stale: a
 * load that shows less may lack the change. It is the whole position and not the one transaction,
 * because an entry may be made of several rows, and a replica may show a later transaction before
 * an earlier one. The table of floors is bounded; a floor that falls out raises the common floor,
 * which holds for all keys that the table lacks.
 */
final class Generation {

  private final int mostFloors;

  @GuardedBy("this")
  private final Map<String, Position> floors = new LinkedHashMap<>();

  @GuardedBy("this")
  private Position commonFloor;

  Generation(int mostFloors, Position commonFloor) {
    this.mostFloors = mostFloors;
    this.commonFloor = commonFloor;
  }

  synchronized Position floorOf(String key) {
    return floors.getOrDefault(key, commonFloor);
  }

  /** The log made {@code key} stale; {@code told} contains all floors so far. */
  synchronized void raise(String key, Position told) {
    floors.remove(key);
    floors.put(key, told);
    if (floors.size() > mostFloors) {
      Iterator<Position> eldestFirst = floors.values().iterator();
      commonFloor = eldestFirst.next();
      eldestFirst.remove();
    }
  }
}
