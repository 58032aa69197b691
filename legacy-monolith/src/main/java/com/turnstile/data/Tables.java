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
    return List.of(
        tickets(),
        ledger(),
        lines(),
        orderHeads(),
        audit(),
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

  private Table orderHeads() {
    return new Table(
        "orders",
        "id, order_reference, request_id, request_digest, customer_id, event_id, status, currency,"
            + " subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code,"
            + " created_at, version",
        orders.count(),
        (unit, sql) -> {
          Order order = orders.at(unit);
          long chance = Dice.of(seed, Dice.Kind.PAYMENT, unit).next();
          sql.row()
              .number(order.id())
              .text(order.reference())
              .text(requestId(unit))
              .text(order.digest())
              .number(order.customerId())
              .number(order.sale().eventId())
              .text("PAID")
              .text("EUR")
              .money(order.subtotal())
              .money(order.fees())
              .money(order.tax())
              .money(order.total())
              .text(order.lastFour())
              .text("pay_" + Codes.hex(Dice.unique(seed, Dice.Kind.PAYMENT, unit), 16))
              .text(Codes.hex(chance, 6))
              .time(order.createdAt())
              .number(1);
        });
  }

  private Table lines() {
    long[] id = {0};
    return new Table(
        "order_line",
        "id, order_id, line_no, ticket_type_id, quantity, unit_price, amount",
        orders.count(),
        (unit, sql) -> {
          Order order = orders.at(unit);
          int lineNo = 0;
          for (Order.Line line : order.lines()) {
            sql.row()
                .number(++id[0])
                .number(order.id())
                .number(++lineNo)
                .number(line.offer().typeId())
                .number(line.quantity())
                .money(line.offer().cents())
                .money(line.cents());
          }
        });
  }

  private Table tickets() {
    long[] id = {0};
    return new Table(
        "ticket",
        "id, order_id, line_no, ticket_no, ticket_number, status",
        orders.count(),
        (unit, sql) -> {
          Order order = orders.at(unit);
          Dice dice = Dice.of(seed, Dice.Kind.TICKET, unit);
          int lineNo = 0;
          for (Order.Line line : order.lines()) {
            lineNo++;
            for (int no = 1; no <= line.quantity(); no++) {
              long unique = Dice.unique(seed, Dice.Kind.TICKET, ++id[0]);
              sql.row()
                  .number(id[0])
                  .number(order.id())
                  .number(lineNo)
                  .number(no)
                  .text(Codes.crockford("K-", unique, dice.next()))
                  .text("VALID");
            }
          }
        });
  }

  private Table ledger() {
    return new Table(
        "ledger_entry",
        "id, order_id, entry_no, account, debit, credit, currency",
        orders.count(),
        (unit, sql) -> {
          Order order = orders.at(unit);
          String[] accounts = {"CARD_CLEARING", "TICKET_REVENUE", "FEE_REVENUE", "TAX_PAYABLE"};
          long[] amounts = {order.total(), order.subtotal(), order.fees(), order.tax()};
          for (int entry = 0; entry < accounts.length; entry++) {
            sql.row()
                .number(unit * 4L + entry + 1)
                .number(order.id())
                .number(entry + 1)
                .text(accounts[entry])
                .money(entry == 0 ? amounts[entry] : 0)
                .money(entry == 0 ? 0 : amounts[entry])
                .text("EUR");
          }
        });
  }

  /** After every 32nd order stands a purchase that was refused. */
  private Table audit() {
    return new Table(
        "audit_record",
        "id, occurred_at, customer_id, action, request_id, detail",
        orders.count(),
        (unit, sql) -> {
          Order order = orders.at(unit);
          Dice dice = Dice.of(seed, Dice.Kind.REFUSAL, unit);
          StringBuilder detail = new StringBuilder("order=").append(order.reference());
          Sql.appendMoney(detail.append(" total="), order.total());
          detail.append(" tickets=").append(order.tickets());
          long id = unit + 1L + unit / 32;
          sql.row()
              .number(id)
              .time(order.createdAt() + 5 + dice.below(400))
              .number(order.customerId())
              .text("PURCHASE_ACCEPTED")
              .text(requestId(unit))
              .text(detail.toString());
          if (unit % 32 == 31) {
            sql.row()
                .number(id + 1)
                .time(order.createdAt() + 500 + dice.below(60_000))
                .number(order.customerId())
                .text("PURCHASE_REFUSED")
                .text(Codes.requestId(Dice.unique(seed, Dice.Kind.REFUSAL, unit), dice.next()))
                .text(dice.percent(70) ? "CARD_DECLINED" : "SOLD_OUT");
          }
        });
  }

  private String requestId(int unit) {
    long unique = Dice.unique(seed, Dice.Kind.REQUEST, unit);
    return Codes.requestId(unique, Dice.of(seed, Dice.Kind.REQUEST, unit).next());
  }
}
