package io.matapalo.testkit.vendors;

/** A simulated tax service over HTTP on loopback: quotes, and a dump of its rates. Thread-safe. */
public final class TaxService extends SimulatedVendor {
  private final TaxQuotes quotes;

  private TaxService(TaxQuotes quotes, VendorSettings settings, int port) {
    super(settings, port, quotes);
    this.quotes = quotes;
  }

  /** Starts one on a free port. */
  public static TaxService start(VendorSettings settings) {
    return start(settings, 0);
  }

  public static TaxService start(VendorSettings settings, int port) {
    return new TaxService(new TaxQuotes(), settings, port);
  }

  public long quotes() {
    return quotes.given();
  }

  /** Quotes that blocked. */
  public long stalls() {
    return quotes.stalls();
  }

  public long dumps() {
    return quotes.dumps();
  }
}
