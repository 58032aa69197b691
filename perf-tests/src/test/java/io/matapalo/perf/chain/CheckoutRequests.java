package io.matapalo.perf.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Purchases, look-ups of orders, and now and then a refund.
 *
 * @param references of orders that {@code getOrder} may ask for
 */
record CheckoutRequests(List<String> references) implements GoodRequests {
  private static final List<String> CODES = List.of("STANDING", "SEATED", "BALCONY", "VIP");

  CheckoutRequests {
    references = List.copyOf(references);
  }

  @Override
  public String service() {
    return "checkout";
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    return switch (random.nextInt(20)) {
      case 0 -> XmlElement.of("refund", XmlElement.leaf("orderReference", "T-0"));
      case 1, 2, 3, 4, 5 ->
          XmlElement.of(
              "getOrder", XmlElement.leaf("orderReference", GoodRequests.one(references, random)));
      default -> purchase(random);
    };
  }

  private static XmlElement purchase(RandomGenerator random) {
    String customer = String.valueOf(1 + random.nextInt(60));
    String event = "EV-%04d".formatted(1 + random.nextInt(150));
    List<String> codes = new ArrayList<>(CODES);
    Collections.shuffle(codes, random);
    List<XmlElement> lines =
        codes.subList(0, 1 + random.nextInt(CODES.size())).stream()
            .map(code -> line(code, random))
            .toList();
    boolean declined = random.nextInt(20) == 0;
    XmlElement purchase = head(GeneratedMessage.REQUEST_ID, customer, event, lines);
    purchase
        .content()
        .add(card(declined ? Purchase.DECLINED_CARD_NUMBER : Purchase.GOOD_CARD_NUMBER));
    return purchase;
  }

  /** A purchase with a card that is not declined. */
  static XmlElement make(
      String requestId, String customerId, String eventCode, List<XmlElement> lines) {
    XmlElement purchase = head(requestId, customerId, eventCode, lines);
    purchase.content().add(card(Purchase.GOOD_CARD_NUMBER));
    return purchase;
  }

  private static XmlElement head(
      String requestId, String customerId, String eventCode, List<XmlElement> lines) {
    XmlElement purchase =
        XmlElement.of(
            "purchase",
            XmlElement.leaf("requestId", requestId),
            XmlElement.leaf("customerId", customerId),
            XmlElement.leaf("eventCode", eventCode));
    purchase.content().addAll(lines);
    return purchase;
  }

  private static XmlElement line(String code, RandomGenerator random) {
    return line(code, 1 + random.nextInt(2));
  }

  /** A line of a purchase or of a reservation. */
  static XmlElement line(String code, int quantity) {
    return XmlElement.of(
        "line",
        XmlElement.leaf("ticketTypeCode", code),
        XmlElement.leaf("quantity", String.valueOf(quantity)));
  }

  private static XmlElement card(String number) {
    return XmlElement.of(
        "card",
        XmlElement.leaf("number", number),
        XmlElement.leaf("expiryMonth", "11"),
        XmlElement.leaf("expiryYear", "2031"),
        XmlElement.leaf("holder", "A. H\u00f6lder"));
  }
}
