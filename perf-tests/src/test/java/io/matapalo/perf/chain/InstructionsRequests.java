package io.matapalo.perf.chain;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Requests of one operation of Instructions, or of all.
 *
 * @param operations the local names to choose from
 * @param known instructions that are there, as {@link #make} made them
 */
record InstructionsRequests(List<String> operations, List<Known> known) implements GoodRequests {
  private static final List<String> TOKENS =
      List.of("pay_1", "pay_1", "tok-ABC_9", "1234", "12345678901", "a".repeat(60));
  private static final List<String> AMOUNTS =
      List.of("12.5", "12.50", "0.01", "9999999.99", "1e2", "+7", ".5", "100.0", "12");
  private static final List<String> FREQUENCIES = List.of("MONTHLY", "MONTHLY", "WEEKLY", "YEARLY");
  private static final List<String> STATUSES = List.of("ACTIVE", "PAUSED");
  private static final List<String> VERSIONS = List.of("0", "0", "0", "0", "1");
  private static final int FIRST_CUSTOMER = 1901;

  InstructionsRequests {
    operations = List.copyOf(operations);
    known = List.copyOf(known);
  }

  /** An instruction that is there. */
  record Known(String requestId, String reference) {}

  /** The creation that a repeat repeats. */
  static XmlElement make(String requestId) {
    return creation(requestId, "1901", "pay_1", "12.5", "MONTHLY");
  }

  @Override
  public String service() {
    return "instructions";
  }

  @Override
  public boolean makesIdentities() {
    return operations.contains("create");
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    String operation = GoodRequests.one(operations, random);
    return switch (operation) {
      case "create" -> creation(random);
      case "update" ->
          XmlElement.of(
              operation,
              reference(random),
              XmlElement.leaf("version", GoodRequests.one(VERSIONS, random)),
              XmlElement.leaf("amount", GoodRequests.one(AMOUNTS, random)),
              XmlElement.leaf("frequency", GoodRequests.one(FREQUENCIES, random)),
              XmlElement.leaf("status", GoodRequests.one(STATUSES, random)));
      default -> XmlElement.of(operation, reference(random));
    };
  }

  /** Mostly a new one, else a repeat, maybe of another content or in another case. */
  private XmlElement creation(RandomGenerator random) {
    String repeated = GoodRequests.one(known, random).requestId();
    return switch (random.nextInt(8)) {
      case 0, 1 -> make(repeated);
      case 2 -> make(repeated.toUpperCase(Locale.ROOT));
      case 3 -> creation(repeated, "1901", "pay_1", GoodRequests.one(AMOUNTS, random), "MONTHLY");
      default ->
          creation(
              GeneratedMessage.REQUEST_ID,
              String.valueOf(FIRST_CUSTOMER + random.nextInt(8)),
              GoodRequests.one(TOKENS, random),
              GoodRequests.one(AMOUNTS, random),
              GoodRequests.one(FREQUENCIES, random));
    };
  }

  private static XmlElement creation(
      String requestId, String customerId, String token, String amount, String frequency) {
    return XmlElement.of(
        "create",
        XmlElement.leaf("requestId", requestId),
        XmlElement.leaf("customerId", customerId),
        XmlElement.leaf("paymentToken", token),
        XmlElement.leaf("cardLastFour", "1111"),
        XmlElement.leaf("amount", amount),
        XmlElement.leaf("currency", "EUR"),
        XmlElement.leaf("frequency", frequency));
  }

  private XmlElement reference(RandomGenerator random) {
    String reference = GoodRequests.one(known, random).reference();
    return XmlElement.leaf(
        "reference",
        switch (random.nextInt(12)) {
          case 0 -> "I-0000000000000000";
          case 1 -> reference.toLowerCase(Locale.ROOT);
          case 2 -> reference + " ";
          default -> reference;
        });
  }
}
