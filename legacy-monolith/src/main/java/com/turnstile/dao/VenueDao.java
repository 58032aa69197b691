package com.turnstile.dao;

import com.turnstile.entity.Venue;
import jakarta.ejb.Stateless;

/** Venues. Thread-safe, as a stateless bean. */
@Stateless
public class VenueDao extends GenericDao<Venue> {

  public VenueDao() {
    super(Venue.class);
  }
}
