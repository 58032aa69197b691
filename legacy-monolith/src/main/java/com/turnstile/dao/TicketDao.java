package com.turnstile.dao;

import com.turnstile.entity.Ticket;
import jakarta.ejb.Stateless;
import jakarta.persistence.Query;
import java.util.List;
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

  public List<Ticket> findByOrder(Long orderId) {
    return query("select t from Ticket t where t.order.id = :order order by t.lineNo, t.ticketNo")
        .setParameter("order", orderId)
        .getResultList();
  }

  /** All tickets of an order in one statement, each as line number, ticket number and code. */
  public void insertAll(Long orderId, String status, List<Object[]> places) {
    StringBuilder sql =
        new StringBuilder(
            "insert into ticket (order_id, line_no, ticket_no, ticket_number, status) values ");
    for (int i = 0; i < places.size(); i++) {
      sql.append(i == 0 ? "(?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?)");
    }
    Query insert = em.createNativeQuery(sql.toString());
    int position = 0;
    for (Object[] place : places) {
      insert.setParameter(++position, orderId);
      for (Object value : place) {
        insert.setParameter(++position, value);
      }
      insert.setParameter(++position, status);
    }
    insert.executeUpdate();
  }

  public Optional<Ticket> findByNumber(String number) {
    return first(
        query("select t from Ticket t where t.ticketNumber = :number")
            .setParameter("number", number));
  }
}
