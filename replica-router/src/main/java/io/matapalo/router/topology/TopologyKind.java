package io.matapalo.router.topology;

import java.util.Arrays;
import java.util.Locale;

/** How the nodes of a cluster relate; the value of setting {@code topology}. */
public enum TopologyKind {
  /** One node. */
  SINGLE,
  /** One node takes writes, the others follow it asynchronously. */
  PRIMARY_REPLICA,
  /** Every node takes writes; conflicts are found at commit. */
  MULTI_PRIMARY;

  /** As settings spell it: {@code single}, {@code primary-replica}, {@code multi-primary}. */
  public static TopologyKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.setting().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "topology must be single, primary-replica or multi-primary, was " + text));
  }

  /** The spelling of settings and logs. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
