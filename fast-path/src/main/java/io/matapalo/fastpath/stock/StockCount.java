package io.matapalo.fastpath.stock;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** So many tickets of one type, to be taken from stock or given back. */
public record StockCount(long ticketTypeId, int quantity) {

  /** Sums by ticket type, in the order of their ids. */
  static SortedMap<Long, Integer> byType(List<StockCount> counts) {
    SortedMap<Long, Integer> sums = new TreeMap<>();
    counts.forEach(count -> sums.merge(count.ticketTypeId(), count.quantity(), Integer::sum));
    return sums;
  }
}
