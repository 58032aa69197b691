package io.matapalo.perf.chain;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests of one operation of Sessions, or of all. Tokens are those of {@link SessionTableRows}.
 *
 * @param operations the local names to choose from
 */
record SessionsRequests(List<String> operations) implements GoodRequests {
  private static final String PASSWORD = "curtain-up-2026";
  private static final List<String> NUMBERS = List.of("1", "2", "17", "60", "900000000");
  private static final List<String> ADDRESSES =
      List.of(
          "customer3@example.org",
          "customer60@example.org",
          "CUSTOMER3@example.org",
          "customer3@example.org ",
          "nobody@example.org");
  private static final List<String> PASSWORDS =
      List.of(PASSWORD, PASSWORD, PASSWORD, "wrong", "Z\u00fcrich", "x".repeat(200));

  SessionsRequests {
    operations = List.copyOf(operations);
  }

  @Override
  public String service() {
    return "sessions";
  }

  @Override
  public boolean makesIdentities() {
    return true;
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    String operation = GoodRequests.one(operations, random);
    if (!operation.equals("login")) {
      return XmlElement.of(
          operation, XmlElement.leaf("token", GoodRequests.one(SessionTableRows.TOKENS, random)));
    }
    XmlElement who =
        random.nextBoolean()
            ? XmlElement.leaf("customerId", GoodRequests.one(NUMBERS, random))
            : XmlElement.leaf("email", GoodRequests.one(ADDRESSES, random));
    return XmlElement.of(
        operation, who, XmlElement.leaf("password", GoodRequests.one(PASSWORDS, random)));
  }
}
