package io.matapalo.router.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what one session reads against what it has written and read before: read-your-writes and
 * monotonic reads. Versions of a key grow with each write of anybody. Confined to the session's
 * thread.
 */
final class SessionChecker {

  /** What a read broke. */
  enum Guarantee {
    READ_YOUR_WRITES,
    MONOTONIC_READS
  }

  /** A read that went back in time. */
  record Violation(Guarantee guarantee, String session, int key, long expected, long read) {}

  private final String session;
  private final Map<Integer, Long> written = new HashMap<>();
  private final Map<Integer, Long> seen = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  SessionChecker(String session) {
    this.session = session;
  }

  /** The session has written this version of a key. */
  void wrote(int key, long version) {
    written.merge(key, version, Math::max);
  }

  /** The session has read this version of a key; one broken guarantee counts once for a read. */
  void read(int key, long version) {
    long own = written.getOrDefault(key, 0L);
    long before = seen.getOrDefault(key, 0L);
    if (version < own) {
      violations.add(new Violation(Guarantee.READ_YOUR_WRITES, session, key, own, version));
    } else if (version < before) {
      violations.add(new Violation(Guarantee.MONOTONIC_READS, session, key, before, version));
    }
    seen.merge(key, version, Math::max);
  }

  /** In the order in which they were read. */
  List<Violation> violations() {
    return List.copyOf(violations);
  }
}
