package io.matapalo.fastpath.taxes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.vendors.JsonAnswer;
import io.matapalo.fastpath.vendors.JsonHttp;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The tax service's API. Blocks until the deadline at most. Thread-safe. */
public final class TaxService {

  private final JsonHttp http;

  public TaxService(JsonHttp http) {
    this.http = http;
  }

  /**
   * The tax on {@code net}, two places.
   *
   * @throws VendorUnavailable when the service does not say
   */
  public BigDecimal quote(TaxRates.Key key, BigDecimal net, Deadline deadline) {
    JsonNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("region", key.region())
            .put("category", key.category())
            .put("net", net.toPlainString());
    JsonAnswer answer = http.post("/v1/quotes", Map.of(), body, deadline);
    if (answer.status() != 200) {
      throw new VendorUnavailable("the tax service answered status " + answer.status(), null);
    }
    return decimal(answer.text("tax")).setScale(2, RoundingMode.HALF_UP);
  }

  /**
   * All rates.
   *
   * @throws VendorUnavailable when the service does not say
   */
  public TaxRates rates(Deadline deadline) {
    JsonAnswer answer = http.get("/v1/rates", deadline);
    if (answer.status() != 200) {
      throw new VendorUnavailable("the tax service answered status " + answer.status(), null);
    }
    Map<TaxRates.Key, BigDecimal> rates = new HashMap<>();
    for (JsonNode rate : answer.body().path("rates")) {
      rates.put(
          new TaxRates.Key(rate.path("region").asText(), rate.path("category").asText()),
          decimal(rate.path("rate").asText()));
    }
    return new TaxRates(instant(answer.text("validUntil")), rates);
  }

  private static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new VendorUnavailable("the tax service sent no number but '" + text + "'", e);
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new VendorUnavailable("the tax service sent no time but '" + text + "'", e);
    }
  }
}
