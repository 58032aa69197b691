package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.stock.TicketLine;
import io.matapalo.fastpath.stock.TicketLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the operations' elements. Pure. */
final class InventoryReader {

  private InventoryReader() {}

  static ReserveRequest reserve(SoapReader soap) {
    List<TicketLine> lines = new ArrayList<>();
    Fields fields =
        Fields.read(
            soap,
            Set.of("requestId", "customerId", "eventCode"),
            Map.of("line", () -> lines.add(TicketLines.read(soap))));
    return new ReserveRequest(
        fields.text("requestId"), fields.longNumber("customerId"), fields.text("eventCode"), lines);
  }

  static String reservationId(SoapReader soap) {
    return Fields.read(soap, Set.of("reservationId")).text("reservationId");
  }
}
