package io.matapalo.recorder.counting;

import io.matapalo.jvm.MeetingPlace;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The latest finished unit of each operation; all copies share them. Thread-safe. */
public final class LatestUnits {

  /** Operations whose latest request's statements are kept. */
  static final int MAX_LATEST = 50;

  /** Oldest first; its own lock. */
  private static final Map<String, @Nullable Object[]> LATEST =
      MeetingPlace.shared(
          "latest", Collections.synchronizedMap(new LinkedHashMap<String, @Nullable Object[]>()));

  private LatestUnits() {}

  public static Optional<UnitOfWork> of(String operation) {
    @Nullable Object[] unit = LATEST.get(operation);
    return unit == null ? Optional.empty() : Optional.of(new UnitOfWork(unit));
  }

  /** Makes {@code unit} the latest of its operation. */
  public static void publish(UnitOfWork unit) {
    synchronized (LATEST) {
      String name = unit.totals().name();
      forgetLogOf(LATEST.remove(name));
      LATEST.put(name, unit.shared());
      if (LATEST.size() > MAX_LATEST) {
        Iterator<@Nullable Object[]> eldest = LATEST.values().iterator();
        forgetLogOf(eldest.next());
        eldest.remove();
      }
    }
  }

  private static void forgetLogOf(@Nullable Object @Nullable [] unit) {
    if (unit != null) {
      new UnitOfWork(unit).forgetLog();
    }
  }
}
