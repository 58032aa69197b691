package io.matapalo.perf.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests that want tickets held; some of nobody, of no event, of one that is sold out, or under a
 * request id that was used before.
 *
 * @param usedRequestIds of {@link #make}
 */
record ReserveRequests(List<String> usedRequestIds) implements GoodRequests {
  private static final List<String> CODES = List.of("STANDING", "SEATED", "BALCONY", "VIP");
  private static final List<String> ODD_EVENTS = List.of("EV-0200", "EV-9999", "ev-0001");

  ReserveRequests {
    usedRequestIds = List.copyOf(usedRequestIds);
  }

  @Override
  public String service() {
    return "inventory";
  }

  @Override
  public boolean makesIdentities() {
    return true;
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    if (random.nextInt(8) == 0) {
      String used = GoodRequests.one(usedRequestIds, random);
      return random.nextBoolean() ? make(used) : of(used, "7", "EV-0007", List.of(line("VIP", 3)));
    }
    boolean unknown = random.nextInt(15) == 0;
    String customer = unknown ? "900000000" : String.valueOf(1 + random.nextInt(60));
    List<String> codes = new ArrayList<>(CODES);
    Collections.shuffle(codes, random);
    if (random.nextInt(15) == 0) {
      codes.addFirst("LOFT");
    }
    List<XmlElement> lines =
        codes.subList(0, 1 + random.nextInt(CODES.size())).stream()
            .map(code -> line(code, 1 + random.nextInt(10)))
            .toList();
    return of(GeneratedMessage.REQUEST_ID, customer, event(random), lines);
  }

  /** One reservation, the same for each id. */
  static XmlElement make(String requestId) {
    return of(requestId, "7", "EV-0007", List.of(line("VIP", 2), line("STANDING", 1)));
  }

  static XmlElement of(String requestId, String customer, String event, List<XmlElement> lines) {
    XmlElement reserve =
        XmlElement.of(
            "reserve",
            XmlElement.leaf("requestId", requestId),
            XmlElement.leaf("customerId", customer),
            XmlElement.leaf("eventCode", event));
    reserve.content().addAll(lines);
    return reserve;
  }

  private static XmlElement line(String code, int quantity) {
    return CheckoutRequests.line(code, quantity);
  }

  private static String event(RandomGenerator random) {
    return random.nextInt(8) == 0
        ? GoodRequests.one(ODD_EVENTS, random)
        : "EV-%04d".formatted(1 + random.nextInt(150));
  }
}
