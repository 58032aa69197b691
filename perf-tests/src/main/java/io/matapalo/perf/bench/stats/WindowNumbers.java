package io.matapalo.perf.bench.stats;

import java.util.List;

/**
 * A window of the load with its operations, in the order in which they were first seen. Immutable.
 */
public record WindowNumbers(
    String name, double seconds, List<OperationNumbers> operations, GeneratorHealth generator) {

  public WindowNumbers {
    operations = List.copyOf(operations);
  }

  /** The same window with other operations. */
  public WindowNumbers withOperations(List<OperationNumbers> others) {
    return new WindowNumbers(name, seconds, others, generator);
  }

  /** The errors of all operations. */
  public ErrorCounts errors() {
    return operations.stream()
        .map(OperationNumbers::errors)
        .reduce(ErrorCounts.none(), ErrorCounts::plus);
  }

  /** Requests of all operations. */
  public long requests() {
    return operations.stream().mapToLong(one -> one.rates().requests()).sum();
  }
}
