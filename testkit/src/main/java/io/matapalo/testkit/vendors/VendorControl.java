package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matapalo.testkit.http.Conditions;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.JsonService;
import io.matapalo.testkit.http.RecordedRequest;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The paths that every simulated vendor has beside its service: health, settings, totals.
 * Thread-safe.
 */
final class VendorControl implements JsonService {
  private static final String SERVICE_PREFIX = "/v1/";

  private final AtomicReference<VendorSettings> settings;
  private final VendorService service;

  VendorControl(VendorSettings settings, VendorService service) {
    this.settings = new AtomicReference<>(settings);
    this.service = service;
  }

  VendorSettings settings() {
    return settings.get();
  }

  void change(VendorSettings newSettings) {
    settings.set(newSettings);
  }

  /** Latency and outages hit the service, not the control of it. */
  @Override
  public Conditions conditions(String path) {
    return path.startsWith(SERVICE_PREFIX) ? settings.get().conditions() : Conditions.FAIR;
  }

  @Override
  public JsonAnswer answer(RecordedRequest request, JsonNode body) {
    return switch (request.method() + " " + request.path()) {
      case "GET /health" ->
          new JsonAnswer(200, JsonNodeFactory.instance.objectNode().put("status", "up"));
      case "GET /control/settings" -> new JsonAnswer(200, settings.get().toJson());
      case "PUT /control/settings" -> changed(body);
      case "GET /control/stats" -> new JsonAnswer(200, service.stats());
      default -> service.answer(request, body, settings.get());
    };
  }

  private JsonAnswer changed(JsonNode body) {
    try {
      return new JsonAnswer(200, settings.updateAndGet(old -> old.changedBy(body)).toJson());
    } catch (IllegalArgumentException e) {
      return JsonAnswer.error(400, String.valueOf(e.getMessage()));
    }
  }
}
