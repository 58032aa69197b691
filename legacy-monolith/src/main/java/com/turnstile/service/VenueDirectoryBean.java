package com.turnstile.service;

import com.turnstile.dao.VenueDao;
import com.turnstile.entity.Venue;
import com.turnstile.transfer.VenueData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Venues, kept for good once they are read: nobody changes them while the server runs. Thread-safe,
 * as a stateless bean over a concurrent map.
 */
@Stateless
public class VenueDirectoryBean {

  private static final Map<Long, VenueData> VENUES = new ConcurrentHashMap<>();

  @EJB private VenueDao venues;

  public VenueData venue(Long id) {
    VenueData known = VENUES.get(id);
    if (known == null) {
      Venue venue = venues.findById(id).orElseThrow();
      known = new VenueData(venue.getName(), venue.getCountryCode());
      VENUES.put(id, known);
    }
    return known;
  }
}
