package io.matapalo.perf.bench.stats;

import java.util.Map;
import java.util.TreeMap;

/** Requests that did not end in the answer that was asked for, by class. Immutable. */
public record ErrorCounts(
    Map<String, Long> soapFaults,
    long serverErrors,
    long clientErrors,
    TransportErrors transport,
    long rejectedByGenerator) {

  public ErrorCounts {
    soapFaults = Map.copyOf(soapFaults);
  }

  /** None at all. */
  public static ErrorCounts none() {
    return new ErrorCounts(Map.of(), 0, 0, new TransportErrors(0, 0, 0, 0), 0);
  }

  /** Application faults of every code. */
  public long faults() {
    return soapFaults.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a client would call broken: 5xx and transport errors, not faults of the application. */
  public long failures() {
    return serverErrors + transport.total();
  }

  /** Everything but faults and 5xx: 4xx, transport, rejected. */
  public long others() {
    return clientErrors + transport.total() + rejectedByGenerator;
  }

  /** These and those. */
  public ErrorCounts plus(ErrorCounts other) {
    Map<String, Long> faults = new TreeMap<>(soapFaults);
    other.soapFaults.forEach((code, count) -> faults.merge(code, count, Long::sum));
    return new ErrorCounts(
        faults,
        serverErrors + other.serverErrors,
        clientErrors + other.clientErrors,
        transport.plus(other.transport),
        rejectedByGenerator + other.rejectedByGenerator);
  }
}
