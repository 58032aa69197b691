package io.matapalo.jvm;

import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the unit of work of a thread has seen of its clusters, shared by all copies of these classes
 * in one JVM: a filter in an application opens it, the driver in a server's module fills it. Not
 * inherited by threads. Thread-safe.
 */
public final class SharedSession {

  private static final ThreadLocal<@Nullable ConcurrentMap<String, Object>> CURRENT =
      MeetingPlace.shared("session", new ThreadLocal<@Nullable ConcurrentMap<String, Object>>());

  private SharedSession() {}

  /** That of the running thread; null if none is open. */
  public static @Nullable ConcurrentMap<String, Object> current() {
    return CURRENT.get();
  }

  /** Makes {@code session} that of the running thread; null for none. */
  public static void set(@Nullable ConcurrentMap<String, Object> session) {
    if (session == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(session);
    }
  }
}
