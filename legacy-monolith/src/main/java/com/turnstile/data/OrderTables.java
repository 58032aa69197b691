package com.turnstile.data;

/**
 * The tables of what was sold: a unit of each is one order. Each may be made by a thread of its
 * own.
 */
final class OrderTables {

  private final long seed;
  private final Orders orders;

  OrderTables(long seed, Orders orders) {
    this.seed = seed;
    this.orders = orders;
  }

  Table heads() {
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

  Table lines() {
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

  Table tickets() {
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

  Table ledger() {
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
  Table audit() {
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
