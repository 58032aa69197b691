package com.turnstile.data;

/**
 * How much there is to be in the schema when all is loaded, the seed of the schema included.
 * Immutable.
 *
 * @param name S, M, L or custom
 */
record Size(String name, int customers, int events, int orders) {

  /** What the schema's change logs bring: customers 1 to 2000. */
  public static final int SEED_CUSTOMERS = 2_000;

  /** Events 1 to 200, with four ticket types each. */
  public static final int SEED_EVENTS = 200;

  /** Venues 1 to 5. */
  public static final int SEED_VENUES = 5;

  private static final int MOST = 20_000_000;

  public Size {
    requireBetween("customers", customers, SEED_CUSTOMERS, MOST);
    requireBetween("events", events, SEED_EVENTS, MOST);
    requireBetween("orders", orders, 0, MOST);
  }

  /** S, the bare seed; M; or L. */
  public static Size named(String name) {
    return switch (name) {
      case "S" -> new Size("S", SEED_CUSTOMERS, SEED_EVENTS, 0);
      case "M" -> new Size("M", 20_000, 2_000, 100_000);
      case "L" -> new Size("L", 200_000, 100_000, 1_000_000);
      default -> throw new DataException("--size is S, M or L, was " + name);
    };
  }

  public boolean isSeedAlone() {
    return customers == SEED_CUSTOMERS && events == SEED_EVENTS && orders == 0;
  }

  /** Venues grow with the events, to 400 beyond the seed's. */
  public int venues() {
    int more = events - SEED_EVENTS;
    return SEED_VENUES + (more == 0 ? 0 : Math.clamp(more / 50, 1, 400));
  }

  private static void requireBetween(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new DataException(
          "--%s is %d (what the schema's seed has) to %d, was %d"
              .formatted(what, least, most, value));
    }
  }
}
