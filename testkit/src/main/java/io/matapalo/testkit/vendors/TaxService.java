package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.Conditions;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.JsonServer;
import io.matapalo.testkit.http.JsonService;
import io.matapalo.testkit.http.RecordedRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A simulated tax service over HTTP on loopback: quotes, and a dump of its rates. Thread-safe. */
public final class TaxService implements AutoCloseable {
  private final TaxRates rates = TaxRates.forEventTickets();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong quotes = new AtomicLong();
  private final AtomicLong stalls = new AtomicLong();
  private final AtomicLong dumps = new AtomicLong();
  private final VendorControl control;
  private final JsonServer server;

  // The two lambdas run only once the server has been started, which is the last thing done here.
  private TaxService(VendorSettings settings, int port) {
    this.control = new VendorControl(settings, this::stats);
    this.server = JsonServer.start(port, new Service());
  }

  /** Starts one on a free port. */
  public static TaxService start(VendorSettings settings) {
    return start(settings, 0);
  }

  public static TaxService start(VendorSettings settings, int port) {
    return new TaxService(settings, port);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public VendorSettings settings() {
    return control.settings();
  }

  /** Takes effect with the next request. */
  public void change(VendorSettings settings) {
    control.change(settings);
  }

  /** Quotes given. */
  public long quotes() {
    return quotes.get();
  }

  /** Quotes that blocked. */
  public long stalls() {
    return stalls.get();
  }

  /** Dumps of the rates given. */
  public long dumps() {
    return dumps.get();
  }

  @Override
  public void close() {
    server.close();
  }

  private ObjectNode stats() {
    return object().put("quotes", quotes()).put("stalls", stalls()).put("dumps", dumps());
  }

  private JsonAnswer quote(JsonNode body) {
    String net = body.path("net").asText("");
    if (!net.matches("\\d{1,12}(\\.\\d{1,2})?")) {
      return JsonAnswer.error(400, "net must be an amount like 100.00, as a string");
    }
    Duration stall = nextStall();
    String region = body.path("region").asText("");
    String category = body.path("category").asText("");
    return rates
        .find(region, category)
        .map(rate -> {
          quotes.incrementAndGet();
          BigDecimal tax = rate.taxOn(new BigDecimal(net));
          return new JsonAnswer(
              200,
              object().put("rate", rate.rate().toPlainString()).put("tax", tax.toPlainString()));
        })
        .orElseGet(() -> JsonAnswer.error(404, "no rate for this region and category"))
        .heldBack(stall);
  }

  private Duration nextStall() {
    VendorSettings settings = control.settings();
    if (settings.stallEvery() == 0 || asked.incrementAndGet() % settings.stallEvery() != 0) {
      return Duration.ZERO;
    }
    stalls.incrementAndGet();
    return settings.stall();
  }

  private JsonAnswer dump() {
    dumps.incrementAndGet();
    Instant validUntil =
        Instant.now().plus(control.settings().dumpValidity()).truncatedTo(ChronoUnit.SECONDS);
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

  /** Puts requests to the methods above. */
  private final class Service implements JsonService {
    @Override
    public Conditions conditions(String path) {
      return control.conditions(path);
    }

    @Override
    public JsonAnswer answer(RecordedRequest request, JsonNode body) {
      return switch (request.method() + " " + request.path()) {
        case "POST /v1/quotes" -> quote(body);
        case "GET /v1/rates" -> dump();
        default ->
            control
                .answer(request, body)
                .orElseGet(() -> JsonAnswer.error(404, "no such path or method"));
      };
    }
  }
}
