package io.matapalo.fastpath.events;

import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import java.util.Set;

/** Reads the operations' elements. Pure. */
final class EventsReader {

  private static final Set<String> SEARCH =
      Set.of("text", "venue", "countryCode", "from", "to", "sort", "limit");

  private EventsReader() {}

  static EventQuery.Next next(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("from", "limit"));
    return new EventQuery.Next(fields.time("from"), fields.number("limit"));
  }

  static String eventCode(SoapReader soap) {
    return Fields.read(soap, Set.of("eventCode")).text("eventCode");
  }

  static EventQuery.Search search(SoapReader soap) {
    Fields fields = Fields.read(soap, SEARCH);
    return new EventQuery.Search(
        fields.text("text"),
        new EventQuery.Place(fields.text("venue"), fields.text("countryCode")),
        new EventQuery.Period(fields.time("from"), fields.time("to")),
        fields.oneOf("sort", EventQuery.Sort.values()),
        fields.number("limit"));
  }
}
