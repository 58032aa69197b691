package io.matapalo.perf.launcher.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One reading of a recorder: its name, its JSON as it came, and what that says. Immutable.
 *
 * @param side the name of the server
 * @param origin address or file
 */
record Recording(String side, String origin, JsonNode json, List<TracedOperation> operations) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Worst first: who executes most statements in all, requests times statements of each. Counts
   * rather than times, since they are the same on every machine.
   */
  static final Comparator<TracedOperation> WORST_FIRST =
      Comparator.comparingLong(TracedOperation::allStatements)
          .thenComparingLong(TracedOperation::databaseNanos)
          .reversed()
          .thenComparing(TracedOperation::operation);

  Recording {
    operations = operations.stream().sorted(WORST_FIRST).toList();
  }

  /** Reads a recorder's JSON, or what {@code trace --json} has written. */
  static List<Recording> parse(String side, String origin, String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (!root.path("sides").isArray()) {
        return List.of(of(side, origin, root));
      }
      List<Recording> all = new ArrayList<>();
      for (JsonNode one : root.path("sides")) {
        all.add(of(one.path("side").asText(side), origin, one));
      }
      return all;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new TraceException(
          "%s is no answer of a SQL recorder: %s".formatted(origin, firstLine(e)), e);
    }
  }

  private static Recording of(String side, String origin, JsonNode root)
      throws JsonProcessingException {
    JsonNode operations = root.path("operations");
    if (!operations.isArray()) {
      throw new TraceException(
          "%s is no answer of a SQL recorder: it has no list 'operations'".formatted(origin));
    }
    List<TracedOperation> all = new ArrayList<>();
    for (JsonNode operation : operations) {
      all.add(JSON.treeToValue(operation, TracedOperation.class));
    }
    return new Recording(side, origin, root, all);
  }

  Optional<TracedOperation> operation(String name) {
    return operations.stream().filter(one -> one.operation().equals(name)).findFirst();
  }

  private static String firstLine(Exception e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
