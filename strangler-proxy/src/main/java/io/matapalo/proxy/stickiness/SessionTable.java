package io.matapalo.proxy.stickiness;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.placement.Roster;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which session is at which instance. Bounded: the session that was used least recently makes room
 * for a new one, and one that was idle too long is forgotten. Thread-safe.
 *
 * <p>Bounded load (after Mirrokni, Thorup and Zadimoghaddam, 2016) is applied once to a session,
 * when the session is placed. A bound on the requests in flight, as other proxies have it, sends a
 * session elsewhere whenever its instance is busy. Here a session stays where it was placed, and
 * the bound holds for the number of sessions.
 */
final class SessionTable {

  private final int maxSessions;
  private final long idleMillis;
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<AffinityKey, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("this")
  private final Map<String, Integer> counts = new HashMap<>();

  SessionTable(int maxSessions, Duration idle, InstantSource clock) {
    this.maxSessions = maxSessions;
    this.idleMillis = idle.toMillis();
    this.clock = clock;
  }

  /** The name of the instance where a session is; the session counts as used. */
  synchronized Optional<String> find(AffinityKey key) {
    Session session = live(key);
    return session == null ? Optional.empty() : Optional.of(session.instance);
  }

  /** An instance has told of a session that it keeps. */
  synchronized void learn(AffinityKey key, String instance) {
    forget(key);
    add(key, instance);
  }

  /**
   * The instance of a session. A session that has none, or one that is not usable, is placed at the
   * first open instance of its order that has room.
   *
   * @param maxLoadPercent most sessions of an instance, in percent of its share; at least 100
   */
  synchronized Instance place(
      AffinityKey key, List<Instance> order, Roster roster, int maxLoadPercent) {
    Session session = live(key);
    Optional<Instance> home = session == null ? Optional.empty() : roster.usable(session.instance);
    if (home.isPresent()) {
      return home.get();
    }
    forget(key);
    forgetIdle();
    Instance chosen = firstWithRoom(order, roster, maxLoadPercent);
    add(key, chosen.name());
    return chosen;
  }

  @GuardedBy("this")
  private Instance firstWithRoom(List<Instance> order, Roster roster, int maxLoadPercent) {
    int placed = 1;
    double shares = 0;
    for (int i = 0; i < roster.open().size(); i++) {
      placed += count(roster.open().get(i));
      shares += roster.share(i);
    }
    for (Instance candidate : order) {
      int index = roster.open().indexOf(candidate);
      if (index >= 0) {
        double even = placed * roster.share(index) / shares;
        // Whole numbers must not be lifted by the last bit of the division.
        long most = (long) Math.ceil(even * maxLoadPercent / 100 - 1e-9);
        if (count(candidate) < most) {
          return candidate;
        }
      }
    }
    return order.getFirst();
  }

  /** How many sessions are at an instance. */
  synchronized int count(Instance instance) {
    return counts.getOrDefault(instance.name(), 0);
  }

  /** How many sessions are known. */
  synchronized int size() {
    return sessions.size();
  }

  @GuardedBy("this")
  private @Nullable Session live(AffinityKey key) {
    Session session = sessions.get(key);
    if (session == null) {
      return null;
    }
    long now = clock.millis();
    if (now - session.usedAtMillis > idleMillis) {
      forget(key);
      return null;
    }
    session.usedAtMillis = now;
    return session;
  }

  @GuardedBy("this")
  private void add(AffinityKey key, String instance) {
    if (sessions.size() >= maxSessions) {
      forget(sessions.keySet().iterator().next());
    }
    sessions.put(key, new Session(instance, clock.millis()));
    counts.merge(instance, 1, Integer::sum);
  }

  @GuardedBy("this")
  private void forget(AffinityKey key) {
    Session session = sessions.remove(key);
    if (session != null) {
      uncount(session);
    }
  }

  /** The least recently used stand first, so this ends at the first that is not idle. */
  @GuardedBy("this")
  private void forgetIdle() {
    long now = clock.millis();
    Iterator<Session> eldest = sessions.values().iterator();
    while (eldest.hasNext()) {
      Session session = eldest.next();
      if (now - session.usedAtMillis <= idleMillis) {
        return;
      }
      eldest.remove();
      uncount(session);
    }
  }

  @GuardedBy("this")
  private void uncount(Session session) {
    counts.computeIfPresent(session.instance, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Confined to the table's lock. */
  private static final class Session {

    private final String instance;
    private long usedAtMillis;

    Session(String instance, long usedAtMillis) {
      this.instance = instance;
      this.usedAtMillis = usedAtMillis;
    }
  }
}
