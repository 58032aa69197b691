package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.provider.Card;
import io.matapalo.fastpath.provider.CardNumber;
import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.stock.TicketLine;
import io.matapalo.fastpath.stock.TicketLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Reads the operations' elements. Pure. */
final class CheckoutReader {

  private CheckoutReader() {}

  static PurchaseRequest purchase(SoapReader soap) {
    List<TicketLine> lines = new ArrayList<>();
    AtomicReference<Card> card = new AtomicReference<>(Card.NONE);
    Fields fields =
        Fields.read(
            soap,
            Set.of("requestId", "customerId", "eventCode"),
            Map.of(
                "line",
                () -> lines.add(TicketLines.read(soap)),
                "card",
                () -> card.set(card(soap))));
    return new PurchaseRequest(
        fields.text("requestId"),
        fields.longNumber("customerId"),
        fields.text("eventCode"),
        lines,
        card.get());
  }

  static String orderReference(SoapReader soap) {
    return Fields.read(soap, Set.of("orderReference")).text("orderReference");
  }

  private static Card card(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("number", "expiryMonth", "expiryYear", "holder"));
    return new Card(
        CardNumber.of(fields.text("number")),
        fields.number("expiryMonth"),
        fields.number("expiryYear"),
        fields.text("holder"));
  }
}
