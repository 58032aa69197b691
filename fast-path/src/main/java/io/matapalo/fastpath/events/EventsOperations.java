package io.matapalo.fastpath.events;

import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.rows.Database;
import java.util.List;

/** The operations of the service Events. Stateless. */
public final class EventsOperations {

  private EventsOperations() {}

  /** They read from {@code database} and write nothing. */
  public static List<Operation<?, ?>> of(Database database) {
    EventQueries queries = new EventQueries(new EventListRows(database), new VenueRows(database));
    return List.of(
        new Operation<>(
            "listEvents",
            EventsReader::next,
            (query, _) -> queries.next(query),
            EventsWriter::list),
        new Operation<>(
            "getEvent",
            EventsReader::eventCode,
            (code, _) -> queries.event(code),
            EventsWriter::event),
        new Operation<>(
            "searchEvents",
            EventsReader::search,
            (query, _) -> queries.search(query),
            EventsWriter::page));
  }
}
