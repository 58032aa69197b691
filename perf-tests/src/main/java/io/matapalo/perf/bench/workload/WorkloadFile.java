package io.matapalo.perf.bench.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code workload.yaml} as written. {@code arrival} is {@code constant} (default) or {@code
 * poisson}; {@code clients} the number of source addresses; {@code applicationFaults} the elements,
 * written {@code {namespace}local}, that mark a fault as the application's own; a list of one may
 * be written without brackets. Immutable.
 */
public record WorkloadFile(
    String name,
    Arrival arrival,
    int clients,
    @JsonProperty("application-fault") List<String> applicationFaults,
    List<OperationSpec> operations) {

  /** How intended starts are spaced. */
  public enum Arrival {
    @JsonProperty("constant")
    CONSTANT,
    @JsonProperty("poisson")
    POISSON
  }

  /**
   * One operation of the mix: its rate per second, the request with slots written {@code ${slot}},
   * how each slot is filled, and which elements of the answer are kept for later requests.
   */
  public record OperationSpec(
      String name,
      double rate,
      String path,
      Map<String, String> headers,
      String template,
      Map<String, SlotSpec> slots,
      Map<String, List<String>> remember) {

    public OperationSpec {
      require(name != null, "an operation needs a name");
      require(rate > 0, name + ": rate must be above 0 per second, was " + rate);
      require(path != null && template != null, name + ": path and template are needed");
      headers = headers == null ? Map.of() : Map.copyOf(headers);
      slots = slots == null ? Map.of() : Map.copyOf(slots);
      remember = remember == null ? Map.of() : Map.copyOf(remember);
    }

    OperationSpec withRate(double other) {
      return new OperationSpec(name, other, path, headers, template, slots, remember);
    }
  }

  public WorkloadFile {
    require(name != null, "a workload needs a name");
    require(clients >= 1 && clients <= 200, "clients must be 1 to 200, was " + clients);
    require(
        applicationFaults != null && !applicationFaults.isEmpty(),
        "application-fault is needed, written {namespace}local");
    applicationFaults = List.copyOf(applicationFaults);
    require(operations != null && !operations.isEmpty(), "a workload needs operations");
    arrival = arrival == null ? Arrival.CONSTANT : arrival;
    operations = List.copyOf(operations);
  }

  /** Reads and checks a file; an unknown key is an error. */
  public static WorkloadFile read(Path file) {
    try {
      return YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build()
          .readValue(file.toFile(), WorkloadFile.class);
    } catch (IOException e) {
      throw new WorkloadException("cannot use workload " + file + ": " + e.getMessage(), e);
    }
  }

  /** Requests per second of all operations together. */
  public double rate() {
    return operations.stream().mapToDouble(OperationSpec::rate).sum();
  }

  /** The same mix at {@code perSecond} requests in all. */
  public WorkloadFile atRate(double perSecond) {
    double factor = perSecond / rate();
    List<OperationSpec> scaled =
        operations.stream().map(spec -> spec.withRate(spec.rate() * factor)).toList();
    return new WorkloadFile(name, arrival, clients, applicationFaults, scaled);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new WorkloadException(otherwise);
    }
  }
}
