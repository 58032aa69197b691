package io.matapalo.fastpath.events;

import io.matapalo.fastpath.soap.SoapWriter;
import java.util.List;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class EventsWriter {

  private EventsWriter() {}

  static void list(List<ListedEvent> events, SoapWriter xml) {
    events.forEach(event -> event(event, xml));
  }

  static void page(ListedEvent.Page page, SoapWriter xml) {
    xml.leaf("matches", page.matches());
    list(page.events(), xml);
  }

  static void event(ListedEvent event, SoapWriter xml) {
    xml.open("event");
    xml.leaf("eventCode", event.code());
    xml.leaf("name", event.name());
    xml.leaf("venueName", event.venue().name());
    xml.leaf("countryCode", event.venue().countryCode());
    xml.leaf("startsAt", event.startsAt());
    xml.leaf("status", event.status());
    xml.leaf("currency", event.currency());
    event.ticketTypes().forEach(type -> type(type, xml));
    xml.close("event");
  }

  private static void type(ListedEvent.Type type, SoapWriter xml) {
    xml.open("ticketType");
    xml.leaf("code", type.code());
    xml.leaf("name", type.name());
    xml.leaf("unitPrice", type.unitPrice());
    xml.leaf("available", type.available());
    xml.close("ticketType");
  }
}
