package io.matapalo.fastpath;

import io.matapalo.fastpath.notifications.MessageGateway;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.taxes.TaxService;
import io.matapalo.fastpath.vendors.Breaker;
import io.matapalo.fastpath.vendors.JsonHttp;
import io.matapalo.fastpath.vendors.VendorConnections;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Puts together the ways to other companies, each with a circuit breaker of its own, for {@link
 * FastPathServer}. Thread-safe.
 */
final class Vendors implements AutoCloseable {

  private final FastPathConfig config;
  private final VendorConnections connections;
  private final Metrics metrics;
  private final LongSupplier nanoTicker;

  Vendors(FastPathConfig config, Metrics metrics, LongSupplier nanoTicker) {
    this.config = config;
    this.connections =
        VendorConnections.open(
            config.vendors().paymentTimeout(), config.listener().maxConcurrent());
    this.metrics = metrics;
    this.nanoTicker = nanoTicker;
  }

  PaymentProvider payments() {
    FastPathConfig.Vendors settings = config.vendors();
    return new PaymentProvider(link("payment", settings.paymentUrl(), settings.paymentTimeout()));
  }

  TaxService taxes() {
    return new TaxService(link("tax", config.vendors().taxUrl(), config.vendors().taxTimeout()));
  }

  MessageGateway messages(URI url) {
    return new MessageGateway(link("message", url, config.notification().timeout()));
  }

  private JsonHttp link(String name, URI url, Duration timeout) {
    Breaker breaker = Breaker.of(name, config.vendors().rest(), nanoTicker);
    metrics.meters().breaker(name, Breaker.State.values(), breaker::state);
    return new JsonHttp(connections, url, timeout, breaker);
  }

  @Override
  public void close() throws IOException {
    connections.close();
  }
}
