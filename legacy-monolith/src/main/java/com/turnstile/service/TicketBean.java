package com.turnstile.service;

import com.turnstile.dao.OrderDao;
import com.turnstile.dao.TicketDao;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.entity.Ticket;
import com.turnstile.transfer.PurchaseLineData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.List;

/** Tickets. Thread-safe, as a stateless bean. */
@Stateless
public class TicketBean {

  @EJB private OrderDao orders;
  @EJB private TicketDao tickets;

  public void issue(Long orderId, List<PurchaseLineData> lines) {
    PurchaseOrder order = orders.findById(orderId).orElseThrow();
    int lineNo = 0;
    for (PurchaseLineData line : lines) {
      lineNo++;
      for (int ticketNo = 1; ticketNo <= line.getQuantity(); ticketNo++) {
        Ticket ticket = new Ticket();
        ticket.setOrder(order);
        ticket.setLineNo(lineNo);
        ticket.setTicketNo(ticketNo);
        ticket.setTicketNumber(unusedNumber());
        ticket.setStatus("VALID");
        tickets.persist(ticket);
      }
    }
  }

  private String unusedNumber() {
    String number = ReferenceCodes.ticketNumber();
    while (tickets.findByNumber(number).isPresent()) {
      number = ReferenceCodes.ticketNumber();
    }
    return number;
  }
}
