package io.matapalo.perf.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests of one operation of Payments, or of all.
 *
 * @param operations the local names to choose from
 * @param references of orders that {@code getTransaction} may ask for
 * @param around when those orders were made
 */
record PaymentsRequests(List<String> operations, List<String> references, Instant around)
    implements GoodRequests {
  private static final int CUSTOMERS = 8;

  PaymentsRequests {
    operations = List.copyOf(operations);
    references = List.copyOf(references);
  }

  @Override
  public String service() {
    return "payments";
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    String operation = GoodRequests.one(operations, random);
    return switch (operation) {
      case "getTransaction" ->
          XmlElement.of(
              operation, XmlElement.leaf("orderReference", GoodRequests.one(references, random)));
      case "listTransactions" ->
          XmlElement.of(
              operation,
              customer(random),
              XmlElement.leaf("limit", GoodRequests.one(List.of("1", "2", "200"), random)));
      case "getBalance" -> XmlElement.of(operation, customer(random));
      default ->
          XmlElement.of(
              operation,
              customer(random),
              XmlElement.leaf("from", around.minus(within(random)).toString()),
              XmlElement.leaf("to", around.plus(within(random)).toString()));
    };
  }

  /** Mostly one who has bought. */
  private static XmlElement customer(RandomGenerator random) {
    boolean unknown = random.nextInt(10) == 0;
    return XmlElement.leaf(
        "customerId", unknown ? "900000000" : String.valueOf(1 + random.nextInt(CUSTOMERS)));
  }

  private static Duration within(RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(Duration.ofDays(184).toNanos()));
  }
}
