package com.turnstile.service;

import com.turnstile.dao.EventDao;
import com.turnstile.dao.VenueDao;
import com.turnstile.vendor.TaxClient;
import com.turnstile.vendor.VendorException;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tax, from the tax service. Thread-safe, as a stateless bean. */
@Stateless
public class TaxBean {

  private static final Logger LOG = Logger.getLogger(TaxBean.class.getName());

  @EJB private EventDao events;
  @EJB private VenueDao venues;
  @EJB private ConfigurationBean configuration;

  public BigDecimal taxOf(Long eventId, BigDecimal net) throws CheckoutRefusal {
    String region = TaxRegions.ofVenue(events.venueIdOf(eventId), venues);
    String category = configuration.text("checkout.tax-category", "EVENT_TICKET");
    try {
      return Amounts.round(client().quote(region, category, net));
    } catch (VendorException e) {
      LOG.log(Level.WARNING, "no tax quote: {0}", e.getMessage());
      throw new CheckoutRefusal(
          "VENDOR_UNAVAILABLE",
          "the tax service does not answer, try again with the same requestId");
    }
  }

  private TaxClient client() {
    return new TaxClient(
        Settings.required("turnstile.tax.url"),
        configuration.number("tax.connect-timeout-ms", 2_000),
        configuration.number("tax.read-timeout-ms", 10_000));
  }
}
