package com.turnstile.data;

import java.util.ArrayList;
import java.util.List;

/** Makes any order by its number. Immutable, so thread-safe. */
final class Orders {

  private final long seed;
  private final Size size;
  private final Programme programme;
  private final long begin;

  Orders(long seed, Size size, Programme programme) {
    this.seed = seed;
    this.size = size;
    this.programme = programme;
    this.begin =
        size.customers() > Size.SEED_CUSTOMERS ? Times.ORDERS_BEGIN : Times.SEED_CUSTOMERS_BEGIN;
  }

  int count() {
    return size.orders();
  }

  Order at(int index) {
    Dice dice = Dice.of(seed, Dice.Kind.ORDER, index);
    long slot = (Times.ORDERS_END - begin) / Math.max(1, size.orders());
    long createdAt = begin + slot * index + dice.below(Math.max(1, slot));
    Programme.Sale sale = programme.choose(createdAt, dice);
    long customerId = customer(createdAt, dice);
    List<Order.Line> lines = lines(sale, dice);
    long subtotal = 0;
    int tickets = 0;
    for (Order.Line line : lines) {
      subtotal += line.cents();
      tickets += line.quantity();
    }
    long fees = (long) sale.levy() * tickets;
    for (Seed.FeeRule rule : programme.rules()) {
      fees += rule.feeOf(subtotal, tickets);
    }
    return new Order(
        index,
        createdAt,
        customerId,
        sale,
        lines,
        Codes.crockford("T-", Dice.unique(seed, Dice.Kind.REFERENCE, index), dice.next()),
        Integer.toString(10_000 + dice.below(10_000)).substring(1),
        subtotal,
        fees,
        taxOn(subtotal + fees, sale.region()));
  }

  /** What the tax service charges on event tickets, in cents, rounded half up. */
  static long taxOn(long cents, String region) {
    return (cents * TaxRates.of(region) + 5_000) / 10_000;
  }

  private long customer(long time, Dice dice) {
    boolean anybody = time >= Times.SEED_CUSTOMERS_BEGIN;
    int least = anybody ? 1 : Size.SEED_CUSTOMERS + 1;
    int id = least + dice.below(size.customers() - least + 1);
    // One in twenty is a regular and buys a quarter of it all besides.
    int regular = id - id % 20;
    return dice.percent(25) && regular >= least ? regular : id;
  }

  private static List<Order.Line> lines(Programme.Sale sale, Dice dice) {
    List<Programme.Offer> offers = new ArrayList<>(sale.offers());
    int count = 1 + dice.weighted(40, 75, 93, 100);
    List<Order.Line> lines = new ArrayList<>(count);
    while (lines.size() < count) {
      Programme.Offer offer = offers.remove(dice.below(offers.size()));
      lines.add(new Order.Line(offer, quantity(dice)));
    }
    return lines;
  }

  private static int quantity(Dice dice) {
    int few = 1 + dice.weighted(30, 75, 83, 95, 100);
    return few < 5 ? few : 5 + dice.below(6);
  }
}
