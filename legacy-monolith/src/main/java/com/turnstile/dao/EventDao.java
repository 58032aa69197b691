package com.turnstile.dao;

import com.turnstile.entity.Event;
import jakarta.ejb.Stateless;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events. Thread-safe, as a stateless bean. */
@Stateless
public class EventDao extends GenericDao<Event> {

  public EventDao() {
    super(Event.class);
  }

  public Long venueIdOf(Long eventId) {
    return em.createQuery("select e.venue.id from Event e where e.id = :id", Long.class)
        .setParameter("id", eventId)
        .getSingleResult();
  }

  public Optional<Event> findByCode(String code) {
    return first(query("select e from Event e where e.code = :code").setParameter("code", code));
  }

  /** The next events on sale. */
  public List<Event> findOnSale(Instant from, int limit) {
    return query(
            "select e from Event e where e.status = 'ON_SALE' and e.startsAt >= :from order by e.startsAt, e.id")
        .setParameter("from", from)
        .setMaxResults(limit)
        .getResultList();
  }

  /** All events with this text in their name; no text and no time limit nothing. */
  public List<Event> search(String text, Instant from, Instant to, String order) {
    return TextCriteria.select("select e from Event e")
        .contains("e.name", text)
        .notBefore("e.startsAt", from)
        .before("e.startsAt", to)
        .orderBy(order)
        .query(em, Event.class)
        .getResultList();
  }
}
