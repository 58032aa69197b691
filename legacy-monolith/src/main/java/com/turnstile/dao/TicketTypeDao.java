package com.turnstile.dao;

import com.turnstile.entity.TicketType;
import jakarta.ejb.Stateless;
import java.util.List;
import java.util.Optional;

/** Ticket types. Thread-safe, as a stateless bean. */
@Stateless
public class TicketTypeDao extends GenericDao<TicketType> {

  public TicketTypeDao() {
    super(TicketType.class);
  }

  public Optional<TicketType> findByCode(Long eventId, String code) {
    return first(
        query("select t from TicketType t where t.event.id = :event and t.code = :code")
            .setParameter("event", eventId)
            .setParameter("code", code));
  }

  public List<TicketType> findByEvent(Long eventId) {
    return query("select t from TicketType t where t.event.id = :event order by t.id")
        .setParameter("event", eventId)
        .getResultList();
  }
}
