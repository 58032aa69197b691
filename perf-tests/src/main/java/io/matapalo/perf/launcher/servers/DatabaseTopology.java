package io.matapalo.perf.launcher.servers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many database servers a stack has, and how they belong together. */
public enum DatabaseTopology {
  /** One server. */
  SINGLE("one server"),
  /** A primary, and two replicas that follow it by GTID. */
  PRIMARY_REPLICA("a primary and two replicas"),
  /** Three Galera nodes that all take writes. */
  GALERA("three Galera nodes");

  private final String label;

  DatabaseTopology(String label) {
    this.label = label;
  }

  /**
   * From {@code primary-replica} and so on.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static DatabaseTopology of(String text) {
    return Arrays.stream(values())
        .filter(one -> one.optionValue().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a topology is one of %s; was '%s'"
                    .formatted(
                        Arrays.stream(values())
                            .map(DatabaseTopology::optionValue)
                            .collect(Collectors.joining(", ")),
                        text)));
  }

  private String optionValue() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In words, for reports. */
  public String label() {
    return label;
  }
}
