package io.matapalo.perf.bench.workload;

import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.http.HttpRequest;
import java.util.Optional;
import java.util.function.Consumer;

/** One operation of the mix, ready to make requests. Confined to the pacer thread. */
final class Operation {
  private final WorkloadFile.OperationSpec spec;
  private final Template template;
  private final SlotValues slots;
  private final Consumer<String> onSuccess;

  Operation(
      WorkloadFile.OperationSpec spec,
      Template template,
      SlotValues slots,
      Consumer<String> onSuccess) {
    this.spec = spec;
    this.template = template;
    this.slots = slots;
    this.onSuccess = onSuccess;
  }

  String name() {
    return spec.name();
  }

  double rate() {
    return spec.rate();
  }

  /** The next request, or nothing while it waits for an answer of another. */
  Optional<PlannedRequest> next(int client) {
    return slots
        .next()
        .map(values -> {
          HttpRequest request =
              HttpRequest.post(spec.path(), spec.headers(), template.fill(values));
          return new PlannedRequest(spec.name(), request, client, onSuccess);
        });
  }
}
