package com.turnstile.service;

import com.turnstile.dao.OrderDao;
import com.turnstile.dao.TicketDao;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.entity.Ticket;
import com.turnstile.transfer.PurchaseLineData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.ArrayList;
import java.util.List;

/**
 * Tickets: written all at once since somebody tuned that, then brought to each further status one
 * by one. Thread-safe, as a stateless bean.
 */
@Stateless
public class TicketBean {

  @EJB private OrderDao orders;
  @EJB private TicketDao tickets;

  public void issue(Long orderId, List<PurchaseLineData> lines) {
    PurchaseOrder order = orders.findById(orderId).orElseThrow();
    List<Object[]> places = new ArrayList<>();
    int lineNo = 0;
    for (PurchaseLineData line : lines) {
      lineNo++;
      for (int ticketNo = 1; ticketNo <= line.getQuantity(); ticketNo++) {
        places.add(new Object[] {lineNo, ticketNo, unusedNumber()});
      }
    }
    tickets.insertAll(order.getId(), "NEW", places);
    advance(orderId, "PRINTED");
    advance(orderId, "VALID");
  }

  /** Makes all tickets of an order void; the number of tickets. */
  public int cancel(Long orderId) {
    return advance(orderId, "VOID");
  }

  private int advance(Long orderId, String status) {
    List<Ticket> issued = tickets.findByOrder(orderId);
    for (Ticket ticket : issued) {
      ticket.setStatus(status);
    }
    return issued.size();
  }

  private String unusedNumber() {
    String number = ReferenceCodes.ticketNumber();
    while (tickets.findByNumber(number).isPresent()) {
      number = ReferenceCodes.ticketNumber();
    }
    return number;
  }
}
