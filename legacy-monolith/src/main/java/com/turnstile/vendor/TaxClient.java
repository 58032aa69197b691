package com.turnstile.vendor;

import jakarta.json.Json;
import java.math.BigDecimal;

/** The tax service. Thread-safe; each call blocks until the service answers or its time is over. */
public class TaxClient {

  private final VendorConnection connection;

  public TaxClient(String baseUrl, int connectTimeoutMillis, int readTimeoutMillis) {
    this.connection = new VendorConnection(baseUrl, connectTimeoutMillis, readTimeoutMillis);
  }

  /** The tax on a net amount, rounded by the service. */
  public BigDecimal quote(String region, String category, BigDecimal net) throws VendorException {
    VendorAnswer answer =
        connection.post(
            "/v1/quotes",
            null,
            Json.createObjectBuilder()
                .add("region", region)
                .add("category", category)
                .add("net", net.toPlainString())
                .build());
    if (answer.status() != 200) {
      throw new VendorException("the tax service answered a quote with " + answer.status());
    }
    return new BigDecimal(answer.body().getString("tax"));
  }
}
