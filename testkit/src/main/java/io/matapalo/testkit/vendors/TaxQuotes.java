package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.RecordedRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the tax service answers, and how often it did. Thread-safe. */
final class TaxQuotes implements VendorService {
  private final TaxRates rates = TaxRates.forEventTickets();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong given = new AtomicLong();
  private final AtomicLong stalls = new AtomicLong();
  private final AtomicLong dumps = new AtomicLong();

  long given() {
    return given.get();
  }

  long stalls() {
    return stalls.get();
  }

  long dumps() {
    return dumps.get();
  }

  @Override
  public ObjectNode stats() {
    return object().put("quotes", given()).put("stalls", stalls()).put("dumps", dumps());
  }

  @Override
  public JsonAnswer answer(RecordedRequest request, JsonNode body, VendorSettings settings) {
    return switch (request.method() + " " + request.path()) {
      case "POST /v1/quotes" -> quote(body, settings);
      case "GET /v1/rates" -> dump(settings);
      default -> JsonAnswer.error(404, "no such path or method");
    };
  }

  private JsonAnswer quote(JsonNode body, VendorSettings settings) {
    String net = body.path("net").asText("");
    if (!net.matches("\\d{1,12}(\\.\\d{1,2})?")) {
      return JsonAnswer.error(400, "net must be an amount like 100.00, as a string");
    }
    Duration stall = nextStall(settings);
    String region = body.path("region").asText("");
    String category = body.path("category").asText("");
    return rates
        .find(region, category)
        .map(rate -> {
          given.incrementAndGet();
          BigDecimal tax = rate.taxOn(new BigDecimal(net));
          return new JsonAnswer(
              200,
              object().put("rate", rate.rate().toPlainString()).put("tax", tax.toPlainString()));
        })
        .orElseGet(() -> JsonAnswer.error(404, "no rate for this region and category"))
        .heldBack(stall);
  }

  private Duration nextStall(VendorSettings settings) {
    if (settings.stallEvery() == 0 || asked.incrementAndGet() % settings.stallEvery() != 0) {
      return Duration.ZERO;
    }
    stalls.incrementAndGet();
    return settings.stall();
  }

  private JsonAnswer dump(VendorSettings settings) {
    dumps.incrementAndGet();
    Instant validUntil =
        Instant.now().plus(settings.dumpValidity()).truncatedTo(ChronoUnit.SECONDS);
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (TaxRates.TaxRate rate : rates.all()) {
      list.add(
          object()
              .put("region", rate.region())
              .put("category", rate.category())
              .put("rate", rate.rate().toPlainString()));
    }
    ObjectNode dump = object().put("validUntil", validUntil.toString());
    dump.set("rates", list);
    return new JsonAnswer(200, dump);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
