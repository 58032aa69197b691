package io.matapalo.router.transaction.metrics;

import io.matapalo.router.retry.Cause;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of units of work since the start. Immutable.
 *
 * @param operations by name; further names than 500 under {@code (other)}
 * @param hottestKeys the keys with most conflicts, the first ten; keys that may be secrets are
 *     hashed
 */
public record TransactionMetrics(Map<String, Operation> operations, List<HotKey> hottestKeys) {

  public TransactionMetrics {
    operations = Map.copyOf(operations);
    hottestKeys = List.copyOf(hottestKeys);
  }

  /**
   * The counts of one operation.
   *
   * @param events how often each event happened; a missing one never did
   * @param retries attempts that another one followed, by the cause of their end
   * @param lostNanos time spent in attempts that were not committed and in the waits after them
   */
  public record Operation(Map<Event, Long> events, Map<Cause, Long> retries, long lostNanos) {

    public Operation {
      events = Map.copyOf(events);
      retries = Map.copyOf(retries);
    }
  }

  /**
   * A key and its conflicts.
   *
   * @param conflicts an upper bound of the conflicts since the start
   */
  public record HotKey(String key, long conflicts) {}

  /** The counts of one operation; all zero if it was never called. */
  public Operation of(String operation) {
    return operations.getOrDefault(operation, new Operation(Map.of(), Map.of(), 0));
  }

  /** The counts in the text format of Prometheus, version 0.0.4; keys are left out. */
  public String prometheusText() {
    StringBuilder text = new StringBuilder();
    Map<String, Operation> sorted = new TreeMap<>(operations);
    head("matapalo_transaction_events_total", "Units of work by what happened", text);
    sorted.forEach((name, operation) -> {
      for (Event event : Event.values()) {
        sample("matapalo_transaction_events_total", name, "event=\"" + event.label(), text);
        text.append(operation.events().getOrDefault(event, 0L)).append('\n');
      }
    });
    head("matapalo_transaction_retries_total", "Attempts repeated, by cause", text);
    sorted.forEach((name, operation) -> {
      for (Cause cause : Cause.values()) {
        String label = "cause=\"" + Event.label(cause.name());
        sample("matapalo_transaction_retries_total", name, label, text);
        text.append(operation.retries().getOrDefault(cause, 0L)).append('\n');
      }
    });
    head("matapalo_transaction_lost_seconds_total", "Time of attempts in vain and waits", text);
    sorted.forEach((name, operation) -> {
      text.append("matapalo_transaction_lost_seconds_total{operation=\"").append(escaped(name));
      text.append("\"} ").append(operation.lostNanos() / 1e9).append('\n');
    });
    return text.toString();
  }

  private static void head(String name, String help, StringBuilder text) {
    text.append("# HELP ").append(name).append(' ').append(help).append(".\n");
    text.append("# TYPE ").append(name).append(" counter\n");
  }

  private static void sample(String name, String operation, String label, StringBuilder text) {
    text.append(name).append("{operation=\"").append(escaped(operation));
    text.append("\",").append(label).append("\"} ");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
