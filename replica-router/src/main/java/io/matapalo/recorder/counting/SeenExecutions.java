package io.matapalo.recorder.counting;

/**
 * A set of hashes in one array of longs, which copies of the recorder share: open addressing with
 * linear steps, at most half full. Boxed numbers in a JDK set would take eight times the room.
 * Stateless; callers hold the lock of the unit.
 */
final class SeenExecutions {

  private static final int FIRST_LENGTH = 16;

  private SeenExecutions() {}

  static long[] empty() {
    return new long[FIRST_LENGTH];
  }

  /** The array to use from now on, with room for one more than {@code size} hashes. */
  static long[] withRoom(long[] seen, int size) {
    if (2 * (size + 1) <= seen.length) {
      return seen;
    }
    long[] larger = new long[2 * seen.length];
    for (long hash : seen) {
      if (hash != 0) {
        larger[place(larger, hash)] = hash;
      }
    }
    return larger;
  }

  /** Adds {@code hash}; false if it was there. */
  static boolean add(long[] seen, long hash) {
    // Zero marks a free place.
    long kept = hash == 0 ? 1 : hash;
    int place = place(seen, kept);
    boolean added = seen[place] == 0;
    seen[place] = kept;
    return added;
  }

  private static int place(long[] seen, long hash) {
    int mask = seen.length - 1;
    int place = (int) (hash ^ (hash >>> 32)) & mask;
    while (seen[place] != 0 && seen[place] != hash) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
