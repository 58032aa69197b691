package com.turnstile.dao;

import com.turnstile.entity.Event;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** Events. Thread-safe, as a stateless bean. */
@Stateless
public class EventDao extends GenericDao<Event> {

  public EventDao() {
    super(Event.class);
  }

  public Optional<Event> findByCode(String code) {
    return first(query("select e from Event e where e.code = :code").setParameter("code", code));
  }
}
