package com.turnstile.data;

/** What all orders took of each ticket type. Immutable, so thread-safe. */
final class Sold {

  private final int[] ticketsOf;
  private final int[] linesOf;
  private final long tickets;
  private final long lines;

  private Sold(int[] ticketsOf, int[] linesOf) {
    this.ticketsOf = ticketsOf;
    this.linesOf = linesOf;
    this.tickets = sum(ticketsOf);
    this.lines = sum(linesOf);
  }

  /** Goes through all orders once. */
  static Sold of(Orders orders, int ticketTypes) {
    int[] tickets = new int[ticketTypes + 1];
    int[] lines = new int[ticketTypes + 1];
    for (int i = 0; i < orders.count(); i++) {
      for (Order.Line line : orders.at(i).lines()) {
        int id = Math.toIntExact(line.offer().typeId());
        tickets[id] += line.quantity();
        lines[id]++;
      }
    }
    return new Sold(tickets, lines);
  }

  int tickets(long typeId) {
    return ticketsOf[Math.toIntExact(typeId)];
  }

  int lines(long typeId) {
    return linesOf[Math.toIntExact(typeId)];
  }

  long tickets() {
    return tickets;
  }

  long lines() {
    return lines;
  }

  private static long sum(int[] values) {
    long sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }
}
