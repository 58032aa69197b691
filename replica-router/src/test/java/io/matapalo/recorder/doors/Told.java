package io.matapalo.recorder.doors;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers of statements by verb, as text and from the server's counters. Stateless. */
final class Told {

  /** Counters of the protocol. */
  private static final String PROTOCOL = "admin_commands|stmt_.*";

  /** What both drivers send for a connection's settings, and for its own methods. */
  private static final String CONNECTION = "set_option|commit|rollback";

  private static final List<String> VERBS = List.of("select", "insert", "update", "delete");

  private Told() {}

  static Map<String, Long> parse(String text) {
    Map<String, Long> told = new TreeMap<>();
    for (String one : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      String[] parts = one.split("=", 2);
      told.put(parts[0], Long.parseLong(parts[1]));
    }
    return told;
  }

  static String text(Map<String, Long> told) {
    String text =
        new TreeMap<>(told)
            .entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(" "));
    return text.isEmpty() ? "none" : text;
  }

  /** By the recorder's verbs; {@code insert_select} and {@code replace} are inserts. */
  static Map<String, Long> ofServer(Map<String, Long> counters) {
    return ofServer(counters, PROTOCOL + "|" + CONNECTION);
  }

  /** As before, of a text that may set or commit something itself. */
  static Map<String, Long> ofText(Map<String, Long> counters) {
    return ofServer(counters, PROTOCOL);
  }

  private static Map<String, Long> ofServer(Map<String, Long> counters, String without) {
    Map<String, Long> told = new TreeMap<>();
    counters.forEach((counter, count) -> {
      if (!counter.matches(without)) {
        told.merge(verb(counter), count, Long::sum);
      }
    });
    return told;
  }

  private static String verb(String counter) {
    String word = counter.split("_", 2)[0].replace("replace", "insert");
    boolean isVerb = counter.matches("[a-z]+(_select|_multi)?") && VERBS.contains(word);
    return isVerb ? word : "other";
  }

  static long all(Map<String, Long> told) {
    return told.values().stream().mapToLong(Long::longValue).sum();
  }
}
