package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.soap.SoapWriter;
import io.matapalo.fastpath.stock.TicketLine;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class InventoryWriter {

  private InventoryWriter() {}

  static void reservation(Reservation reservation, SoapWriter xml) {
    Reservation.Content content = reservation.content();
    xml.open("reservation");
    xml.leaf("reservationId", reservation.reservationId());
    xml.leaf("requestId", content.requestId());
    xml.leaf("customerId", content.customerId());
    xml.leaf("eventCode", content.eventCode());
    xml.leaf("status", reservation.status());
    xml.leaf("createdAt", reservation.createdAt());
    xml.leaf("expiresAt", reservation.expiresAt());
    content.lines().forEach(line -> line(line, xml));
    xml.close("reservation");
  }

  private static void line(TicketLine line, SoapWriter xml) {
    xml.open("line");
    xml.leaf("ticketTypeCode", line.ticketTypeCode());
    xml.leaf("quantity", line.quantity());
    xml.close("line");
  }
}
