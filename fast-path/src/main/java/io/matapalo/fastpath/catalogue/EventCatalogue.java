package io.matapalo.fastpath.catalogue;

import io.matapalo.fastpath.cache.LoadFailed;
import io.matapalo.fastpath.cache.SharedCache;
import io.matapalo.fastpath.cache.SingleFlight;
import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Events by code, from the shared cache or else the database, one load per code at a time. An
 * unknown code is not kept: codes come from clients. Blocks. Thread-safe.
 */
public final class EventCatalogue {

  private static final String KEY = "event:";

  /** The width of the column: a longer code is nobody's, and no key. */
  private static final int LONGEST_CODE = 30;

  private final SharedCache cache;
  private final EventRows rows;
  private final Duration life;
  private final SingleFlight<Optional<Event>> loads = new SingleFlight<>();

  /**
   * A catalogue.
   *
   * @param life how long a cached event may be served, and so how old it may be
   */
  public EventCatalogue(SharedCache cache, EventRows rows, Duration life) {
    this.cache = cache;
    this.rows = rows;
    this.life = life;
  }

  /**
   * The event with exactly this code, on sale or not.
   *
   * @throws LoadFailed when the database gives none in time
   */
  public Optional<Event> find(String code, Deadline deadline) {
    if (code.length() > LONGEST_CODE) {
      return Optional.empty();
    }
    Optional<Event> cached =
        cache
            .find(KEY + code, deadline)
            .flatMap(EventText::read)
            .filter(event -> event.code().equals(code));
    return cached.isPresent() ? cached : loads.load(KEY + code, deadline, () -> loadAndKeep(code));
  }

  private Optional<Event> loadAndKeep(String code) throws SQLException {
    Optional<Event> event = rows.find(code);
    event.ifPresent(found -> cache.keep(KEY + code, EventText.write(found), life));
    return event;
  }
}
