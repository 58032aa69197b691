package io.matapalo.perf.launcher.proxies;

/**
 * How much is sent. Immutable.
 *
 * @param connections kept open to a contender, 1 to 1000
 * @param rounds in which all contenders take turns, 1 to 1000
 * @param requests of a turn, 100 to 1000000; large answers a fiftieth
 * @param starts of each contender, 1 to 100
 * @param first requests after a start that count as its beginning, 100 to 1000000
 * @param soak more requests before memory is read the last time, 0 to 100000000
 */
record ProxyCostPlan(int connections, int rounds, int requests, int starts, int first, int soak) {
  private static final int SEQUENTIAL = 10;

  ProxyCostPlan {
    require("--connections", connections, 1, 1_000);
    require("--rounds", rounds, 1, 1_000);
    require("--requests", requests, 100, 1_000_000);
    require("--starts", starts, 1, 100);
    require("--first", first, 100, 1_000_000);
    require("--soak", soak, 0, 100_000_000);
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(option, least, most, value));
    }
  }

  /** Is none of the numbers smaller? */
  boolean isAtLeast(ProxyCostPlan other) {
    return connections >= other.connections
        && rounds >= other.rounds
        && requests >= other.requests
        && starts >= other.starts
        && first >= other.first
        && soak >= other.soak;
  }

  /** Of a turn, over all connections at once. */
  int requests(Traffic traffic) {
    return traffic.requests(requests, connections);
  }

  /** Of a turn, one at a time. */
  int oneByOne(Traffic traffic) {
    return traffic.requests(requests / SEQUENTIAL, connections);
  }

  @Override
  public String toString() {
    return "%d connections; starts of each: %d, with %d requests; rounds: %d, of %d requests at once and %d one by one, large answers a fiftieth; %d more before the last look at memory"
        .formatted(connections, starts, first, rounds, requests, requests / SEQUENTIAL, soak);
  }
}
