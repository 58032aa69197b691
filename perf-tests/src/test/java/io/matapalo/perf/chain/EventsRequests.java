package io.matapalo.perf.chain;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests of one operation of Events, or of all.
 *
 * @param operations the local names to choose from
 */
record EventsRequests(List<String> operations) implements GoodRequests {
  private static final List<String> TIMES =
      List.of(
          "2026-01-01T00:00:00Z",
          "2027-01-31T20:00:00Z",
          "2027-03-01T19:30:00.000+01:00",
          "2027-06-15T20:00:00.5Z",
          "2028-01-01T00:00:00Z",
          "1970-01-01T00:00:00Z",
          "9999-12-31T00:00:00Z");
  private static final List<String> LIMITS = List.of("1", "2", "7", "20", "200");
  private static final List<String> TEXTS =
      List.of("event", "Event 1", "EVENT", "5", "friends", "%", "_", "!", "\u00e9", " ");
  private static final List<String> VENUES =
      List.of("arena", "Hall", "a", "E", "\u00fc", "nowhere");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "PT", "de", "XX");
  private static final List<String> SORTS = List.of("NAME", "STARTS_AT", "PRICE", "AVAILABLE");

  EventsRequests {
    operations = List.copyOf(operations);
  }

  @Override
  public String service() {
    return "events";
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    String operation = GoodRequests.one(operations, random);
    return switch (operation) {
      case "getEvent" ->
          XmlElement.of(
              operation,
              XmlElement.leaf("eventCode", "EV-%04d".formatted(1 + random.nextInt(210))));
      case "listEvents" ->
          XmlElement.of(
              operation,
              XmlElement.leaf("from", GoodRequests.one(TIMES, random)),
              XmlElement.leaf("limit", GoodRequests.one(LIMITS, random)));
      default -> search(operation, random);
    };
  }

  private static XmlElement search(String operation, RandomGenerator random) {
    XmlElement search = XmlElement.of(operation);
    GoodRequests.perhaps(search, "text", TEXTS, random);
    GoodRequests.perhaps(search, "venue", VENUES, random);
    GoodRequests.perhaps(search, "countryCode", COUNTRIES, random);
    GoodRequests.perhaps(search, "from", TIMES, random);
    GoodRequests.perhaps(search, "to", TIMES, random);
    search.content().add(XmlElement.leaf("sort", GoodRequests.one(SORTS, random)));
    search.content().add(XmlElement.leaf("limit", GoodRequests.one(LIMITS, random)));
    return search;
  }
}
