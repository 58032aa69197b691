package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.payments.Card;
import io.matapalo.fastpath.payments.CardNumber;
import io.matapalo.fastpath.soap.Declined;
import io.matapalo.fastpath.soap.LenientNumbers;
import io.matapalo.fastpath.soap.SoapReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;

/**
 * Reads the operations' elements as JAXB does: in any order, the last of several, others skipped.
 * Confined to one request.
 */
final class CheckoutReader {

  static final String NAMESPACE = "http://turnstile.example/checkout/v3";

  private final SoapReader soap;

  CheckoutReader(SoapReader soap) {
    this.soap = soap;
  }

  PurchaseRequest purchase() {
    PurchaseFields fields = new PurchaseFields();
    soap.children(name -> {
      switch (local(name)) {
        case "requestId" -> fields.requestId = soap.text();
        case "customerId" -> fields.customerId = LenientNumbers.readLong(soap.text());
        case "eventCode" -> fields.eventCode = soap.text();
        case "line" -> fields.lines.add(line());
        case "card" -> fields.card = card();
        default -> soap.skip();
      }
    });
    return new PurchaseRequest(
        fields.requestId, fields.customerId, fields.eventCode, fields.lines, fields.card);
  }

  String orderReference() {
    String[] reference = {""};
    soap.children(name -> {
      if (local(name).equals("orderReference")) {
        reference[0] = soap.text();
      } else {
        soap.skip();
      }
    });
    return reference[0];
  }

  private PurchaseRequest.Line line() {
    LineFields fields = new LineFields();
    soap.children(name -> {
      switch (local(name)) {
        case "ticketTypeCode" -> fields.ticketTypeCode = soap.text();
        case "quantity" -> fields.quantity = LenientNumbers.readInt(soap.text());
        default -> soap.skip();
      }
    });
    return new PurchaseRequest.Line(fields.ticketTypeCode, fields.quantity);
  }

  private Card card() {
    CardFields fields = new CardFields();
    soap.children(name -> {
      switch (local(name)) {
        case "number" -> fields.number = CardNumber.of(soap.text());
        case "expiryMonth" -> fields.expiryMonth = LenientNumbers.readInt(soap.text());
        case "expiryYear" -> fields.expiryYear = LenientNumbers.readInt(soap.text());
        case "holder" -> fields.holder = soap.text();
        default -> soap.skip();
      }
    });
    return new Card(fields.number, fields.expiryMonth, fields.expiryYear, fields.holder);
  }

  /** The local name in the contract's namespace; other namespaces have no name for us. */
  private static String local(QName name) {
    return name.getNamespaceURI().equals(NAMESPACE) ? name.getLocalPart() : "";
  }

  /** The operation's local name, or a decline: the monolith knows more of them. */
  static String operation(QName name) {
    String local = local(name);
    if (local.isEmpty()) {
      throw new Declined("unknown-operation");
    }
    return local;
  }

  /** What was read of a purchase so far. Confined to one request. */
  private static final class PurchaseFields {
    private String requestId = "";
    private long customerId;
    private String eventCode = "";
    private final List<PurchaseRequest.Line> lines = new ArrayList<>();
    private Card card = Card.NONE;
  }

  /** What was read of one line so far. Confined to one request. */
  private static final class LineFields {
    private String ticketTypeCode = "";
    private int quantity;
  }

  /** What was read of a card so far. Confined to one request. */
  private static final class CardFields {
    private CardNumber number = CardNumber.of("");
    private int expiryMonth;
    private int expiryYear;
    private String holder = "";
  }
}
