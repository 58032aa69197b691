package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.Conditions;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.RecordedRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The paths that every simulated vendor has beside its service: health, settings, totals.
 * Thread-safe.
 */
public final class VendorControl {
  private static final String SERVICE_PREFIX = "/v1/";

  private final AtomicReference<VendorSettings> settings;
  private final Supplier<ObjectNode> stats;

  public VendorControl(VendorSettings settings, Supplier<ObjectNode> stats) {
    this.settings = new AtomicReference<>(settings);
    this.stats = stats;
  }

  public VendorSettings settings() {
    return settings.get();
  }

  public void change(VendorSettings newSettings) {
    settings.set(newSettings);
  }

  /** Latency and outages hit the service, not the control of it. */
  public Conditions conditions(String path) {
    return path.startsWith(SERVICE_PREFIX) ? settings.get().conditions() : Conditions.FAIR;
  }

  /** Empty when the path is not one of these. */
  public Optional<JsonAnswer> answer(RecordedRequest request, JsonNode body) {
    return switch (request.method() + " " + request.path()) {
      case "GET /health" ->
          Optional.of(
              new JsonAnswer(200, JsonNodeFactory.instance.objectNode().put("status", "up")));
      case "GET /control/settings" -> Optional.of(new JsonAnswer(200, settings.get().toJson()));
      case "PUT /control/settings" -> Optional.of(changed(body));
      case "GET /control/stats" -> Optional.of(new JsonAnswer(200, stats.get()));
      default -> Optional.empty();
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
