package com.turnstile.dao;

import com.turnstile.entity.Ticket;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** Tickets. Thread-safe, as a stateless bean. */
@Stateless
public class TicketDao extends GenericDao<Ticket> {

  public TicketDao() {
    super(Ticket.class);
  }

  public Optional<Ticket> findByPlace(Long orderId, int lineNo, int ticketNo) {
    return first(
        query(
                "select t from Ticket t where t.order.id = :order and t.lineNo = :line and t.ticketNo = :ticket")
            .setParameter("order", orderId)
            .setParameter("line", lineNo)
            .setParameter("ticket", ticketNo));
  }

  public Optional<Ticket> findByNumber(String number) {
    return first(
        query("select t from Ticket t where t.ticketNumber = :number")
            .setParameter("number", number));
  }
}
