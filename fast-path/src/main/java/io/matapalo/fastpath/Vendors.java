package io.matapalo.fastpath;

import io.matapalo.fastpath.notifications.MessageGateway;
import io.matapalo.fastpath.pacing.Ending;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.taxes.TaxService;
import io.matapalo.fastpath.vendors.Breaker;
import io.matapalo.fastpath.vendors.JsonHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;

/**
 * Puts together the ways to other companies, each with a circuit breaker of its own, for {@link
 * FastPathServer}. Thread-safe.
 */
final class Vendors {

  private final FastPathConfig config;
  private final HttpClient http;
  private final Metrics metrics;
  private final LongSupplier nanoTicker;

  Vendors(
      FastPathConfig config, ExecutorService threads, Metrics metrics, LongSupplier nanoTicker) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.vendors().paymentTimeout())
            .executor(threads)
            .build();
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
    return new JsonHttp(http, url, timeout, breaker);
  }

  /** Lets calls under way finish. */
  AutoCloseable ending() {
    Duration grace = config.listener().shutdownGrace();
    return Ending.of(grace, http::shutdown, http::awaitTermination, http::shutdownNow);
  }
}
