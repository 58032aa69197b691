package com.turnstile.data;

import java.util.ArrayList;
import java.util.List;

/**
 * All events with what orders are computed from: the seed's, and the generated ones in the order of
 * their starts. Immutable, so thread-safe.
 */
final class Programme {

  static final String[] TYPE_CODES = {"STANDING", "SEATED", "BALCONY", "VIP"};

  private static final int TYPES = TYPE_CODES.length;
  private static final long SALE_DAYS = 300;

  private final long seed;
  private final Seed known;
  private final List<Seed.SeedEvent> sellable;
  private final int venues;

  /** By number of the generated event. */
  private final long[] starts;

  private final int[] venueOf;
  private final int[] cents;

  Programme(long seed, Size size, Seed known) {
    this.seed = seed;
    this.known = known;
    this.sellable = known.events().stream().filter(Seed.SeedEvent::isSellable).toList();
    this.venues = size.venues();
    int generated = size.events() - Size.SEED_EVENTS;
    this.starts = new long[generated];
    this.venueOf = new int[generated];
    this.cents = new int[generated * TYPES];
    for (int i = 0; i < generated; i++) {
      draw(i, Dice.of(seed, Dice.Kind.EVENT, i));
    }
  }

  private void draw(int i, Dice dice) {
    long span = Times.EVENTS_END - Times.EVENTS_BEGIN;
    long day = Math.floorDiv(Times.EVENTS_BEGIN + span / starts.length * i, Times.DAY);
    // The hours grow within a day too, so that ids are in the order of the starts.
    starts[i] = day * Times.DAY + Times.HOUR * (14 + i * 8L / starts.length % 8);
    venueOf[i] = 1 + dice.below(venues);
    int standing = 1_500 + 50 * dice.below(100);
    cents[i * TYPES] = standing;
    cents[i * TYPES + 1] = standing * 8 / 5;
    cents[i * TYPES + 2] = standing * 13 / 10;
    cents[i * TYPES + 3] = standing * 9 / 2;
  }

  /** A ticket type as an order sees it, with its price. */
  record Offer(long typeId, String code, int cents) {}

  /**
   * An event as an order sees it.
   *
   * @param region of its venue
   * @param levy cents a ticket that only this event's fee rule takes; 0 for none
   */
  record Sale(long eventId, String code, String region, List<Offer> offers, int levy) {}

  int generated() {
    return starts.length;
  }

  long startOf(int i) {
    return starts[i];
  }

  int venueOf(int i) {
    return venueOf[i];
  }

  int centsOf(int i, int type) {
    return cents[i * TYPES + type];
  }

  String regionOf(int i) {
    return Words.COUNTRIES[country(venueOf[i])];
  }

  /** One event in ten has a levy of its venue, for each ticket. */
  static int levyOf(int i) {
    return i % 10 == 3 ? 150 : 0;
  }

  static long idOf(int i) {
    return Size.SEED_EVENTS + 1L + i;
  }

  static long typeIdOf(int i, int type) {
    return (idOf(i) - 1) * TYPES + type + 1;
  }

  static String codeOf(int i) {
    String number = Long.toString(idOf(i));
    return "EV-" + "0".repeat(Math.max(0, 4 - number.length())) + number;
  }

  /** The seed's five venues are in the five countries, and so on. */
  static int country(int venue) {
    return (venue - 1) % Words.COUNTRIES.length;
  }

  String nameOf(int i) {
    // Dice of their own, so that a name does not depend on how many prices were drawn.
    return Words.event(Dice.of(~seed, Dice.Kind.EVENT, i));
  }

  /** What somebody buys at that time: mostly an event of the coming months. */
  Sale choose(long time, Dice dice) {
    int from = firstAfter(time + Times.DAY);
    int to = firstAfter(time + SALE_DAYS * Times.DAY);
    boolean seedEvent = time >= Times.SEED_CUSTOMERS_BEGIN && dice.percent(15);
    if (seedEvent || from == to) {
      return sale(sellable.get(dice.below(sellable.size())));
    }
    // Half of the orders go to the events that are next, as people do.
    int range = dice.percent(50) ? to - from : Math.max(1, (to - from) / 8);
    return sale(from + dice.below(range));
  }

  List<Seed.FeeRule> rules() {
    return known.rules();
  }

  private Sale sale(int i) {
    List<Offer> offers = new ArrayList<>(TYPES);
    for (int type = 0; type < TYPES; type++) {
      offers.add(new Offer(typeIdOf(i, type), TYPE_CODES[type], centsOf(i, type)));
    }
    return new Sale(idOf(i), codeOf(i), regionOf(i), offers, levyOf(i));
  }

  private static Sale sale(Seed.SeedEvent event) {
    List<Offer> offers =
        event.types().stream()
            .map(type -> new Offer(type.id(), type.code(), type.cents()))
            .toList();
    return new Sale(event.id(), event.code(), event.region(), offers, 0);
  }

  private int firstAfter(long time) {
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
