package io.matapalo.testkit.vendors;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** The tax service's table. Immutable. */
public record TaxRates(List<TaxRate> all) {
  public TaxRates {
    all = List.copyOf(all);
  }

  /** One rate, as a fraction of four places: {@code 0.1900}. */
  public record TaxRate(String region, String category, BigDecimal rate) {
    /** net × rate, rounded half up to two places. */
    public BigDecimal taxOn(BigDecimal net) {
      return net.multiply(rate).setScale(2, RoundingMode.HALF_UP);
    }
  }

  public static TaxRates forEventTickets() {
    return new TaxRates(
        List.of(
            eventTicket("DE", "0.1900"),
            eventTicket("FR", "0.0550"),
            eventTicket("PT", "0.0600"),
            eventTicket("NL", "0.0900"),
            eventTicket("AT", "0.1300")));
  }

  public Optional<TaxRate> find(String region, String category) {
    return all.stream()
        .filter(rate -> rate.region().equals(region) && rate.category().equals(category))
        .findFirst();
  }

  private static TaxRate eventTicket(String region, String rate) {
    return new TaxRate(region, "EVENT_TICKET", new BigDecimal(rate));
  }
}
