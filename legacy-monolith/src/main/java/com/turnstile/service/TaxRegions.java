package com.turnstile.service;

import com.turnstile.dao.VenueDao;
import com.turnstile.entity.Venue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tax regions of venues, kept since first asked for: they change so seldom that nobody wanted to
 * read them each time, and so nobody reads them again before the server restarts. Thread-safe.
 */
final class TaxRegions {

  private static final Map<Long, String> REGIONS = new ConcurrentHashMap<>();

  private TaxRegions() {}

  /** The region of a venue; the first call reads all venues, and each unknown one does again. */
  static String ofVenue(Long venueId, VenueDao venues) {
    String known = REGIONS.get(venueId);
    if (known != null) {
      return known;
    }
    for (Venue venue : venues.findAll()) {
      REGIONS.put(venue.getId(), venue.getTaxRegion());
    }
    return REGIONS.get(venueId);
  }
}
