package io.matapalo.perf.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A purchase request as text, built from a valid one by changing one thing. Values are put into the
 * envelope as they are, so that a test can send what no client library would.
 */
record Purchase(
    String requestId,
    String customerId,
    String eventCode,
    List<String> lines,
    String card,
    String extra) {
  static final String NAMESPACE = "http://turnstile.example/checkout/v3";

  static final String GOOD_CARD_NUMBER = "4539578763621486";
  static final String DECLINED_CARD_NUMBER = "4000000000000002";

  Purchase {
    lines = List.copyOf(lines);
  }

  static Purchase aPurchase() {
    return new Purchase(
        UUID.randomUUID().toString(),
        "17",
        "EV-0042",
        List.of(line("STANDING", "2"), line("VIP", "1"), line("BALCONY", "3")),
        card(GOOD_CARD_NUMBER, "11", "2031", "A. Holder"),
        "");
  }

  static String line(String ticketTypeCode, String quantity) {
    return "<line><ticketTypeCode>%s</ticketTypeCode><quantity>%s</quantity></line>"
        .formatted(ticketTypeCode, quantity);
  }

  static String card(String number, String month, String year, String holder) {
    return "<card><number>%s</number><expiryMonth>%s</expiryMonth><expiryYear>%s</expiryYear><holder>%s</holder></card>"
        .formatted(number, month, year, holder);
  }

  Purchase withRequestId(String value) {
    return new Purchase(value, customerId, eventCode, lines, card, extra);
  }

  Purchase withCustomerId(String value) {
    return new Purchase(requestId, value, eventCode, lines, card, extra);
  }

  Purchase withEventCode(String value) {
    return new Purchase(requestId, customerId, value, lines, card, extra);
  }

  Purchase withLines(String... value) {
    return new Purchase(requestId, customerId, eventCode, List.of(value), card, extra);
  }

  Purchase withManyLines(int count) {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(line("CODE-" + i, "1"));
    }
    return new Purchase(requestId, customerId, eventCode, many, card, extra);
  }

  Purchase withCard(String value) {
    return new Purchase(requestId, customerId, eventCode, lines, value, extra);
  }

  Purchase withExtra(String value) {
    return new Purchase(requestId, customerId, eventCode, lines, card, value);
  }

  String envelope() {
    return envelope(body());
  }

  String body() {
    return "<purchase xmlns=\"%s\"><requestId>%s</requestId><customerId>%s</customerId><eventCode>%s</eventCode>%s%s%s</purchase>"
        .formatted(
            NAMESPACE, requestId, customerId, eventCode, String.join("", lines), extra, card);
  }

  static String getOrder(String reference) {
    return envelope(
        "<getOrder xmlns=\"%s\"><orderReference>%s</orderReference></getOrder>"
            .formatted(NAMESPACE, reference));
  }

  static String refund(String reference) {
    return envelope(
        "<refund xmlns=\"%s\"><orderReference>%s</orderReference></refund>"
            .formatted(NAMESPACE, reference));
  }

  static String envelope(String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
        + body
        + "</soapenv:Body></soapenv:Envelope>";
  }

  /** Holds a card, so it shows the request id alone. */
  @Override
  public String toString() {
    return "Purchase[" + requestId + "]";
  }
}
