package com.turnstile.data;

import java.util.List;

/** Every table that is filled. Each table's rows may be made by a thread of its own. */
final class Tables {

  private static final int[] CAPACITY = {5_000, 3_000, 1_000, 200};

  private final long seed;
  private final Size size;
  private final Programme programme;
  private final Orders orders;
  private final Sold sold;

  Tables(long seed, Size size, Seed known) {
    this.seed = seed;
    this.size = size;
    this.programme = new Programme(seed, size, known);
    this.orders = new Orders(seed, size, programme);
    this.sold = Sold.of(orders, size.events() * 4);
  }

  Orders orders() {
    return orders;
  }

  Sold sold() {
    return sold;
  }

  /** The largest first, so that no thread is left alone with one. */
  List<Table> all() {
    OrderTables sales = new OrderTables(seed, orders);
    return List.of(
        sales.tickets(),
        sales.ledger(),
        sales.lines(),
        sales.heads(),
        sales.audit(),
        stock(),
        ticketTypes(),
        customers(),
        events(),
        venues(),
        levies());
  }

  /** All rows of all tables, exactly. */
  long rows() {
    long events = programme.generated();
    long levies = 0;
    for (int i = 0; i < events; i++) {
      levies += Programme.levyOf(i) > 0 ? 1 : 0;
    }
    long orderCount = orders.count();
    return sold.tickets()
        + sold.lines()
        + orderCount * 6
        + orderCount / 32
        + events * 9
        + levies
        + (size.customers() - Size.SEED_CUSTOMERS)
        + (size.venues() - Size.SEED_VENUES);
  }

  private Table venues() {
    return new Table(
        "venue",
        "id, name, country_code, tax_region",
        size.venues() - Size.SEED_VENUES,
        (unit, sql) -> {
          int id = Size.SEED_VENUES + 1 + unit;
          int country = Programme.country(id);
          sql.row()
              .number(id)
              .text(Words.venue(country, Dice.of(seed, Dice.Kind.VENUE, unit)))
              .text(Words.COUNTRIES[country])
              .text(Words.COUNTRIES[country]);
        });
  }

  private Table customers() {
    int count = size.customers() - Size.SEED_CUSTOMERS;
    long slot = (Times.ORDERS_BEGIN - Times.CUSTOMERS_BEGIN) / Math.max(1, count);
    return new Table(
        "customer",
        "id, name, email, country_code, role_code, status, created_at",
        count,
        (unit, sql) -> {
          Dice dice = Dice.of(seed, Dice.Kind.CUSTOMER, unit);
          long id = Size.SEED_CUSTOMERS + 1L + unit;
          int country = dice.below(Words.COUNTRIES.length);
          String first = Words.firstName(country, dice);
          String last = Words.lastName(country, dice);
          sql.row()
              .number(id)
              .text(first + " " + last)
              .text(Words.email(first, last, id))
              .text(Words.COUNTRIES[country])
              .text(new String[] {"PUBLIC", "MEMBER", "AGENCY"}[dice.weighted(65, 95, 100)])
              .text(dice.percent(1) ? "BLOCKED" : "ACTIVE")
              .time(Times.CUSTOMERS_BEGIN + slot * unit + dice.below(Math.max(1, slot)));
        });
  }

  private Table events() {
    return new Table(
        "event",
        "id, code, name, venue_id, starts_at, status, currency",
        programme.generated(),
        (unit, sql) -> {
          long start = programme.startOf(unit);
          sql.row()
              .number(Programme.idOf(unit))
              .text(Programme.codeOf(unit))
              .text(programme.nameOf(unit))
              .number(programme.venueOf(unit))
              .time(start)
              .text(start > Times.ON_SALE_FROM ? "ON_SALE" : "CLOSED")
              .text("EUR");
        });
  }

  private Table ticketTypes() {
    String[] names = {"Standing", "Seated", "Balcony", "VIP lounge"};
    return new Table(
        "ticket_type",
        "id, event_id, code, name, unit_price",
        programme.generated(),
        (unit, sql) -> {
          for (int type = 0; type < names.length; type++) {
            sql.row()
                .number(Programme.typeIdOf(unit, type))
                .number(Programme.idOf(unit))
                .text(Programme.TYPE_CODES[type])
                .text(names[type])
                .money(programme.centsOf(unit, type));
          }
        });
  }

  private Table levies() {
    return new Table(
        "fee_rule",
        "id, event_id, kind, amount",
        programme.generated(),
        (unit, sql) -> {
          if (Programme.levyOf(unit) > 0) {
            sql.row()
                .number(1_001L + unit / 10)
                .number(Programme.idOf(unit))
                .text("PER_TICKET")
                .money(Programme.levyOf(unit));
          }
        });
  }

  /** What is left of what the house holds: with many orders an event is sold out. */
  private Table stock() {
    return new Table(
        "stock",
        "ticket_type_id, available, version",
        programme.generated(),
        (unit, sql) -> {
          for (int type = 0; type < CAPACITY.length; type++) {
            long id = Programme.typeIdOf(unit, type);
            sql.row()
                .number(id)
                .number(Math.max(0, CAPACITY[type] - sold.tickets(id)))
                .number(sold.lines(id));
          }
        });
  }
}
