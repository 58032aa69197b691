package com.turnstile.service;

import com.turnstile.dao.StockDao;
import com.turnstile.dao.TicketTypeDao;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.Stock;
import com.turnstile.entity.TicketType;
import com.turnstile.transfer.PurchaseLineData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stock: looked at early without a lock, taken late under locks. Thread-safe, as a stateless bean.
 */
@Stateless
public class StockBean {

  @EJB private EventBean events;
  @EJB private StockDao stock;
  @EJB private TicketTypeDao ticketTypes;

  public void requireEnough(Long eventId, String eventCode, List<PurchaseLineData> lines)
      throws CheckoutRefusal {
    for (PurchaseLineData line : lines) {
      TicketType type = events.requireTicketType(eventId, eventCode, line.getTicketTypeCode());
      Stock left = stock.find(type.getId());
      if (left == null || left.getAvailable() < line.getQuantity()) {
        throw soldOut(type.getCode());
      }
    }
  }

  /**
   * Locks in the order of ids, as everyone must who takes stock, lest two purchases wait for each
   * other. The answer is the code of the type that is sold out, if one is: an exception would end
   * the transaction here and now.
   */
  public Optional<String> take(Long eventId, String eventCode, List<PurchaseLineData> lines)
      throws CheckoutRefusal {
    Map<Long, Integer> quantities = new TreeMap<>();
    for (PurchaseLineData line : lines) {
      TicketType type = events.requireTicketType(eventId, eventCode, line.getTicketTypeCode());
      quantities.put(type.getId(), line.getQuantity());
    }
    for (Map.Entry<Long, Integer> wanted : quantities.entrySet()) {
      Stock left = stock.findLocked(wanted.getKey());
      if (left.getAvailable() < wanted.getValue()) {
        return Optional.of(ticketTypes.findById(wanted.getKey()).orElseThrow().getCode());
      }
      left.setAvailable(left.getAvailable() - wanted.getValue());
    }
    return Optional.empty();
  }

  /** Puts back what an order had taken, in the order of ids too. */
  public void giveBack(List<OrderLine> lines) {
    Map<Long, Integer> quantities = new TreeMap<>();
    for (OrderLine line : lines) {
      quantities.put(line.getTicketType().getId(), line.getQuantity());
    }
    for (Map.Entry<Long, Integer> returned : quantities.entrySet()) {
      Stock left = stock.findLocked(returned.getKey());
      left.setAvailable(left.getAvailable() + returned.getValue());
    }
  }

  static CheckoutRefusal soldOut(String code) {
    return new CheckoutRefusal("SOLD_OUT", "not enough tickets of type " + code);
  }
}
