package com.turnstile.dao;

import com.turnstile.entity.Venue;
import jakarta.ejb.Stateless;
import java.util.List;

/** Venues. Thread-safe, as a stateless bean. */
@Stateless
public class VenueDao extends GenericDao<Venue> {

  public VenueDao() {
    super(Venue.class);
  }

  public List<Venue> findAll() {
    return query("select v from Venue v order by v.id").getResultList();
  }
}
