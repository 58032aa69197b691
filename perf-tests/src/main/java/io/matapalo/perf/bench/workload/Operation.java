package io.matapalo.perf.bench.workload;

import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One operation of the mix, ready to make requests. Confined to the pacer thread. */
final class Operation {
  private final WorkloadFile.OperationSpec spec;
  private final Template template;
  private final Map<String, Slot> slots;
  private final Consumer<String> onSuccess;

  Operation(
      WorkloadFile.OperationSpec spec,
      Template template,
      Map<String, Slot> slots,
      Consumer<String> onSuccess) {
    this.spec = spec;
    this.template = template;
    this.slots = Map.copyOf(slots);
    this.onSuccess = onSuccess;
  }

  double rate() {
    return spec.rate();
  }

  /** The next request, or nothing while a slot has no value yet. */
  Optional<PlannedRequest> next(int client) {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, Slot> slot : slots.entrySet()) {
      Optional<String> value = slot.getValue().next();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.put(slot.getKey(), value.get());
    }
    HttpRequest request = HttpRequest.post(spec.path(), spec.headers(), template.fill(values));
    return Optional.of(new PlannedRequest(spec.name(), request, client, onSuccess));
  }
}
