package io.matapalo.recorder.requests;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names of operations by the label of a request, and labels of inner hops. Immutable. */
public final class OperationNames {

  /** System property: {@code label=name;…}. */
  public static final String NAMES_PROPERTY = "matapalo.recorder.names";

  /** System property: {@code label=operation;…}, for requests that an operation sends to itself. */
  public static final String INNER_PROPERTY = "matapalo.recorder.inner";

  private final Map<String, String> names;
  private final Map<String, String> inner;

  private OperationNames(Map<String, String> names, Map<String, String> inner) {
    this.names = names;
    this.inner = inner;
  }

  /** From the two system properties; an absent one is empty. */
  public static OperationNames fromSystemProperties() {
    return of(System.getProperty(NAMES_PROPERTY, ""), System.getProperty(INNER_PROPERTY, ""));
  }

  /** Both in the form {@code label=name;label=name}; refuses an entry without name or label. */
  public static OperationNames of(String names, String inner) {
    return new OperationNames(parse(NAMES_PROPERTY, names), parse(INNER_PROPERTY, inner));
  }

  /** The operation that a request with this label is. */
  public String nameOf(String label) {
    return names.getOrDefault(label, label);
  }

  /** The operation that this label's statements count for when it is an inner hop. */
  public Optional<String> outerOf(String label) {
    return Optional.ofNullable(inner.get(label));
  }

  private static Map<String, String> parse(String property, String text) {
    Map<String, String> entries = new TreeMap<>();
    for (String entry : text.split(";", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.lastIndexOf('=');
      String label = equals < 0 ? "" : entry.substring(0, equals).trim();
      String name = entry.substring(equals + 1).trim();
      if (label.isEmpty() || name.isEmpty()) {
        throw new IllegalArgumentException(
            property + " must be label=name;label=name, has an entry '" + entry.trim() + "'");
      }
      entries.put(label, name);
    }
    return Map.copyOf(entries);
  }
}
